import Testing

@testable import Domain

/// Six KPIs: of requests one, of people one, of both one, of agreements two more each with people, of rewards one.
@Suite("What an organization's data can answer")
struct AnswerableTests {
    private static func sheet(
        _ id: String, _ columns: [any ColumnHandle], also: [any ColumnHandle] = [], further: [any Recorded] = []
    ) -> Sheet {
        let ratio = Sheet.Statistic("ratio", .ratio, "share")
        let inputs = [columns, also].filter { !$0.isEmpty }.map { Sheet.Input($0, .always) }
        let more = Sheet.Measure(id: "more", title: "more", needs: further, statistics: [ratio])
        return Sheet(
            id: id, version: 1, title: id, question: "Is it?", formula: "The share.",
            measures: [Sheet.Measure(title: id, headline: ratio, statistics: [ratio])]
                + (further.isEmpty ? [] : [more]),
            direction: .none, inputs: inputs, unfinished: "Nothing.", missing: "Nothing.", reference: "convention",
            briefing: .init(id == "paid" ? .stayingAndRewards : .timelyHelp, matters: nil, next: "And?"))
    }

    private static let sheets = [
        sheet("asked", [HelpRequests.openedAt], further: [Datasets.calendars]),
        sheet("there", [People.joinedOn]),
        sheet("rate", [HelpRequests.openedAt], also: [People.joinedOn]),
        sheet("agreed", [AgreementStretches.hoursPerWeek], also: [People.joinedOn]),
        sheet("levels", [AgreementStretches.hoursPerWeek], also: [People.level]),
        sheet("paid", [Rewards.amount]),
    ]

    private func ids(_ present: String...) -> [String] {
        Answerable(Self.sheets, present: Set(present)).answered.map(\.sheet.id)
    }

    @Test("is each KPI whose headline has all that it needs")
    func answered() {
        #expect(ids() == [])
        #expect(ids("help_requests", "help_requests.opened_at") == ["asked"])
        #expect(
            ids("help_requests", "help_requests.opened_at", "people", "people.joined_on") == ["asked", "there", "rate"])
    }

    @Test("is a KPI of which a figure is released, too; of others the release says whether they are hidden")
    func released() throws {
        func figure(_ kpi: String) -> Answerable.Figure { .init(kpi: kpi, measure: "default", statistic: "ratio") }
        let answerable = Answerable(
            Self.sheets, present: ["people", "people.joined_on"],
            releases: [
                figure("paid"): .shown, figure("there"): .hidden,
                .init(kpi: "asked", measure: "more", statistic: "ratio"): .shown,
            ])
        #expect(answerable.answered.map(\.sheet.id) == ["there", "paid"])
        #expect(answerable.rows.map(\.release) == [.none, .hidden, .none, .none, .none, .shown])
        #expect(answerable.rows(about: .stayingAndRewards).map(\.sheet.id) == ["paid"])
        #expect(answerable.rows(about: nil).isEmpty)
    }

    @Test("says of each other KPI what its headline lacks, and of those that can be answered what other figures lack")
    func lacking() {
        let answerable = Answerable(
            Self.sheets, present: ["help_requests", "help_requests.opened_at", "people", "people.joined_on"])
        #expect(
            answerable.rows.map { $0.lacking.map(\.alternatives) } == [
                [], [], [], [[["agreements", "agreements.hours_per_week"]]],
                [[["agreements", "agreements.hours_per_week"]], [["people.level"]]], [[["rewards", "rewards.amount"]]],
            ])
        #expect(answerable.rows[0].furtherLacking.map(\.alternatives) == [[["calendars"]]])
        #expect(answerable.rows.dropFirst().allSatisfy { $0.furtherLacking.isEmpty })
    }

    @Test("would be added to most by what gives the most KPIs for each dataset, one step after the other")
    func steps() {
        // People and requests: three by two datasets. People and agreements: three, too, but listed later.
        let steps = Answerable(Self.sheets, present: []).steps
        #expect(steps.map(\.datasets) == [["people", "help_requests"], ["agreements"], ["rewards"]])
        #expect(steps.map { $0.sheets.map(\.id) } == [["asked", "there", "rate"], ["agreed", "levels"], ["paid"]])
        // The level is of people, who were there without it.
        #expect(steps[1].names == ["agreements", "agreements.hours_per_week", "people.level"])
    }

    @Test("takes more columns of a dataset that is there for a step like any other")
    func columns() {
        let answerable = Answerable(
            Self.sheets,
            present: [
                "help_requests", "help_requests.opened_at", "people", "people.joined_on", "agreements",
                "agreements.hours_per_week", "rewards",
            ])
        #expect(answerable.steps.map(\.datasets) == [["people"], ["rewards"]])
        #expect(answerable.steps.map(\.names) == [["people.level"], ["rewards.amount"]])
    }

    @Test("lacks nothing where everything is there")
    func complete() {
        let everything = Datasets.all.flatMap { dataset in
            [dataset.name] + dataset.columns.map { "\(dataset.name).\($0.name)" }
        }
        let answerable = Answerable(Self.sheets, present: Set(everything))
        #expect(answerable.answered.count == 6 && answerable.steps.isEmpty && answerable.hasData)
        #expect(!Answerable(Self.sheets, present: []).hasData)
    }
}
