import Foundation
import Testing

extension CommandTests {
    @Suite struct FreshnessTests {
        private struct Row: Decodable {
            let dataset: String
            let lastData: String?
            let lastSuccess: String
            let expectedBy: String?
            let late: Bool
        }

        /// A month after the records end.
        private static let april = "2026-04-05T08:00:00Z"
        private static let nextDay = "2026-04-06T08:00:00Z"
        private static let correction = "2026-04-08T08:00:00Z"

        @Test(
            """
            After the last load figures are marked stale, the next load takes the marks away, and no figure moves; after a \
            correction exports as known at either are byte for byte what they were
            """)
        func marks() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "stale"])
            try await user.simulate()
            try await user.ingestRecords(organization: "stale")
            try await user.must("compute", "--now", Self.april)

            func export(_ format: String, _ arguments: String...) async throws -> String {
                let command = ["export", "--format", format, "--out", "-"] + arguments
                let outcome = try await user.start(command).outcome()
                #expect(outcome.code == 0, "\(outcome.errors)")
                return outcome.output
            }
            let before = try await export("csv", "--now", Self.april)
            let beforeText = try await export("prometheus", "--now", Self.april)
            // Loaded on March 5: February is known, March is not. Teams make nothing stale.
            #expect(Self.stale(in: before, period: "month", from: "2026-02-01") == [""])
            let march = [
                ("time_to_resolve", "help_requests|people"), ("turnover_rate", "people"),
                ("satisfaction_score", "people"),
            ]
            for (kpi, marks) in march {
                #expect(Self.stale(in: before, kpi: kpi, period: "month", from: "2026-03-01") == [marks], "\(kpi)")
                #expect(Self.stale(in: before, kpi: kpi, period: "quarter", from: "2026-01-01") == [marks], "\(kpi)")
            }
            #expect(beforeText.contains(#"mutuality_kpi_stale{organization="stale",kpi="backlog",period="month"} 1"#))
            #expect(try await user.query(Self.staleRows) == Self.rows(of: before))

            // The same files again, a day later: nothing new, but somebody was there to say so.
            for dataset in ["teams", "people", "help_requests"] {
                try await user.must("ingest", "--dataset", dataset, "records/\(dataset).csv", "--now", Self.nextDay)
            }
            let computed = try await user.must("compute", "--now", Self.nextDay)
            #expect(computed.errors.contains("Nothing to release."))
            let after = try await export("csv", "--now", Self.nextDay)
            #expect(Self.withoutMarks(after) == Self.withoutMarks(before))
            #expect(Self.stale(in: after) == [""])
            let afterText = try await export("prometheus", "--now", Self.nextDay)
            #expect(afterText.contains(#"mutuality_kpi_stale{organization="stale",kpi="backlog",period="month"} 0"#))
            #expect(try await user.query(Self.staleRows) == Self.rows(of: after))

            try await user.must("organization", "set", "load_days_people=never", "--now", "2026-04-07T08:00:00Z")
            // And a correction that moves figures of many.
            let corrected = try user.read("records/help_requests.csv").replacing("informational", with: "emotional")
            try user.write("corrected.csv", corrected)
            try await user.must("ingest", "--dataset", "help_requests", "corrected.csv", "--now", Self.correction)
            try await user.must("compute", "--now", Self.correction)
            let moved = try await export("csv", "--now", Self.correction)
            #expect(Self.withoutMarks(moved) != Self.withoutMarks(after))
            #expect(try await export("prometheus", "--now", Self.correction) != afterText)
            #expect(try await export("csv", "--as-known-at", Self.april) == before)
            #expect(try await export("prometheus", "--as-known-at", Self.april) == beforeText)
            #expect(try await export("csv", "--as-known-at", Self.nextDay) == after)
            #expect(try await export("prometheus", "--as-known-at", Self.nextDay) == afterText)
        }

        private static let staleRows =
            "SELECT DISTINCT kpi, period, period_from, stale FROM kpi.figure WHERE organization = 'stale' "
            + "ORDER BY kpi, period, period_from, stale"

        /// KPI, period, its first day and the mark of each row, apart by |; none of these has a comma or quotes.
        private static func fields(_ csv: String) -> [[String]] {
            csv.split(separator: "\r\n").dropFirst().map { line in
                let all = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                return [all[1], all[8], all[9], all[22]]
            }
        }

        private static func rows(of csv: String) -> [String] {
            Set(fields(csv)).sorted { $0.lexicographicallyPrecedes($1) }.map { $0.joined(separator: "|") }
        }

        private static func stale(
            in csv: String, kpi: String? = nil, period: String? = nil, from: String? = nil
        ) -> Set<String> {
            Set(
                fields(csv).filter {
                    $0[0] == kpi ?? $0[0] && $0[1] == period ?? $0[1] && $0[2] == from ?? $0[2]
                }.map { $0[3] })
        }

        private static let staleColumn = 22

        private static func withoutMarks(_ csv: String) -> [[Substring]] {
            csv.split(separator: "\r\n").map { line in
                var fields = line.split(separator: ",", omittingEmptySubsequences: false)
                fields.remove(at: staleColumn)
                return fields
            }
        }

        @Test("organization freshness lists each dataset, and says of a late one since when it is and what to do")
        func command() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "late"])
            try user.write("people.csv", "person_id,joined_on\na,2026-01-05\n")
            try user.write("good.csv", Sample.file(Sample.good))
            try user.write("bad.csv", Sample.file("r2"))
            try await user.must("ingest", "--dataset", "people", "people.csv")
            try await user.must("ingest", "--dataset", "help_requests", "good.csv")
            let bad = try await user.run(
                "ingest", "--dataset", "help_requests", "bad.csv", "--now", "2026-03-06T08:00:00Z")
            #expect(bad.code == 65)

            func rows(_ now: String) async throws -> [Row] {
                try await user.must("organization", "freshness", "--json", "--now", now).json([Row].self)
            }
            let rows = try await rows("2026-03-08T08:00:01Z")
            #expect(rows.map(\.dataset) == ["help_requests", "people"])
            #expect(rows.map(\.lastData) == ["2026-01-06", "2026-01-01"])
            #expect(rows.map(\.lastSuccess) == [User.now, User.now])
            #expect(rows.map(\.expectedBy) == ["2026-03-08T08:00:00Z", "2026-04-09T08:00:00Z"])
            #expect(rows.map(\.late) == [true, false])

            let text = try await user.must("organization", "freshness", "--now", "2026-03-08T08:00:01Z")
            #expect(text.lines.contains { $0.hasPrefix("people ") && $0.contains(" 2026-01 ") })
            #expect(text.lines.filter { $0.contains(" late ") }.count == 1)
            #expect(text.output.contains("help_requests has been late since 2026-03-08T08:00:00Z. "))
            #expect(text.output.contains("load_days_help_requests=DAYS"))

            try await user.must("organization", "set", "load_days_help_requests=30")
            let text2 = try await user.must("organization", "freshness", "--now", "2026-03-08T08:00:01Z")
            #expect(!text2.output.contains("late"))
            let refused = try await user.run("organization", "set", "load_days_people=soon")
            #expect(refused.code == 64 && refused.errors.contains("never"))
        }

        @Test("A night says what is late, in its mail too, and is done all the same")
        func night() async throws {
            struct Night: Decodable { let freshness: [Row] }
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "late nights"])
            try await user.fillInbox(["teams", "help_requests"])
            let arguments = ["nightly", "--inbox", "inbox", "--out", "figures"]
            let first = try await user.start(arguments + ["--json"]).outcome()
            #expect(first.code == 0 && first.errors.isEmpty)
            #expect(try first.json(Night.self).freshness.map(\.late) == [false, false])

            // Five days later no new file lies in the inbox.
            let later = ["--now", "2026-03-10T08:00:00Z"]
            let second = try await user.start(arguments + later + ["--quiet"]).outcome()
            #expect(second.code == 0 && second.output.isEmpty)
            #expect(second.errors.hasPrefix("mutuality: help_requests has been late since 2026-03-08T08:00:00Z. "))
            #expect(second.errors.split(separator: "\n").count == 1)
            let third = try await user.start(arguments + later + ["--json"]).outcome()
            #expect(try third.json(Night.self).freshness.filter(\.late).map(\.dataset) == ["help_requests"])
        }

        @Test("Before the first load there is nothing to say")
        func nothing() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "unloaded"])
            try await user.must("organization", "set", "zone=Europe/Lisbon")
            #expect(try await user.must("organization", "freshness").output.contains("Nothing was loaded"))
            #expect(try await user.must("organization", "freshness", "--json").json([Row].self).isEmpty)
        }
    }
}
