import Foundation
import Postgres
import Testing

/// A value, and the text by which PostgreSQL knows it.
private struct Sample<Value: PostgresCodable & Equatable & Sendable>: Sendable {
    let value: Value
    let text: String

    init(_ value: Value, _ text: String) {
        self.value = value
        self.text = text
    }
}

@Suite("Values go both ways")
struct ScalarTests {
    /// Both ways against the server's own reading and writing of the text.
    private func check<Value>(_ type: String, _ samples: [Sample<Value>]) async throws {
        let connection = try await connect()
        let cast: Query = "\(dangerouslyUnescaped: type)"
        try await connection.execute("SET TimeZone = 'UTC'")
        for sample in samples {
            let received = try await connection.queryOne("SELECT \(sample.text)::text::\(cast)") {
                try $0.decode(Value.self, at: 0)
            }
            #expect(received == sample.value, "\(type) from the server: \(sample.text)")
            let sent = try await connection.queryOne("SELECT \(sample.value)::text, pg_typeof(\(sample.value))::text") {
                (try $0.decode(String.self, at: 0), try $0.decode(String.self, at: 1))
            }
            #expect(sent.0 == sample.text, "\(type) to the server")
            #expect(sent.1 == type)
        }
        let null = try await connection.queryOne("SELECT \(Value?.none), NULL::\(cast)") {
            (try $0.decode(Value?.self, at: 0), try $0.decode(Value?.self, at: 1))
        }
        #expect(null.0 == nil && null.1 == nil)
    }

    @Test("Booleans")
    func booleans() async throws {
        try await check("boolean", [Sample(true, "true"), Sample(false, "false")])
    }

    @Test("Integers at their limits")
    func integers() async throws {
        try await check("smallint", [Sample(Int16.min, "-32768"), Sample(0, "0"), Sample(.max, "32767")])
        try await check("integer", [Sample(Int32.min, "-2147483648"), Sample(-1, "-1"), Sample(.max, "2147483647")])
        let limits = ("-9223372036854775808", "9223372036854775807")
        try await check("bigint", [Sample(Int64.min, limits.0), Sample(1, "1"), Sample(.max, limits.1)])
        try await check("bigint", [Sample(Int.min, limits.0), Sample(.max, limits.1)])
    }

    @Test("Floating point numbers at their limits, with infinities and the negative zero")
    func floatingPoint() async throws {
        try await check(
            "double precision",
            [
                Sample(1.7976931348623157e+308, "1.7976931348623157e+308"), Sample(.leastNonzeroMagnitude, "5e-324"),
                Sample(Double.infinity, "Infinity"), Sample(-.infinity, "-Infinity"), Sample(-0.0, "-0"),
                Sample(0.1, "0.1"),
            ])
    }

    @Test("Not a number stays not a number, both ways")
    func notANumber() async throws {
        let connection = try await connect()
        let found = try await connection.queryOne("SELECT 'NaN'::float8, \(Double.nan)::text") {
            (try $0.decode(Double.self, at: 0), try $0.decode(String.self, at: 1))
        }
        #expect(found.0.isNaN && found.1 == "NaN")
    }

