import Postgres
import Testing

@Suite("Transactions")
struct TransactionTests {
    private struct Stop: Error {}

    private func counted(_ connection: Connection) async throws -> Int {
        try await connection.queryOne("SELECT count(*) FROM t") { try $0.decode(Int.self, at: 0) }
    }

    private func connectionWithTable() async throws -> Connection {
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE t (n integer PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)")
        return connection
    }

    @Test("What returns is stored, what throws is not")
    func outcome() async throws {
        let connection = try await connectionWithTable()
        let value = try await connection.transaction { connection in
            try await connection.execute("INSERT INTO t VALUES (1)")
            return "done"
        }
        #expect(value == "done")
        await #expect(throws: Stop.self) {
            try await connection.transaction { connection in
                try await connection.execute("INSERT INTO t VALUES (2)")
                throw Stop()
            }
        }
        #expect(try await counted(connection) == 1)
    }

    @Test("A savepoint is undone alone, and a nested transaction is one")
    func savepoints() async throws {
        let connection = try await connectionWithTable()
        try await connection.transaction { connection in
            try await connection.execute("INSERT INTO t VALUES (1)")
            _ = await postgresError {
                try await connection.savepoint { connection in
                    try await connection.execute("INSERT INTO t VALUES (2)")
                    try await connection.execute("SELECT 1/0")
                }
            }
            try? await connection.transaction { connection in
                try await connection.execute("INSERT INTO t VALUES (3)")
                try await connection.savepoint { try await $0.execute("INSERT INTO t VALUES (4)") }
                throw Stop()
            }
            try await connection.transaction { try await $0.execute("INSERT INTO t VALUES (5)") }
        }
        let stored = try await connection.query("SELECT n FROM t ORDER BY n") { try $0.decode(Int.self, at: 0) }
        #expect(stored == [1, 5])
        let outside = await postgresError { try await connection.savepoint { _ in } }
        #expect(outside?.code == .misuse)
    }

    @Test("Isolation and read-only are the server's, and more isolation within less is refused")
    func modes() async throws {
        let connection = try await connectionWithTable()
        let level = try await connection.transaction(.serializable, readOnly: true) { connection in
            try await connection.queryOne(
                "SELECT current_setting('transaction_isolation') || ' ' || current_setting('transaction_read_only')"
            ) { try $0.decode(String.self, at: 0) }
        }
        #expect(level == "serializable on")
        let write = await postgresError {
            try await connection.transaction(readOnly: true) { try await $0.execute("CREATE TABLE u ()") }
        }
        #expect(write?.sqlState?.rawValue == "25006")
        let nested = await postgresError {
            try await connection.transaction { try await $0.transaction(.repeatableRead) { _ in } }
        }
        #expect(nested?.code == .misuse)
        let nestedWrite = await postgresError {
            try await connection.transaction { connection in
                try await connection.transaction(readOnly: true) { try await $0.execute("CREATE TABLE u ()") }
            }
        }
        #expect(nestedWrite?.sqlState?.rawValue == "25006")
    }

    @Test("An error at COMMIT and a COMMIT that became a ROLLBACK are errors, and nothing is stored")
    func failedCommit() async throws {
        let connection = try await connectionWithTable()
        let deferred = await postgresError {
            try await connection.transaction { try await $0.execute("INSERT INTO t VALUES (1), (1)") }
        }
        #expect(deferred?.sqlState == .uniqueViolation)
        let swallowed = await postgresError {
            try await connection.transaction { connection in
                try await connection.execute("INSERT INTO t VALUES (1)")
                _ = try? await connection.execute("SELECT 1/0")
            }
        }
        #expect(swallowed?.code == .commitRolledBack)
        #expect(try await counted(connection) == 0)
    }

    @Test("A cancelled task's transaction is rolled back, and the connection goes on")
    func cancelled() async throws {
        let connection = try await connectionWithTable()
        let process = await connection.backendPID
        let task = Task {
            try await connection.transaction { connection in
                try await connection.execute("INSERT INTO t VALUES (1)")
                try await connection.execute("SELECT pg_sleep(600)")
            }
        }
        try await waitUntilAsleep(process)
        task.cancel()
        let error = await postgresError { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(try await counted(connection) == 0)
    }
}
