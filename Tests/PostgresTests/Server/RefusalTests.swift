#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Foundation
@testable import Postgres
import Testing

extension EmbeddedServerTests {
    @Suite struct Refusals {
        @Test("Without the server's programs the error names the package")
        func programsMissing() async throws {
            try await ServerSite.with(database: false) { site in
                let error = try await ServerError.from {
                    try await site.server(programFolder: site.temporary).use { _ in }
                }
                #expect(error.kind == .programsMissing)
                #expect(error.mend == "Install the package postgresql: sudo apt-get install postgresql")
            }
        }

        @Test("Without the server's account root is told how to make it")
        func accountMissing() throws {
            let error = try #require(
                #expect(throws: ServerError.self) { try ServerAccount(callerID: 0, nameForRoot: "nobody-of-that-name") }
            )
            #expect(error.kind == .accountMissing)
            #expect(error.mend.contains("adduser --system --group nobody-of-that-name"))
        }

        @Test("A socket's path over 107 bytes is refused, and TMPDIR named as the mend")
        func longSocketPath() async throws {
            try await ServerSite.with { site in
                let long = site.temporary + "/" + String(repeating: "x", count: 100)
                let error = try await ServerError.from { try await site.server(temporary: long).use { _ in } }
                #expect(error.kind == .socketDirectory)
                #expect(error.mend.contains("TMPDIR"))
                // libpq takes a comma for the end of a host.
                let comma = try await ServerError.from { try await site.server(temporary: "/tmp/a,b").use { _ in } }
                #expect(comma.kind == .socketDirectory)
            }
        }

