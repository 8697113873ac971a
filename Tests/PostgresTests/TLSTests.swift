import Foundation
import Postgres
import TestSupport
import Testing

@Suite("TLS by the conninfo's sslmode")
struct TLSTests {
    @Test("Statements and large copies pass through TLS; a refused certificate or plain connection is an error")
    func tls() async throws {
        let port = try freePort()
        let server = try await ScratchServer.start(tlsPort: port)
        let base = "host=127.0.0.1 port=\(port) user=postgres dbname=postgres"
        let connection = try await connect("\(base) sslmode=require")
        let encrypted = try await connection.queryOne("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") {
            try $0.decode(Bool.self, at: 0)
        }
        #expect(encrypted)
        try await connection.execute("CREATE TEMP TABLE c (n bigint, note text)")
        let note = String(repeating: "x", count: 300)
        try await connection.copyIn("COPY c FROM STDIN (FORMAT binary)") { writer in
            for n in 0..<Int64(20_000) {
                try writer.row(columns: 2) {
                    $0.append(n)
                    $0.appendText(note)
                }
            }
        }
        let sum = try await connection.copyOut("COPY c TO STDOUT (FORMAT binary)", into: 0 as Int64) { sum, row in
            sum += try row.nextInt64() ?? 0
            try row.withNextBytes { _ in }
        }
        #expect(sum == 199_990_000)
        let late = await postgresError {
            try await connection.execute("SELECT pg_sleep(60)", deadline: .milliseconds(50))
        }
        #expect(late?.code == .deadlineExceeded)
        #expect(try await connection.execute("SELECT 1") == 1)
        let unverified = await postgresError {
            try await connect("\(base) sslmode=verify-full sslrootcert=\(server.directory)/none.crt")
        }
        #expect(unverified?.code == .connectionRefused)
        let plain = await postgresError { try await connect("\(base) sslmode=disable") }
        #expect(plain?.sqlState == .invalidAuthorization)
        server.stop()
    }

    private func freePort() throws -> UInt16 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 ? getsockname(listener, address, &size) : -1
            }
        }
        guard result == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        return UInt16(bigEndian: address.sin_port)
    }
}
