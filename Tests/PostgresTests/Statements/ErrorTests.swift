import Postgres
import Testing

@Suite("Errors say what, where and what to do, and no data")
struct ErrorTests {
    @Test("A violated constraint names itself and its table, and hides the row")
    func constraint() async throws {
        let connection = try await connect()
        try await connection.execute(
            "CREATE TEMP TABLE person (email text CONSTRAINT person_key PRIMARY KEY, age int CHECK (age > 0))")
        let canary = "canary-81c2@example.org"
        try await connection.execute("INSERT INTO person VALUES (\(canary), 1)")
        let double = await postgresError { try await connection.execute("INSERT INTO person VALUES (\(canary), 2)") }
        #expect(double?.sqlState == .uniqueViolation)
        #expect(double?.constraint == "person_key" && double?.table == "person" && double?.severity == .error)
        let check = await postgresError {
            try await connection.execute("INSERT INTO person VALUES (\(canary + "x"), 0)")
        }
        #expect(check?.sqlState == .checkViolation)
        let null = await postgresError { try await connection.execute("INSERT INTO person VALUES (NULL, 424242)") }
        #expect(null?.column == "email")
        for error in [double, check, null] {
            var dumped = ""
            dump(error, to: &dumped)
            #expect(!dumped.contains("canary") && !"\(error as Any)".contains("canary"))
            #expect(!dumped.contains("424242"))
        }
    }

    @Test(
        "Input that the server repeats in its message is cut out",
        arguments: [
            ("'canary'::text::integer", "22P02"), ("('canary'::text)::date", "22007"),
            ("'{canary'::text::int[]", "22P02"), ("to_date('canary', 'YYYY')", "22007"),
            ("make_date(424242, 13, 42)", "22008"), ("('424242424242'::text)::int", "22003"),
            ("'{\"canary\": }'::text::jsonb", "22P02"), ("'canary'::text::boolean", "22P02"),
        ])
    func repeated(expression: String, state: String) async throws {
        let connection = try await connect()
        let error = try #require(
            await postgresError { try await connection.execute("SELECT \(dangerouslyUnescaped: expression)") })
        #expect(error.sqlState?.rawValue == state)
        #expect(!error.description.contains("canary") && !error.description.contains("4242"), "\(error)")
        #expect(error.message.count > 8)
    }

    @Test("A syntax error tells its position, an unknown column its hint")
    func position() async throws {
        let connection = try await connect()
        let syntax = await postgresError { try await connection.execute("SELECT 1 FORM t") }
        #expect(syntax?.sqlState == .syntaxError)
        #expect(syntax?.position == 15)
        let hint = await postgresError {
            try await connection.execute("SELECT nome FROM (VALUES (1)) AS t(name)")
        }
        #expect(hint?.mend.contains("name") == true)
    }

    @Test("A statement that fails leaves the connection usable, a transaction failed until it is rolled back")
    func failedStatement() async throws {
        let connection = try await connect()
        _ = await postgresError { try await connection.execute("SELECT 1/0") }
        try await connection.execute("BEGIN")
        _ = await postgresError { try await connection.execute("SELECT 1/0") }
        let second = await postgresError { try await connection.execute("SELECT 1") }
        #expect(second?.sqlState == .failedTransaction)
        try await connection.execute("ROLLBACK")
        #expect(try await connection.execute("SELECT 1") == 1)
    }

    @Test("A script runs whole or not at all, and names its error")
    func script() async throws {
        let connection = try await connect()
        try await connection.executeScript(
            dangerouslyRaw: "CREATE TEMP TABLE s (n int); INSERT INTO s VALUES (1), (2);")
        let error = await postgresError {
            try await connection.executeScript(dangerouslyRaw: "DELETE FROM s; SELECT 1/0; SELECT 2")
        }
        #expect(error?.sqlState?.rawValue == "22012")
        #expect(try await connection.execute("SELECT * FROM s") == 2)
    }

    @Test("COPY in the wrong call is an error that says so, and the connection goes on")
    func misplacedCopy() async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE c (n bigint)")
        let calls: [@Sendable () async throws -> Void] = [
            { try await connection.execute("COPY c FROM STDIN") },
            { try await connection.execute("COPY (SELECT generate_series(1, 100000)) TO STDOUT") },
            { try await connection.executeScript(dangerouslyRaw: "COPY c FROM STDIN; SELECT 1") },
            { _ = try await connection.copyIn("COPY c TO STDOUT (FORMAT binary)") { _ in } },
            { _ = try await connection.copyIn("COPY c FROM STDIN") { _ in } },
            { _ = try await connection.copyOut("COPY c TO STDOUT", into: 0) { _, _ in } },
            { _ = try await connection.copyOut("COPY c FROM STDIN (FORMAT binary)", into: 0) { _, _ in } },
            { _ = try await connection.copyOut("SELECT 1", into: 0) { _, _ in } },
        ]
        for call in calls {
            let error = await postgresError { try await call() }
            #expect(error?.code == .misuse)
            #expect(try await connection.execute("SELECT 1") == 1)
        }
    }

    @Test("An error names its code and place once, and has a mend whatever its code")
    func shape() {
        var double = PostgresError(.sqlState(.uniqueViolation), "duplicate key")
        double.table = "team"
        double.constraint = "team_pkey"
        #expect(double.place == "PostgreSQL 23505, table team, constraint team_pkey")
        #expect(double.message == "duplicate key" && double.mend.contains("23505"))
        let lost = PostgresError(.connectionLost, "the server went away")
        #expect(lost.place == nil && lost.message == "connection lost: the server went away" && !lost.mend.isEmpty)
    }

    @Test("What may be tried again says so")
    func retryable() {
        #expect(PostgresError(.sqlState(.serializationFailure), "").isRetryable)
        #expect(PostgresError(.sqlState(.deadlockDetected), "").isRetryable)
        #expect(PostgresError(.connectionLost, "").isRetryable)
        #expect(!PostgresError(.commitUncertain, "").isRetryable)
        #expect(!PostgresError(.sqlState(.uniqueViolation), "").isRetryable)
    }
}
