import Foundation
import Postgres
import Testing

@Suite("Arrays go both ways")
struct ArrayTests {
    private func check<Element: PostgresArrayElement & Equatable & Sendable>(
        _ elements: [Element], _ text: String, _ type: String
    ) async throws where [Element]: PostgresCodable {
        let connection = try await connect()
        let cast: Query = "\(dangerouslyUnescaped: type)"
        let (received, sent) = try await connection.queryOne(
            "SELECT \(text)::text::\(cast), \(elements)::\(cast)::text"
        ) { (try $0.decode([Element].self, at: 0), try $0.decode(String.self, at: 1)) }
        #expect(received == elements)
        #expect(sent == text)
    }

    @Test("Of each type, empty too")
    func elements() async throws {
        try await check([Int64.min, 0, .max], "{-9223372036854775808,0,9223372036854775807}", "bigint[]")
        try await check([Int16.min, .max], "{-32768,32767}", "smallint[]")
        try await check([Int32.min, .max], "{-2147483648,2147483647}", "integer[]")
        try await check([1, 2, 3], "{1,2,3}", "bigint[]")
        try await check([Int64](), "{}", "bigint[]")
        try await check([0.5, -.infinity], "{0.5,-Infinity}", "double precision[]")
        try await check([true, false], "{t,f}", "boolean[]")
        try await check(["", "a,b", #"q"\"#, "NULL"], #"{"","a,b","q\"\\","NULL"}"#, "text[]")
        try await check([PostgresDate.infinity, .init(daysSince1970: 0)], "{infinity,1970-01-01}", "date[]")
        try await check([PostgresTimestamp.minusInfinity], "{-infinity}", "timestamptz[]")
    }

    @Test("With NULL among the elements, and as NULL itself")
    func nulls() async throws {
        try await check([1, nil, 3] as [Int64?], "{1,NULL,3}", "bigint[]")
        try await check([nil, ""] as [String?], #"{NULL,""}"#, "text[]")
        let connection = try await connect()
        let none = try await connection.queryOne("SELECT \([Int64]?.none), NULL::text[]") {
            (try $0.decode([Int64]?.self, at: 0), try $0.decode([String]?.self, at: 1))
        }
        #expect(none.0 == nil && none.1 == nil)
    }

    @Test("NULL into elements that can't be nil, other elements and more dimensions are errors")
    func refusals() async throws {
        let connection = try await connect()
        for (sql, word) in [
            ("ARRAY[1, NULL]::bigint[]", "NULL"), ("ARRAY['a']::text[]", "text"),
            ("ARRAY[[1],[2]]::bigint[]", "dimension"),
            ("NULL::bigint[]", "NULL"),
        ] {
            let error = await postgresError {
                _ = try await connection.queryOne("SELECT \(dangerouslyUnescaped: sql)") {
                    try $0.decode([Int64].self, at: 0)
                }
            }
            #expect(error?.code == .decoding)
            #expect(error?.message.contains(word) == true, "\(sql): \(error?.message ?? "no error")")
        }
    }

    @Test("An array finds rows by ANY")
    func any() async throws {
        let connection = try await connect()
        let found = try await connection.query(
            "SELECT n FROM generate_series(1::bigint, 9) AS n WHERE n = ANY(\([2, 3, 20])) ORDER BY n"
        ) { try $0.decode(Int.self, at: 0) }
        #expect(found == [2, 3])
    }
}
