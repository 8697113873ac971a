import Foundation
import TestSupport
import Testing

extension CommandTests {
    @Suite struct PruneTests {
        /// Twelve requests a month from 2023 to March 2026; in 2023 and 2024 one asks who is never named again.
        private static let requests: String = {
            let rows = (0..<39).flatMap { month -> [String] in
                (0..<12).map { number in
                    let asker = number == 0 && month < 24 ? "gone" : "p\(number)"
                    let day = "\(2023 + month / 12)-\(String(format: "%02d", month % 12 + 1))"
                    return "r\(month)-\(number),\(asker),p\((number + 5) % 12),\(day)-05T10:00:00Z,"
                        + "\(day)-05T1\(number % 9 + 1):00:00Z,\(day)-06T10:00:00Z\n"
                }
            }
            return "request_id,requester_id,helper_id,opened_at,first_response_at,resolved_at\n" + rows.joined()
        }()

        @Test("What is old is deleted and what was released of it stays, also when all is loaded and computed again")
        func prune() async throws {
            let user = try SharedServer.user()
            let common = ["--organization", "pruned", "--now", "2026-04-10T08:00:00Z"]
            @discardableResult func must(_ arguments: String...) async throws -> String {
                let outcome = try await user.start(arguments + common).outcome()
                #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
                return outcome.errors
            }
            try user.write("requests.csv", Self.requests)
            try await must("ingest", "--dataset", "help_requests", "requests.csv")
            #expect(try await must("organization", "prune").contains("All is kept for good"))
            try await must("organization", "set", "keep_months_help_requests=12")
            let early = try await user.start(["organization", "prune"] + common).outcome()
            #expect(early.code == 75 && early.errors.contains("Run \"mutuality compute\" first"), "\(early.errors)")
            try await must("compute")
            try await must("export", "--format", "csv", "--out", "before.csv")
            #expect(try user.read("before.csv").contains("month,2023-06-01,"))

            let pruned = try await must("organization", "prune")
            #expect(
                pruned.hasPrefix(
                    """
                    Deleted 288 of help_requests, 1 id of people whom no record names any more. \
                    Figures of periods that begin before 2026-01-01 are fixed.
                    """), "\(pruned)")
            try user.write("again.csv", Self.requests + "\n")
            let again = try await must("ingest", "--dataset", "help_requests", "again.csv")
            #expect(again.contains("468 rows read, 0 new, 0 changed, 468 known already"), "\(again)")
            try await must("organization", "set", "response_target_minutes=60")
            try await must("compute", "--full")
            try await must("export", "--format", "csv", "--out", "after.csv")
            // Another target is for periods that are still computed.
            func rows(_ file: String) throws -> [String] {
                try user.read(file).split(whereSeparator: \.isNewline).map(String.init).filter {
                    !$0.contains(",response_target_met,") || !$0.contains(",2026-")
                }
            }
            #expect(try rows("after.csv") == rows("before.csv"))
            #expect(try await must("organization", "prune").hasPrefix("Nothing to delete."))
        }

        @Test(
            "What the settings of retention cannot be is refused with what they can be",
            arguments: [
                ("keep_months_leave=two", "must be a whole number of months, from 0 to 1200, or forever"),
                ("keep_months_leave=-1", "from 0 to 1200"), ("keep_months_people=12", "there is no setting"),
                ("fixed_before=2020-01-01", "\"mutuality organization prune\" raises it"),
            ])
        func refusals(assignment: String, words: String) async throws {
            let user = try SharedServer.user()
            let outcome = try await user.start(["organization", "set", assignment]).outcome()
            #expect(outcome.code == 64 && outcome.errors.lowercased().contains(words.lowercased()), "\(outcome.errors)")
        }
    }
}
