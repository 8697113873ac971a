import Foundation
import Postgres
import Testing

@Suite("Binary COPY")
struct CopyTests {
    private struct Stop: Error {}

    /// `#expect` can't look into an expression that moves the cursor.
    private func same<Value: Equatable>(
        _ found: Value, _ expected: Value, at location: SourceLocation = #_sourceLocation
    ) {
        #expect(found == expected, sourceLocation: location)
    }

    @Test("100,000 rows go in and come out equal")
    func roundTrip() async throws {
        let rows = 100_000
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE c (id bigint, name text, at timestamptz, score float8)")
        let (last, stored) = try await connection.copyIn("COPY c FROM STDIN (FORMAT binary)") { writer in
            for id in 0..<Int64(rows) {
                try writer.row(columns: 4) { fields in
                    fields.append(id)
                    fields.appendText(id % 7 == 0 ? nil : "name \(id)")
                    fields.appendTimestamp(microsecondsSince1970: id * 1_000_003 - 5_000_000_000)
                    fields.append(Double(id) / 3)
                }
            }
            return rows - 1
        }
        #expect(stored == rows && last == rows - 1)
        let digest = try await connection.queryOne(
            """
            SELECT count(*), count(name), sum(id)::bigint,
                bool_and(score = id::float8 / 3 AND coalesce(name = 'name ' || id, id % 7 = 0)
                    AND at = timestamptz '1970-01-01 UTC' + interval '1 microsecond' * (id * 1000003 - 5000000000))
            FROM c
            """
        ) {
            (
                try $0.decode(Int.self, at: 0), try $0.decode(Int.self, at: 1), try $0.decode(Int.self, at: 2),
                try $0.decode(Bool.self, at: 3)
            )
        }
        #expect(digest == (100_000, 85_714, 4_999_950_000, true))
        let equal = try await connection.copyOut(
            "COPY (SELECT * FROM c ORDER BY id) TO STDOUT (FORMAT binary)", into: 0
        ) {
            equal, row in
            let id = Int64(equal)
            let isEqual =
                try row.nextInt64() == id && row.nextText() == (id % 7 == 0 ? nil : "name \(id)")
                && row.nextTimestamp() == id * 1_000_003 - 5_000_000_000 && row.nextDouble() == Double(id) / 3
            if isEqual { equal += 1 }
        }
        #expect(equal == rows)
    }

    @Test("Each type at its limits, and NULL")
    func types() async throws {
        let connection = try await connect()
        try await connection.execute(
            """
            CREATE TEMP TABLE c (a smallint, b integer, c bigint, d float8, e boolean, f text, g bytea, h timestamptz,
                i date, j bigint[])
            """)
        try await connection.copyIn("COPY c FROM STDIN (FORMAT binary)") { writer in
            try writer.row(columns: 10) { fields in
                fields.append(Int16.min)
                fields.append(Int32.min)
                fields.append(Int64.min)
                fields.append(-Double.infinity)
                fields.append(true)
                fields.appendText(String(repeating: "ü", count: 100_000))
                fields.appendBytes([0, 255])
                fields.appendTimestamp(microsecondsSince1970: .max)
                fields.appendDate(daysSince1970: .min)
                fields.append([1, nil] as [Int64?])
            }
            try writer.row(columns: 10) { fields in
                for _ in 0..<10 { fields.appendNull() }
            }
        }
        let rows = try await connection.copyOut("COPY c TO STDOUT (FORMAT binary)", into: 0) { count, row in
            if count == 0 {
                same(try row.next(Int16.self), .min)
                same(try row.nextInt32(), .min)
                same(try row.nextInt64(), .min)
                same(try row.nextDouble(), -.infinity)
                same(try row.nextBool(), true)
                same(try row.withNextBytes { $0?.count ?? -1 }, 200_000)
                same(try row.next([UInt8].self), [0, 255])
                same(try row.nextTimestamp(), .max)
                same(try row.nextDate(), .min)
                same(try row.next([Int64?].self), [1, nil])
            } else {
                while row.remaining > 0 { same(try row.next(Int64?.self), nil) }
            }
            count += 1
        }
        #expect(rows == 2)
    }

