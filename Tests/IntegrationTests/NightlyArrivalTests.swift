import Foundation
import Testing

extension CommandTests {
    /// What others put into an inbox, and how a night guards against it.
    @Suite struct NightlyArrivalTests {
        @Test("A file that somebody still writes to stays, is named, and the others are loaded: 75")
        func beingWritten() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "being written"])
            try user.makeFolder("inbox")
            try user.write("inbox/teams.csv", "team_id,department_id\nplatform,engineering\n")
            try user.write("inbox/people.csv", "person_id,joined_on\n")
            // A process of its own, which tests that are busy keep from nothing.
            let writer = try user.start(
                command: ["/bin/sh", "-c", "while :; do echo p,2026-01-01 >>inbox/people.csv; sleep 0.2; done"])
            let night = try user.start(["nightly", "--settle", "4", "--inbox", "inbox", "--out", "figures", "--json"])
            let outcome = try await night.outcome()
            writer.send(SIGKILL)
            #expect(outcome.code == 75, "\(outcome.errors)")
            #expect(outcome.errors.contains("inbox/people.csv: This file is still being written."))
            let report = try outcome.json(NightJSON.self)
            #expect(report.files.map(\.exitCode) == [0, 75] && report.stages.map(\.exitCode) == [75, 0, 0, 0])
            #expect(try user.loaded() == ["teams.csv"] && user.exists("inbox/people.csv"))
            _ = try await writer.outcome()
            #expect(try await user.run("nightly", "--settle", "1", "--inbox", "inbox", "--out", "figures").code == 0)
            #expect(try user.loaded() == ["people.csv", "teams.csv"])

            // What comes later than the file was moved away is told until somebody sees to it.
            let late = try FileHandle(forWritingTo: user.path("inbox/done/people.csv"))
            try late.seekToEnd()
            try late.write(contentsOf: Data("late,2026-01-01\n".utf8))
            for _ in 1...2 {
                let told = try await user.run("nightly", "--inbox", "inbox", "--out", "figures", "--quiet")
                #expect(told.code == 0 && told.errors.contains("inbox/done/people.csv: The file has grown since"))
            }
            try FileManager.default.moveItem(at: user.path("inbox/done/people.csv"), to: user.path("inbox/people.csv"))
            let last = try await user.run("nightly", "--inbox", "inbox", "--out", "figures", "--quiet")
            #expect(last.code == 0 && last.isSilent, "\(last.errors)")
        }

        @Test(
            "A link in the inbox is not followed, an inbox that everybody can write to is told; nothing of either is quoted"
        )
        func strangers() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "links in the inbox"])
            try user.makeFolder("inbox")
            try FileManager.default.createSymbolicLink(
                at: user.path("inbox/people-x.csv"), withDestinationURL: URL(filePath: "/etc/passwd"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o777], ofItemAtPath: user.path("inbox").path())
            let night = try await user.run("nightly", "--inbox", "inbox", "--out", "figures")
            #expect(night.code == 66, "\(night.errors)")
            #expect(night.errors.contains("mutuality: inbox/people-x.csv: This is not a regular file"))
            #expect(night.errors.contains("mutuality: inbox: Everybody on this machine can put files here"))
            #expect(!night.errors.contains("root"))
            let folders = try ["done", "rejected"].map { name in
                try FileManager.default.attributesOfItem(atPath: user.path("inbox/\(name)").path())[.posixPermissions]
                    as? Int
            }
            #expect(folders == [0o700, 0o700])
        }
    }
}
