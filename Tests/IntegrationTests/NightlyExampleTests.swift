import Foundation
import Testing

extension CommandTests {
    /// The files in docs/examples/nightly do what they say.
    @Suite struct NightlyExampleTests {
        private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/examples/nightly").standardized

        private func text(_ name: String) throws -> String {
            try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        }

        /// The values of a key in a unit file, whose lines are comments, sections or `Key=value`.
        private func values(of key: String, in unit: String) -> [String] {
            unit.split(separator: "\n").filter { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
        }

        @Test("The service tries again after 69 and 75, and after no other code of docs/exit-codes.md")
        func restarts() throws {
            let page = try String(
                contentsOf: Self.folder.appending(path: "../../exit-codes.md").standardized, encoding: .utf8)
            let codes = page.matches(of: /(?m)^\| (\d+) \|/).compactMap { Int($0.1) }.filter { $0 != 0 }
            let prevented = try #require(values(of: "RestartPreventExitStatus", in: text("mutuality.service")).first)
                .split(separator: " ").compactMap { Int($0) }
            #expect(Set(codes).subtracting(prevented) == [69, 75])
            #expect(try values(of: "Restart", in: text("mutuality.service")) == ["on-failure"])
            #expect(try values(of: "Type", in: text("mutuality.service")) == ["oneshot"])
            #expect(try values(of: "Persistent", in: text("mutuality.timer")) == ["true"])
        }

        @Test("systemd has nothing against service and timer; without systemd, their lines have the right form")
        func units() async throws {
            let user = try User()
            let names = ["mutuality.service", "mutuality.timer"]
            for name in names {
                let unit = try text(name)
                let form = /#.*|\[(Unit|Service|Timer|Install)\]|[A-Z][A-Za-z]+=.*/
                for line in unit.split(separator: "\n") { #expect(line.wholeMatch(of: form) != nil, "\(line)") }
                // systemd looks whether the program is there.
                try user.write(name, unit.replacing("/usr/local/bin/mutuality", with: try Program.path()))
            }
            let analyze = "/usr/bin/systemd-analyze"
            guard FileManager.default.isExecutableFile(atPath: analyze) else { return }
            let verified = try await Running(
                [analyze, "verify"] + names.map { user.path($0).path() }, environment: [:], folder: user.folder,
                log: user.folder.appending(path: "logs/verify"), input: nil
            ).outcome()
            #expect(verified.code == 0 && verified.isSilent, "\(verified.errors)")
        }
    }
}
