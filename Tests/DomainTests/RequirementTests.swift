import Testing

@testable import Domain

@Suite("What a KPI cannot do without")
struct RequirementTests {
    private static let ratio = Sheet.Statistic("ratio", .ratio, "share")
    private static let count = Sheet.Statistic("count", .count, "number")

    private func sheet(_ measures: [Sheet.Measure], inputs: [Sheet.Input], items: [String] = []) -> Sheet {
        Sheet(
            id: "kept", version: 1, title: "Kept", question: "Is it kept?", formula: "The share.", measures: measures,
            direction: .higherIsBetter, inputs: inputs, items: items, unfinished: "Nothing.", missing: "Nothing.",
            reference: "convention")
    }

    private let requests = Sheet.Input([HelpRequests.openedAt], .always)

    @Test("is each input that is always needed, one of those of which one is enough, and what its headline needs")
    func headline() {
        let kept = sheet(
            [
                Sheet.Measure(
                    title: "kept", needs: [Teams.department],
                    needsOneOf: [HelpRequests.effortMinutes, HelpContributions.minutes], headline: Self.ratio,
                    statistics: [Self.ratio, Self.count]),
                Sheet.Measure(id: "late", title: "late", needs: [Datasets.calendars], statistics: [Self.count]),
            ],
            inputs: [
                requests, .init([People.joinedOn], .whereKnown),
                .init([HelpRequests.reopenedAt], .either), .init([RequestReopenings.reopenedAt], .either),
            ])
        #expect(
            kept.requirements.map(\.alternatives) == [
                [["help_requests", "help_requests.opened_at"]],
                [
                    ["help_requests", "help_requests.reopened_at"],
                    ["request_reopenings", "request_reopenings.reopened_at"],
                ],
                [["teams", "teams.department_id"]],
                [
                    ["help_requests", "help_requests.effort_minutes"],
                    ["help_contributions", "help_contributions.minutes"],
                ],
            ])
        #expect(kept.furtherRequirements.map(\.alternatives) == [[["calendars"]]])
    }

    @Test("is what either headline needs where there are two, and what both need besides")
    func twoHeadlines() {
        func measure(_ id: String, _ needs: [any Recorded]) -> Sheet.Measure {
            Sheet.Measure(
                id: id, title: id, needs: [Datasets.people] + needs, headline: Self.ratio, statistics: [Self.ratio])
        }
        let gap = sheet([measure("amount", [Rewards.amount]), measure("rating", [Rewards.rating])], inputs: [requests])
        #expect(
            gap.requirements.dropFirst().map(\.alternatives) == [
                [["people"]], [["rewards", "rewards.amount"], ["rewards", "rewards.rating"]],
            ])
        let free = sheet([measure("amount", [Rewards.amount]), measure("any", [])], inputs: [requests])
        #expect(free.requirements.dropFirst().map(\.alternatives) == [[["people"]]])
        #expect(free.furtherRequirements.map(\.alternatives) == [[["rewards", "rewards.amount"]]])
    }

    @Test("is one of the items of surveys that it reads, where it can't do without the survey")
    func items() {
        let measure = Sheet.Measure(title: "answers", headline: Self.ratio, statistics: [Self.ratio])
        let survey = [Satisfaction.submittedAt]
        let always = sheet([measure], inputs: [.init(survey, .always)], items: ["cbi/p1", "cbi/p2"])
        #expect(
            always.requirements.last?.alternatives == [
                ["satisfaction", "satisfaction.cbi/p1"], ["satisfaction", "satisfaction.cbi/p2"],
            ])
        let beside = sheet([measure], inputs: [requests, .init(survey, .whereKnown)], items: ["cbi/p1"])
        #expect(beside.requirements.map(\.alternatives) == [[["help_requests", "help_requests.opened_at"]]])
    }

    @Test("is one of the items that its headline reads, and of other figures those that they read")
    func itemsOfMeasures() {
        func measure(_ id: String, items: [String]?, isHeadline: Bool = false) -> Sheet.Measure {
            Sheet.Measure(
                id: id, title: id, items: items, headline: isHeadline ? Self.ratio : nil, statistics: [Self.ratio])
        }
        let survey = Sheet.Input([Satisfaction.submittedAt], .always)
        let all = ["cbi/p1", "cbi/w1"]
        let scales = sheet(
            [measure("personal", items: ["cbi/p1"]), measure("work", items: ["cbi/w1"], isHeadline: true)],
            inputs: [survey], items: all)
        #expect(scales.requirements.last?.alternatives == [["satisfaction", "satisfaction.cbi/w1"]])
        #expect(scales.furtherRequirements.map(\.alternatives) == [[["satisfaction", "satisfaction.cbi/p1"]]])
        // Whatever was answered, to any item.
        let answered = sheet(
            [measure("answered", items: [], isHeadline: true), measure("alpha", items: nil)], inputs: [survey],
            items: all)
        #expect(answered.requirements.map(\.alternatives) == [[["satisfaction", "satisfaction.submitted_at"]]])
        #expect(
            answered.furtherRequirements.map(\.alternatives) == [
                [["satisfaction", "satisfaction.cbi/p1"], ["satisfaction", "satisfaction.cbi/w1"]]
            ])
    }

    @Test("is met by one alternative that has all its names, and else says what each lacks")
    func lacking() {
        let choice = Requirement(oneOf: [["people", "people.level"], ["teams"]])
        #expect(choice.isMet { $0 == "teams" } && choice.lacking { $0 == "teams" } == nil)
        #expect(!choice.isMet { $0 == "people" })
        #expect(choice.lacking { $0 == "people" } == Requirement(oneOf: [["people.level"], ["teams"]]))
    }

    @Test(
        """
        is summed up: what is needed in any case once, choices between the same datasets as one, and none that is met by \
        what is needed anyway
        """)
    func summary() {
        let sum = Requirement.summary(of: [
            Requirement(["people", "people.joined_on"]),
            Requirement(oneOf: [["help_requests"], ["help_contributions"]]),
            Requirement(["people", "people.level"]),
            Requirement(oneOf: [["help_contributions", "help_contributions.minutes"], ["help_requests"]]),
            Requirement(oneOf: [["rewards.amount"], ["rewards.rating"]]),
            Requirement(oneOf: [["people"], ["teams"]]),
        ])
        #expect(
            sum.map(\.alternatives) == [
                [["people", "people.joined_on", "people.level"]],
                [["help_requests"], ["help_contributions", "help_contributions.minutes"]],
                [["rewards.amount"], ["rewards.rating"]],
            ])
        #expect(Requirement.summary(of: []).isEmpty)
    }

    @Test("names a dataset, a column of one, or an item of its survey")
    func names() {
        #expect(Requirement.dataset(of: "people") == "people" && Requirement.part(of: "people") == nil)
        #expect(Requirement.dataset(of: "people.level") == "people" && Requirement.part(of: "people.level") == "level")
        #expect(Requirement.part(of: SurveyItems.name(of: "enps/recommend")) == "enps/recommend")
    }

    @Test("Where several alternatives are needed, so many have to be there, and what is lacking is the rest of them")
    func several() {
        let items = Requirement(oneOf: [["a"], ["b"], ["c"]], least: 2)
        #expect(!items.isMet { $0 == "a" } && items.isMet { $0 != "a" })
        #expect(items.lacking { $0 == "a" } == Requirement(oneOf: [["b"], ["c"]]))
        #expect(items.lacking { $0 != "a" } == nil)
        #expect(items.waysToMeet == [["a", "b"], ["a", "c"], ["b", "c"]])
        #expect(Requirement(["a", "b"]).waysToMeet == [["a", "b"]])
        #expect(Requirement.summary(of: [items]) == [items])
    }

    @Test("of an alternative that takes several columns, all are told as lacking")
    func lackingTogether() {
        let two = sheet(
            [],
            inputs: [.init([HelpRequests.resolvedAt, HelpRequests.helper], .either), .init([People.level], .either)])
        #expect(
            two.lacking { $0 == "help_requests" || $0 == "people" } == [
                "help_requests.resolved_at and help_requests.helper_id or people.level"
            ])
        #expect(two.lacking { _ in false } == ["help_requests or people"])
    }
}