    @Test("Texts: empty, quotes, other alphabets, a megabyte")
    func texts() async throws {
        let megabyte = String(repeating: "0123456789abcdef", count: 65_536)
        let texts = ["", #"it's "quoted" \ and $1"#, "line\nbreak\ttab", "Ünïcödé 日本語 🦆 \u{301}", megabyte]
        try await check("text", texts.map { Sample($0, $0) })
    }

    @Test("Texts are read from varchar, bpchar and name too")
    func kindsOfText() async throws {
        let connection = try await connect()
        let found = try await connection.queryOne("SELECT 'a'::varchar(3), 'b'::char(3), 'c'::name, 'd'") { row in
            try (0..<4).map { try row.decode(String.self, at: $0) }
        }
        #expect(found == ["a", "b  ", "c", "d"])
    }

    @Test("NUL in a text is refused before it is sent, and the connection goes on")
    func nul() async throws {
        let connection = try await connect()
        let error = await postgresError { try await connection.execute("SELECT \("a\0b")") }
        #expect(error?.code == .encoding)
        #expect(error?.description.contains("NUL") == true)
        let inText = await postgresError { try await connection.execute("SELECT '\0'") }
        #expect(inText?.code == .encoding)
        let inScript = await postgresError { try await connection.executeScript(dangerouslyRaw: "SELECT '\0'") }
        #expect(inScript?.code == .encoding)
        #expect(try await connection.execute("SELECT 1") == 1)
    }

    @Test("Bytes: none, all 256, a megabyte")
    func bytes() async throws {
        let connection = try await connect()
        let all = (0...255).map { UInt8($0) }
        for bytes in [[], all, [UInt8](repeating: 0, count: 1 << 20)] {
            let found = try await connection.queryOne("SELECT \(bytes), md5(\(bytes)), length(\(bytes))") {
                (try $0.decode([UInt8].self, at: 0), try $0.decode(Int.self, at: 2))
            }
            #expect(found.0 == bytes)
            #expect(found.1 == bytes.count)
        }
        let hex = try await connection.queryOne("SELECT encode(\([0x00, 0xFF, 0x27] as [UInt8]), 'hex')") {
            try $0.decode(String.self, at: 0)
        }
        #expect(hex == "00ff27")
    }

    /// Seconds are by Python's `datetime.timestamp`; PostgreSQL's first day is Julian day 0, which is 2,440,588 days
    /// of 86,400 seconds before 1970.
    @Test("Times at their limits, with infinities")
    func timestamps() async throws {
        try await check(
            "timestamp with time zone",
            [
                Sample(PostgresTimestamp(microsecondsSince1970: 0), "1970-01-01 00:00:00+00"),
                Sample(PostgresTimestamp(microsecondsSince1970: -1), "1969-12-31 23:59:59.999999+00"),
                Sample(
                    PostgresTimestamp(microsecondsSince1970: 1_772_352_000_123_456), "2026-03-01 08:00:00.123456+00"),
                Sample(PostgresTimestamp(microsecondsSince1970: 946_684_800_000_000), "2000-01-01 00:00:00+00"),
                Sample(
                    PostgresTimestamp(microsecondsSince1970: -210_866_803_200_000_000), "4714-11-24 00:00:00+00 BC"),
                Sample(
                    PostgresTimestamp(microsecondsSince1970: .max - 1), "294247-01-10 04:00:54.775806+00"),
                Sample(.infinity, "infinity"), Sample(.minusInfinity, "-infinity"),
            ])
    }

    @Test("A time that microseconds since 1970 can't tell is refused, in both directions")
    func timestampsOutOfRange() async throws {
        let connection = try await connect()
        let late = await postgresError {
            _ = try await connection.queryOne("SELECT '294276-12-31 23:59:59.999999+00'::timestamptz") {
                try $0.decode(PostgresTimestamp.self, at: 0)
            }
        }
        #expect(late?.code == .decoding)
        let early = await postgresError {
            try await connection.execute("SELECT \(PostgresTimestamp(microsecondsSince1970: .min + 1))")
        }
        #expect(early?.code == .encoding)
        let beforeAll = await postgresError {
            let year5000BC = PostgresTimestamp(microsecondsSince1970: -219_946_060_800_000_000)
            try await connection.execute("SELECT \(year5000BC)")
        }
        #expect(beforeAll?.sqlState == SQLState(rawValue: "22008"))
    }

    /// Days by Python: `(date(…) - date(1970, 1, 1)).days`; 4714-11-24 BC is Julian day 0, which is 2440588 days before.
    @Test("Dates at their limits, with infinities")
    func dates() async throws {
        try await check(
            "date",
            [
                Sample(PostgresDate(daysSince1970: 0), "1970-01-01"),
                Sample(.init(daysSince1970: 20_513), "2026-03-01"),
                Sample(.init(daysSince1970: -719_162), "0001-01-01"),
                Sample(.init(daysSince1970: 2_932_896), "9999-12-31"),
                Sample(.init(daysSince1970: -2_440_588), "4714-11-24 BC"),
                Sample(.infinity, "infinity"), Sample(.minusInfinity, "-infinity"),
            ])
        let connection = try await connect()
        let last = try await connection.queryOne("SELECT '5874897-12-31'::date") {
            try $0.decode(PostgresDate.self, at: 0)
        }
        #expect(last.description == "5874897-12-31")
        #expect(
            try await connection.queryOne("SELECT \(last)::text") { try $0.decode(String.self, at: 0) }
                == "5874897-12-31")
        let early = await postgresError {
            try await connection.execute("SELECT \(PostgresDate(daysSince1970: .min + 1))")
        }
        #expect(early?.code == .encoding)
    }

    @Test("Times and dates describe themselves as PostgreSQL does")
    func descriptions() async throws {
        let connection = try await connect()
        try await connection.execute("SET TimeZone = 'UTC'")
        for days in [-2_440_588, -719_529, -719_163, -1, 0, 11_016, 19_782, 2_932_896] as [Int64] {
            let time = PostgresTimestamp(microsecondsSince1970: days * 86_400_000_000 + 45_296_000_007)
            let date = PostgresDate(daysSince1970: Int32(days))
            let same = try await connection.queryOne(
                "SELECT \(time.description)::text::timestamptz = \(time), \(date.description)::text::date = \(date)"
            ) { try $0.decode(Bool.self, at: 0) && $0.decode(Bool.self, at: 1) }
            #expect(same, "\(time), \(date)")
        }
    }
}
