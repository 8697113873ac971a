#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// PostgreSQL's server programs of one major version.
struct ServerPrograms: Sendable {
    let folder: String
    /// Such as "15"; a cluster can be run by the programs of its own major version only.
    let majorVersion: String

    static let needed = ["postgres", "initdb", "pg_ctl"]

    /// Looks in `folder`, or, if that is nil, along PATH and then where Debian's packages put them, newest first.
    ///
    /// - Parameter majorVersion: that of the cluster; `nil` if there is none yet.
    static func find(
        folder: String?, majorVersion: String?, clusterPath: String, runner: ProgramRunner
    ) async throws -> ServerPrograms {
        let candidates = (folder.map { [$0] } ?? runner.searchPath + debianFolders())
            .filter { folder in needed.allSatisfy { access(folder + "/" + $0, X_OK) == 0 } }
        var others: [String] = []
        for candidate in candidates {
            let version = try await self.majorVersion(ofFolder: candidate, runner: runner)
            if majorVersion == nil || version == majorVersion {
                return ServerPrograms(folder: candidate, majorVersion: version)
            }
            others.append(version)
        }
        guard let majorVersion, let other = others.first else {
            let package = majorVersion.map { "postgresql-\($0)" } ?? "postgresql"
            throw ServerError(
                .programsMissing,
                "PostgreSQL's server programs (\(needed.joined(separator: ", "))) are not "
                    + (folder.map { "in \($0)." } ?? "on PATH and not in /usr/lib/postgresql."),
                mend: "Install the package \(package): sudo apt-get install \(package)"
            )
        }
        throw ServerError(
            .otherVersion,
            "The data in \(clusterPath) were made by PostgreSQL \(majorVersion); the programs here are of \(other).",
            mend: "Install PostgreSQL \(majorVersion) beside it (sudo apt-get install postgresql-\(majorVersion)), "
                + "upgrade the data with pg_upgrade, or begin anew with another --data-dir."
        )
    }

    private static func debianFolders() -> [String] {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap(Int.init).sorted(by: >).map { "\(root)/\($0)/bin" }
    }

    /// From the output of `postgres --version`: "postgres (PostgreSQL) 15.18 (Debian …)".
    private static func majorVersion(ofFolder folder: String, runner: ProgramRunner) async throws -> String {
        let run = try await runner.run(folder + "/postgres", ["--version"], output: .string(limit: outputLimit))
        let version = run.standardOutput.split(separator: " ").dropFirst(2).first?.prefix { $0.isNumber } ?? ""
        guard run.terminationStatus.isSuccess, !version.isEmpty else {
            throw ServerError(
                .programsMissing,
                "\(folder)/postgres --version does not print a version of PostgreSQL.",
                mend: "Install the package postgresql anew: sudo apt-get install --reinstall postgresql"
            )
        }
        return String(version)
    }
}

/// Far more than these programs print; a runaway is ended there.
private let outputLimit = 1 << 20

/// Runs a program to its end, as the caller or as the server's account.
struct ProgramRunner: Sendable {
    /// The caller's; the programs get its PATH and nothing else, so that no `PG*` setting reaches them.
    let environment: [String: String]

    /// The absolute folders of PATH.
    var searchPath: [String] {
        (environment["PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    }

    /// - Returns: the end of the program, whether success or not, with what it wrote to its standard error.
    /// - Throws: `ServerError` if it can't be run.
    func run<Output: OutputProtocol>(
        _ program: String,
        _ arguments: [String],
        as account: ServerAccount? = nil,
        input: String = "",
        output: Output
    ) async throws -> ExecutionResult<Void, Output, StringOutput<UTF8>> {
        let words = try become(account) + [program] + arguments
        var options = PlatformOptions()
        // A session of its own: Ctrl-C on a terminal is for the command, which then ends its children in order.
        options.createSession = true
        do {
            return try await Subprocess.run(
                .path(FilePath(words[0])),
                arguments: Arguments(Array(words.dropFirst())),
                // Messages in one language and character set, and the time zone known without a search.
                environment: .custom([
                    "PATH": environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC",
                ]),
                // The account may not be allowed to enter the folder that the caller stands in.
                workingDirectory: "/",
                platformOptions: options,
                input: .string(input),
                output: output,
                error: .string(limit: outputLimit)
            )
        } catch let error as SubprocessError {
            throw ServerError(
                .programsMissing,
                "Cannot run \(program): \(error)",
                mend: "Check that \(account?.identity?.name ?? "you") may run it: ls -l \(program)"
            )
        }
    }

    /// What to put before a program's name so that root runs it as the account.
    ///
    /// The options of Subprocess for this call `setgroups` and `setuid` between clone and exec, where glibc waits for
    /// ever if another thread was just starting at the clone (seen with swift-subprocess 1.0.2).
    private func become(_ account: ServerAccount?) throws -> [String] {
        guard let account, let identity = account.identity else { return [] }
        guard let setpriv = (searchPath + ["/usr/bin"]).map({ $0 + "/setpriv" }).first(where: { access($0, X_OK) == 0 })
        else {
            throw ServerError(
                .programsMissing,
                "setpriv, with which root runs the server as \(identity.name), is not on PATH.",
                mend: "Install the package util-linux: sudo apt-get install util-linux"
            )
        }
        return [setpriv, "--reuid", "\(account.userID)", "--regid", "\(identity.groupID)", "--init-groups", "--"]
    }

    /// Refuses paths that the account can't reach because a folder above can't be entered.
    ///
    /// The shell of the account itself is asked, so that access lists and the like count.
    func checkReach(of paths: [String], as account: ServerAccount, kind: ServerError.Kind, mend: String) async throws {
        guard let identity = account.identity else { return }
        var folders: [String] = []
        for path in paths {
            var folder = ""
            for component in path.split(separator: "/") {
                folder += "/" + component
                if !folders.contains(folder) { folders.append(folder) }
            }
        }
        let script = #"for folder; do [ -x "$folder" ] || { printf %s "$folder"; exit 1; }; done"#
        let shell = try await run(
            "/bin/sh", ["-c", script, "sh"] + folders, as: account, output: .string(limit: outputLimit))
        guard shell.terminationStatus.isSuccess else {
            let folder = shell.standardOutput
            throw ServerError(
                kind,
                "The server runs as the user \(identity.name), who may not enter \(folder).",
                mend: "chmod o+x \(folder), or \(mend)"
            )
        }
    }
}