        @Test("A socket's path of 107 bytes works, and odd characters in it too")
        func oddSocketPath() async throws {
            try await ServerSite.with { site in
                let user = try ServerAccount(callerID: geteuid(), nameForRoot: "postgres").userID
                let odd = site.temporary + "/it's a \"\\ folder é"
                let end = "/mutuality-01234567-\(user)/.s.PGSQL.5432"
                let path = odd + String(repeating: "x", count: 107 - odd.utf8.count - end.utf8.count)
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o1777])
                try await site.server(temporary: path).use { conninfo in
                    try await expectAnswer(conninfo)
                }
                let longer = path + "x"
                try FileManager.default.createDirectory(
                    atPath: longer, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o1777])
                let error = try await ServerError.from { try await site.server(temporary: longer).use { _ in } }
                #expect(error.kind == .socketDirectory)
            }
        }

        @Test("A folder above the data that the server's account can't enter is named; a normal user's is fine")
        func closedAncestor() async throws {
            try await ServerSite.with { site in
                chmod(site.root, 0o700)
                guard geteuid() == 0 else {
                    try await site.server().use { try await expectAnswer($0) }
                    return
                }
                let data = try await ServerError.from { try await site.server(temporary: "/tmp").use { _ in } }
                #expect(data.kind == .dataDirectory)
                #expect(data.message.hasSuffix("may not enter \(site.root)."))
                #expect(data.mend.hasPrefix("chmod o+x \(site.root),"))
                chmod(site.root, 0o755)
                chmod(site.temporary, 0o700)
                let socket = try await ServerError.from { try await site.server().use { _ in } }
                #expect(socket.kind == .socketDirectory)
                #expect(socket.message.hasSuffix("may not enter \(site.temporary)."))
                #expect(socket.mend.contains("TMPDIR"))
            }
        }

        @Test("Data of another major version are left alone, and pg_upgrade is named")
        func otherVersion() async throws {
            try await ServerSite.with { site in
                let path = site.cluster + "/PG_VERSION"
                let own = try #require(contentsOfFile(path)).filter(\.isNumber)
                try "9\n".write(toFile: path, atomically: false, encoding: .utf8)
                let error = try await ServerError.from { try await site.server().use { _ in } }
                #expect(error.kind == .otherVersion)
                #expect(error.message.contains("were made by PostgreSQL 9; the programs here are of \(own)"))
                #expect(error.mend.contains("pg_upgrade"))
                #expect(try site.server().status() == .stopped(version: "9"))
            }
        }

        @Test("A server that doesn't start shows the end of its log")
        func brokenSettings() async throws {
            try await ServerSite.with { site in
                let path = site.cluster + "/postgresql.conf"
                let whole = try #require(contentsOfFile(path))
                try (whole + "\nnonsense = = 1\n").write(toFile: path, atomically: false, encoding: .utf8)
                let error = try await ServerError.from { try await site.server().use { _ in } }
                #expect(error.kind == .startFailed)
                #expect(error.message.contains("syntax error in file \"\(path)\""))
                #expect(error.mend.contains(site.log))
                #expect(try site.socketFolders.isEmpty)
                try whole.write(toFile: path, atomically: false, encoding: .utf8)
                try await site.server().use { try await expectAnswer($0) }
            }
        }

        @Test("A file where the data directory or the cluster should be is called a file")
        func files() async throws {
            try await ServerSite.with(database: false) { site in
                try "".write(toFile: site.cluster, atomically: false, encoding: .utf8)
                let cluster = try await ServerError.from { try await site.server().use { _ in } }
                #expect(cluster.kind == .dataDirectory)
                #expect(cluster.message == "\(site.cluster) is a file, not a folder.")
                try FileManager.default.removeItem(atPath: site.data)
                try "".write(toFile: site.data, atomically: false, encoding: .utf8)
                let data = try await ServerError.from { try await site.server().use { _ in } }
                #expect(data.kind == .dataDirectory)
                #expect(data.message == "\(site.data) is a file, not a folder.")
                #expect(try site.server().status() == .unusable(data))
                try FileManager.default.removeItem(atPath: site.data)
                try FileManager.default.createDirectory(atPath: site.data, withIntermediateDirectories: false)
            }
        }

        @Test("Something else in the cluster's place is left alone")
        func somethingElse() async throws {
            try await ServerSite.with(database: false) { site in
                try FileManager.default.createDirectory(atPath: site.cluster, withIntermediateDirectories: false)
                let account = try ServerAccount(callerID: geteuid(), nameForRoot: "postgres")
                chown(site.cluster, account.userID, .max)
                try "".write(toFile: site.cluster + "/diary", atomically: false, encoding: .utf8)
                let error = try await ServerError.from { try await site.server().use { _ in } }
                #expect(error.kind == .dataDirectory)
                #expect(error.message.contains("isn't a PostgreSQL cluster"))
                #expect(FileManager.default.fileExists(atPath: site.cluster + "/diary"))
            }
        }

        @Test("A data directory of somebody else, or one that others may write to, is refused")
        func foreignDirectory() async throws {
            try await ServerSite.with { site in
                chmod(site.data, 0o777)
                let open = try await ServerError.from { try await site.server().use { _ in } }
                #expect(open.kind == .dataDirectory)
                #expect(open.mend.contains("chmod go-w \(site.data)"))
                chmod(site.data, 0o755)
                let foreign = try #require(
                    #expect(throws: ServerError.self) {
                        try DataDirectory.existing(site.data, userID: geteuid() + 1)
                    })
                #expect(foreign.kind == .dataDirectory)
                #expect(foreign.message.contains("belongs to \(ServerAccount.name(of: geteuid()))"))
            }
        }

        @Test("A read-only data directory is an error that says so")
        func readOnly() async throws {
            try await ServerSite.with { site in
                chmod(site.data, 0o500)
                chown(site.data, geteuid() == 0 ? 65_534 : geteuid(), .max)
                await #expect(processExitsWith: .success) { [root = site.root as String] in
                    becomeNobody()
                    let site = ServerSite(root: root)
                    let error = try await ServerError.from { try await site.server().use { _ in } }
                    #expect(error.kind == .dataDirectory)
                    #expect(error.message == "Cannot open \(site.useLock): Permission denied.")
                    #expect(error.mend.contains("--data-dir"))
                }
                chown(site.data, geteuid(), .max)
                chmod(site.data, 0o755)
            }
        }

        @Test("A full disk while the database is made is called by its name, and nothing is left on it")
        func fullDisk() async throws {
            try await ServerSite.with(database: false) { site in
                // Root may mount a disk of 10 MB, unless in a container; others, too, can limit the size of a file.
                let isMounted =
                    (try? await command("mount", "-t", "tmpfs", "-o", "size=10m,mode=755", "tmpfs", site.data)) != nil
                await #expect(processExitsWith: .success) {
                    [root = site.root as String, isMounted = isMounted as Bool] in
                    if !isMounted {
                        var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
                        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                    }
                    let site = ServerSite(root: root)
                    let error = try await ServerError.from { try await site.server().use { _ in } }
                    #expect(error.kind == .diskFull)
                    #expect(error.mend.contains("Free at least"))
                    let left = try FileManager.default.contentsOfDirectory(atPath: site.data).sorted()
                    #expect(left == ["in-use.lock", "start.lock"])
                }
                if isMounted { try await command("umount", site.data) }
            }
        }

        @Test("A socket folder that was there before is taken only if it is the server's alone")
        func socketFolder() async throws {
            try await ServerSite.with { site in
                try await site.server().use { _ in }
                let user = try ServerAccount(callerID: geteuid(), nameForRoot: "postgres")
                let directory = DataDirectory(path: site.data)
                let folder = try SocketDirectory(
                    for: directory, serverUserID: user.userID, environment: ["TMPDIR": site.temporary + "/"])
                #expect(folder.path.hasPrefix(site.temporary + "/mutuality-"))

                mkdir(folder.path, 0o755)
                chown(folder.path, user.userID, .max)
                #expect(try await ServerError.from { try await site.server().use { _ in } }.kind == .socketDirectory)
                rmdir(folder.path)

                mkdir(site.root + "/elsewhere", 0o700)
                chown(site.root + "/elsewhere", user.userID, .max)
                symlink(site.root + "/elsewhere", folder.path)
                #expect(try await ServerError.from { try await site.server().use { _ in } }.kind == .socketDirectory)
                unlink(folder.path)

                if geteuid() == 0 {
                    mkdir(folder.path, 0o700)
                    chown(folder.path, user.userID + 1, .max)
                    let error = try await ServerError.from { try await site.server().use { _ in } }
                    #expect(error.kind == .socketDirectory)
                    #expect(error.message.contains("must be a folder of postgres alone (0700)"))
                    rmdir(folder.path)
                }
                try await site.server().use { try await expectAnswer($0) }
            }
        }
    }
}
