import Postgres
import Testing

@Suite("Columns of a row")
struct RowTests {
    private func error<Value: PostgresDecodable & Sendable>(
        _ type: Value.Type, _ sql: Query, _ column: String
    ) async throws -> PostgresError? {
        let connection = try await connect()
        return await postgresError {
            _ = try await connection.queryOne(sql) { try $0.decode(column, as: type) }
        }
    }

    @Test("By name and by position")
    func access() async throws {
        let connection = try await connect()
        let row = try await connection.queryOne(#"SELECT 1::bigint AS id, 'x' AS "Name", NULL::date AS day"#) { row in
            let day: PostgresDate? = try row.decode("day")
            return (try row.decode(Int64.self, at: 0), try row.decode("Name", as: String?.self), day, row.columnNames)
        }
        #expect(row.0 == 1 && row.1 == "x" && row.2 == nil)
        #expect(row.3 == ["id", "Name", "day"])
    }

    @Test("Narrow numbers widen, wide ones don't narrow")
    func widening() async throws {
        let connection = try await connect()
        let row = try await connection.queryOne("SELECT 1::int2, 2::int4, 3::int2, 4294967295::oid, 0.5::real") {
            (
                try $0.decode(Int64.self, at: 0), try $0.decode(Int.self, at: 1), try $0.decode(Int32.self, at: 2),
                try $0.decode(Int64.self, at: 3), try $0.decode(Double.self, at: 4)
            )
        }
        #expect(row == (1, 2, 3, 4_294_967_295, 0.5))
        #expect(try await error(Int32.self, "SELECT 1::bigint AS x", "x")?.code == .decoding)
        #expect(try await error(Int64.self, "SELECT 1::float8 AS x", "x")?.code == .decoding)
        #expect(try await error(Int64.self, "SELECT sum(1::bigint) AS x", "x")?.message.contains("numeric") == true)
    }

    @Test("NULL, a wrong type and a missing name are named")
    func refusals() async throws {
        let null = try await error(Int64.self, "SELECT NULL::bigint AS headcount", "headcount")
        #expect(null?.code == .decoding && null?.column == "headcount")
        #expect(null?.description.contains("NULL") == true)
        let mismatch = try await error(Int64.self, "SELECT 'secret-text'::text AS name", "name")
        #expect(mismatch?.description.contains("text") == true && mismatch?.column == "name")
        #expect(mismatch?.description.contains("secret") == false)
        let zoneless = try await error(PostgresTimestamp.self, "SELECT now()::timestamp AS at", "at")
        #expect(zoneless?.code == .decoding)
        let missing = try await error(Int64.self, "SELECT 1 AS id", "ID")
        #expect(missing?.message.contains("id") == true)
        let twice = try await error(Int64.self, "SELECT 1 AS id, 2 AS id", "id")
        #expect(twice?.message.contains("several") == true)
        let connection = try await connect()
        let beyond = await postgresError {
            _ = try await connection.queryOne("SELECT 1") { try $0.decode(Int.self, at: 1) }
        }
        #expect(beyond?.code == .decoding)
    }

    @Test("One row means one row")
    func one() async throws {
        let connection = try await connect()
        for sql in ["SELECT 1 WHERE false", "SELECT generate_series(1, 2)"] as [Query] {
            let error = await postgresError {
                _ = try await connection.queryOne(sql) { try $0.decode(Int.self, at: 0) }
            }
            #expect(error?.code == .rowCount)
        }
        let none = try await connection.queryFirst("SELECT 1 WHERE false") { try $0.decode(Int.self, at: 0) }
        #expect(none == nil)
    }

    @Test("Streaming hands over a million rows one by one, and a closure's error stops it")
    func streaming() async throws {
        struct Enough: Error {}
        let connection = try await connect()
        let sum = try await connection.forEach("SELECT generate_series(1, 1000000)", into: 0) { sum, row in
            sum += try row.decode(Int.self, at: 0)
        }
        #expect(sum == 500_000_500_000)
        await #expect(throws: Enough.self) {
            _ = try await connection.forEach("SELECT generate_series(1, 100000000)", into: 0) { count, _ in
                count += 1
                if count == 10 { throw Enough() }
            }
        }
        #expect(try await connection.execute("SELECT 1") == 1)
    }

    @Test("Rows affected are counted")
    func affected() async throws {
        let connection = try await connect()
        #expect(try await connection.execute("CREATE TEMP TABLE t (n integer)") == 0)
        #expect(try await connection.execute("INSERT INTO t SELECT generate_series(1, 5)") == 5)
        #expect(try await connection.execute("UPDATE t SET n = n + 1 WHERE n > 3") == 2)
        #expect(try await connection.execute("DELETE FROM t") == 5)
        #expect(try await connection.execute("") == 0)
    }
}
