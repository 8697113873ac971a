import Postgres
import Testing

@Suite("Interpolation becomes bindings")
struct QueryTests {
    @Test("Values leave numbered places, also through a spliced query")
    func numbering() {
        let condition: Query = "a = \(1) AND b = ANY(\(["x", "y"]))"
        let query: Query = "SELECT \(true) FROM \(identifier: "my \"table\"") WHERE \(condition) OR c = \(2.5)"
        #expect(query.sql == #"SELECT $1 FROM "my ""table""" WHERE a = $2 AND b = ANY($3) OR c = $4"#)
    }

    @Test("A query shows no values, however it is printed")
    func hidden() {
        let query: Query = "SELECT \("canary-7f3a")"
        var dumped = ""
        dump(query, to: &dumped)
        #expect(!"\(query) \(String(reflecting: query)) \(dumped)".contains("canary"))
    }

    @Test("Spliced values arrive in their places")
    func splicing() async throws {
        let connection = try await connect()
        let inner: Query = "\(2)::bigint * \(nil as Int64?)::bigint IS NULL AND \("two")::text = 'two'"
        let row = try await connection.queryOne("SELECT \("one"), \(inner), \("")") {
            (try $0.decode(String.self, at: 0), try $0.decode(Bool.self, at: 1), try $0.decode(String.self, at: 2))
        }
        #expect(row == ("one", true, ""))
    }

    @Test(
        "Hostile text stays text",
        arguments: [
            "'; DROP TABLE victim; --", "\\'; DROP TABLE victim; --", "$1", "$$ || $$", "%s", "\u{2019} OR 1=1",
        ])
    func injection(text: String) async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE victim (note text)")
        try await connection.execute("INSERT INTO victim VALUES (\(text))")
        let found = try await connection.query("SELECT note FROM victim WHERE note = \(text)") {
            try $0.decode(String.self, at: 0)
        }
        #expect(found == [text])
        let copied = try await connection.copyOut(
            "COPY (SELECT note FROM victim WHERE note = \(text)) TO STDOUT (FORMAT binary)", into: [String?]()
        ) { texts, row in texts.append(try row.nextText()) }
        #expect(copied == [text])
    }

    @Test(
        "Identifiers keep quotes, spaces and case",
        arguments: [
            #"a"b"#, "Two Words", #"""; DROP TABLE x; --"#, "ünï", "a\"\u{0301}b", "a\u{0600}\", \"\u{0301}b",
        ])
    func identifiers(name: String) async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE \(identifier: name) (\(identifier: name) integer)")
        try await connection.execute("INSERT INTO \(identifier: name) (\(identifier: name)) VALUES (7)")
        let found = try await connection.queryOne("SELECT * FROM \(identifier: name)") {
            try $0.decode(name, as: Int.self)
        }
        #expect(found == 7)
    }

    @Test(
        "NUL fails the query, which libpq would cut there",
        arguments: [
            Query(dangerouslyRaw: "SELECT 1\0 WHERE false"), "SELECT 1 AS \(identifier: "a\0b")",
            "SELECT 1\(dangerouslyUnescaped: "\0 WHERE false")", "\(Query(dangerouslyRaw: "SELECT 1\0"))",
        ])
    func withNUL(query: Query) async throws {
        let connection = try await connect()
        let error = await postgresError { try await connection.execute(query) }
        #expect(error?.code == .encoding)
        #expect(try await connection.execute("SELECT 1") == 1)
    }
}