    @Test(
        "An error of the closure ends the COPY, stores nothing, and the connection goes on", arguments: [0, 1, 50_000])
    func closureThrows(after rows: Int) async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE c (id bigint, note text)")
        await #expect(throws: Stop.self) {
            try await connection.copyIn("COPY c FROM STDIN (FORMAT binary)") { writer in
                for id in 0..<rows {
                    try writer.row(columns: 2) {
                        $0.append(Int64(id))
                        $0.appendText("a note of some length")
                    }
                }
                throw Stop()
            }
        }
        #expect(try await connection.execute("SELECT * FROM c") == 0)
    }

    @Test("A row of NUL, of too few fields or of a time out of range is refused, and others can follow")
    func refusedRows() async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE c (note text, at timestamptz)")
        let stored = try await connection.copyIn("COPY c FROM STDIN (FORMAT binary)") { writer in
            var codes: [PostgresError.Code] = []
            func attempt(_ body: (inout BinaryCopyFields) -> Void) {
                do {
                    try writer.row(columns: 2, body)
                } catch {
                    if let error = error as? PostgresError { codes.append(error.code) }
                }
            }
            attempt {
                $0.appendText("a\0b"); $0.appendNull()
            }
            attempt { $0.appendText("only one") }
            attempt {
                $0.appendNull(); $0.appendTimestamp(microsecondsSince1970: .min + 1)
            }
            attempt {
                $0.appendText("good"); $0.appendTimestamp(microsecondsSince1970: 0)
            }
            return codes
        }
        #expect(stored.rows == 1)
        #expect(stored.result == [.encoding, .misuse, .encoding])
    }

    @Test("What the server refuses is the server's error, early or at the end, without the row")
    func serverRefuses() async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE c (id bigint PRIMARY KEY, note text CHECK (note <> 'canary'))")
        let double = await postgresError {
            _ = try await connection.copyIn("COPY c FROM STDIN (FORMAT binary)") { writer in
                for id in [1, 1] + Array(2...20_000) as [Int64] {
                    try writer.row(columns: 2) {
                        $0.append(id)
                        $0.appendText("note")
                    }
                }
            }
        }
        #expect(double?.sqlState == .uniqueViolation && double?.constraint == "c_pkey")
        let check = await postgresError {
            _ = try await connection.copyIn("COPY c FROM STDIN (FORMAT binary)") { writer in
                try writer.row(columns: 2) {
                    $0.append(Int64(1))
                    $0.appendText("canary")
                }
            }
        }
        #expect(check?.sqlState == .checkViolation)
        #expect(check?.description.contains("canary") == false)
        let missing = await postgresError {
            _ = try await connection.copyIn("COPY nowhere FROM STDIN (FORMAT binary)") { _ in }
        }
        #expect(missing?.sqlState == .undefinedTable)
        #expect(try await connection.execute("SELECT * FROM c") == 0)
    }

    @Test("Values in a COPY OUT become literals of their types")
    func literals() async throws {
        let connection = try await connect()
        let time = PostgresTimestamp(microsecondsSince1970: -62_135_596_800_000_001)
        let none = Optional<Int64>.none
        let count = try await connection.copyOut(
            """
            COPY (SELECT \(Int64.min), \("it's \\ \"x\"\n$1"), \(time), \(PostgresDate.infinity), \(true), \(0.1),
                \(-Double.infinity), \([UInt8](0...255)), \([1, nil] as [Int64?]), \(["a'", ""]),
                \(none), \([String]()))
            TO STDOUT (FORMAT binary)
            """, into: 0
        ) { count, row in
            same(try row.nextInt64(), .min)
            same(try row.nextText(), "it's \\ \"x\"\n$1")
            same(try row.nextTimestamp(), time.microsecondsSince1970)
            same(try row.nextDate(), .max)
            same(try row.nextBool(), true)
            same(try row.nextDouble(), 0.1)
            same(try row.nextDouble(), -.infinity)
            same(try row.next([UInt8].self), [UInt8](0...255))
            same(try row.next([Int64?].self), [1, nil])
            same(try row.next([String].self), ["a'", ""])
            same(try row.nextInt64(), nil)
            same(try row.next([String].self), [])
            count += row.remaining == 0 ? 1 : 0
        }
        #expect(count == 1)
    }

    @Test("A field read as another type, or beyond the last, is an error, and the connection goes on")
    func misread() async throws {
        let connection = try await connect()
        let wrong = await postgresError {
            _ = try await connection.copyOut("COPY (SELECT 1::integer) TO STDOUT (FORMAT binary)", into: 0) { _, row in
                _ = try row.nextInt64()
            }
        }
        #expect(wrong?.code == .decoding)
        let beyond = await postgresError {
            _ = try await connection.copyOut("COPY (SELECT 1) TO STDOUT (FORMAT binary)", into: 0) { _, row in
                try row.withNextBytes { _ in }
                try row.withNextBytes { _ in }
            }
        }
        #expect(beyond?.code == .decoding)
        await #expect(throws: Stop.self) {
            _ = try await connection.copyOut(
                "COPY (SELECT generate_series(1, 100000000)) TO STDOUT (FORMAT binary)", into: 0
            ) { count, _ in
                count += 1
                if count == 1000 { throw Stop() }
            }
        }
        #expect(try await connection.execute("SELECT 1") == 1)
    }
}
