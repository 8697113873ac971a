import Foundation
@testable import Postgres
import Testing

extension EmbeddedServerTests {
    @Suite struct Places {
        @Test("The data are in /var/lib for root, else where the XDG specification has them")
        func standard() throws {
            #expect(try DataDirectory.standard(environment: ["HOME": "/root"], userID: 0) == "/var/lib/mutuality")
            let home = ["HOME": "/home/ada"]
            #expect(try DataDirectory.standard(environment: home, userID: 1) == "/home/ada/.local/share/mutuality")
            let absolute = home.merging(["XDG_DATA_HOME": "/data"]) { $1 }
            #expect(try DataDirectory.standard(environment: absolute, userID: 1) == "/data/mutuality")
            let relative = home.merging(["XDG_DATA_HOME": "data"]) { $1 }
            #expect(try DataDirectory.standard(environment: relative, userID: 1) == "/home/ada/.local/share/mutuality")
            #expect(throws: ServerError.self) { try DataDirectory.standard(environment: [:], userID: 1) }
        }

        @Test("A path that a shell would read otherwise is refused", arguments: ["a\"b", "a$b", "a`b", "a\\b", "a\nb"])
        func shellCharacters(name: String) async throws {
            try await ServerSite.with(database: false) { site in
                let server = try ServerSite(root: site.data).server(temporary: site.temporary)
                try FileManager.default.createDirectory(
                    atPath: site.data + "/" + name, withIntermediateDirectories: false)
                let error = try #require(
                    #expect(throws: ServerError.self) {
                        try DataDirectory.existing(site.data + "/" + name, userID: getuid())
                    })
                #expect(error.kind == .dataDirectory)
                #expect(server.status() == .absent)
            }
        }

        @Test("A data directory with spaces and other alphabets, made with its parents, holds a server")
        func oddDirectory() async throws {
            try await ServerSite.with(database: false) { site in
                let odd = ServerSite(root: site.data + "/it's ünder здесь")
                try await odd.server(temporary: site.temporary).use { conninfo in
                    try await expectAnswer(conninfo)
                }
            }
        }

        @Test("The log holds no statement and no detail of an error, and a long one is put aside at a start")
        func log() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.use { conninfo in
                    try await query(conninfo, "CREATE TABLE people (mail text UNIQUE)")
                    for _ in 0..<2 {
                        _ = try? await query(conninfo, "INSERT INTO people VALUES ('ada@example.org')")
                    }
                }
                let log = try #require(contentsOfFile(site.log))
                #expect(log.contains("duplicate key value violates unique constraint"))
                #expect(!log.contains("ada@"))
                try String(repeating: "long\n", count: 1 << 18).write(
                    toFile: site.log, atomically: false, encoding: .utf8)
                try await server.use { _ in }
                #expect(contentsOfFile(site.log + ".1")?.hasPrefix("long\n") == true)
                #expect(contentsOfFile(site.log)?.hasPrefix("long\n") == false)
            }
        }
    }
}
