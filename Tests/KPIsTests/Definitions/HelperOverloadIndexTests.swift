import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("helper_overload_index")
struct HelperOverloadIndexTests {
    /// February 2026 is its own 28 dates, from a Sunday on, 20 of them Monday to Friday. hal and ida work in amber,
    /// Monday to Friday from 9 to 17; hal agreed to 2 hours a week. His scores are worked out in two_helpers.case.
    private var organization: Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        organization.calendars = ["days": .week("09:00", "17:00")]
        organization.teams = ["amber": [.init(department: "north", calendar: "days")]]
        for name in ["hal", "ida"] {
            organization.people[name] = Organization.Spell.employed(from: "2025-01-01", team: "amber")
        }
        for name in ["ada", "bob", "cyd"] {
            organization.people[name] = Organization.Spell.employed(from: "2025-01-01", team: "birch")
        }
        organization.agreements = [.init("hal", hoursPerWeek: 2, from: "2025-01-01")]
        organization.requests = [
            .init(
                id: "open", requester: "cyd", helper: "hal", openedAt: at("2026-02-09"),
                resolvedAt: at("2026-02-10", hours: 10), effortMinutes: 60),
            // Named by a contribution: no piece beside it.
            .init(
                id: "named", requester: "ada", helper: "hal", openedAt: at("2026-02-02"),
                resolvedAt: at("2026-02-05", hours: 24), effortMinutes: 60),
        ]
        organization.contributions = [
            piece("hal", "ada", "2026-02-03", 10, 120, rating: 5), piece("hal", "bob", "2026-02-04", 18, 120),
            .init(request: "named", helper: "hal", startedAt: at("2026-02-05", hours: 23), minutes: 60),
            piece("hal", "cyd", "2026-02-11", 10, nil), piece("hal", "ada", "2026-02-14", 12, 60),
            piece("hal", "bob", "2026-02-15", 12, 60), piece("ida", "hal", "2026-02-12", 10, 120),
        ]
        organization.recognitions = [
            .init(giver: "bob", receiver: "hal", givenAt: at("2026-02-10")),
            .init(giver: "cyd", receiver: "hal", givenAt: at("2026-02-25", hours: 10)),
        ]
        return organization
    }

    private func piece(
        _ helper: String, _ recipient: String?, _ day: String, _ hours: Double, _ minutes: Double?,
        rating: Double? = nil
    ) -> Organization.Contribution {
        .init(
            helper: helper, recipient: recipient, startedAt: at(day, hours: hours), minutes: minutes, rating: rating)
    }

    private func index(
        of person: String = "hal", _ change: (inout Organization) -> Void = { _ in }
    ) -> OverloadIndex? {
        var organization = organization
        change(&organization)
        let names = organization.names
        return HelperOverload.people(in: organization.view).first { names[$0.person.index] == person }?.index
    }

    @Test("Shares are coded where few are on one side, quartiles take five on either")
    func minimums() {
        for statistic in HelperOverloadIndex.sheet.measures[0].statistics {
            #expect(statistic.minimum == (statistic.unit == .ratio ? .coded : .bothSides))
        }
    }

    @Test("A record of one person shows in the digest as one person's, though indices of a whole team move")
    func digest() throws {
        let names = (0..<12).map { "helper \($0)" }
        var organization = organization
        organization.people["newcomer"] = Organization.Spell.employed(from: "2026-02-10", team: "amber")
        for (number, name) in names.enumerated() {
            organization.people[name] = Organization.Spell.employed(from: "2025-01-01", team: "amber")
            organization.agreements.append(.init(name, hoursPerWeek: 2, from: "2025-01-01"))
            organization.contributions += (10..<16).map {
                piece(name, names[(number + 1) % 12], "2026-02-\($0)", 10, 60)
            }
        }
        organization.contributions.append(piece("newcomer", "bob", "2026-02-12", 10, 60))
        for index in organization.contributions.indices where organization.contributions[index].minutes == nil {
            organization.contributions[index].minutes = 60
        }
        organization.people["idler"] = Organization.Spell.employed(from: "2025-01-01", team: "birch")
        let before = organization
        func differences(_ change: (inout Organization) -> Void) throws -> Int {
            var after = before
            change(&after)
            func indices(_ organization: Organization) -> [OverloadIndex?] {
                HelperOverload.people(in: organization.view).map(\.index)
            }
            let moved = zip(indices(before), indices(after)).count { $0?.value != $1?.value }
            #expect(moved >= 10)
            let digests = try [before, after].map {
                try #require($0.figure("helper_overload_index", "default", "p50")).contributors.digest
            }
            return digests[0].differences(from: digests[1])
        }
        let own = try #require(organization.contributions.firstIndex { $0.helper == "helper 3" })
        #expect(try differences { $0.contributions[own].minutes = 600 } <= 2)
        #expect(try differences { $0.contributions[$0.contributions.count - 1].minutes = 3000 } == 1)
        let amber = Organization.Spell.employed(from: "2025-01-01", team: "amber")
        #expect(try differences { $0.people["idler"] = amber } == 1)
        let birch = Organization.Spell.employed(from: "2025-01-01", team: "birch")
        #expect(try differences { $0.people["helper 3"] = birch } == 1)
    }

    @Test("Without calendars nobody can have an index, so that is no data and not a group too small")
    func withoutCalendars() {
        let others = OverloadIndex.Component.allCases.filter { $0 != .recovery && $0 != .afterHours }
        #expect(others.reduce(0) { $0 + $1.weight } < OverloadIndex.leastWeight)
        #expect(HelperOverloadIndex.sheet.inputs.contains { $0.dataset == "calendars" && $0.need == .always })
    }

    @Test("A quarter and a year have the 28 dates before their end, like their last month")
    func quarter() {
        let month = index()
        #expect(index { $0.from = "2025-12-01" } == month && month != nil)
        #expect(index { $0.from = "2025-03-01" } == month)
    }

    @Test("Analysis of another window looks at all of its dates, at rates that compare")
    func adHoc() throws {
        let index = try #require(
            self.index {
                $0.isAdHoc = true
                $0.to = "2026-02-15"
            })
        // 3 to 14 February: 7 h of 14/7 · 2 = 4 h, one lack of rest, four after-hours points in two weeks.
        #expect(agree(index[.load], 1) && agree(index[.recovery], 1.0 / 4) && agree(index[.afterHours], 4.0 / 2 / 3))
        #expect(self.index { $0.isAdHoc = true } == self.index())
    }

    // Each refusal

    @Test("Without a calendar there is neither recovery nor after hours, and so no index")
    func noCalendar() throws {
        let index = try #require(self.index { $0.calendars = [:] })
        #expect(index[.recovery] == nil && index[.afterHours] == nil && agree(index.weight, 0.55) && index.value == nil)
    }

    @Test("A calendar that covers not all of the dates is none")
    func calendarForAWhile() {
        #expect(index { $0.teams["amber"]?[0].to = "2026-02-28" }?[.recovery] == nil)
        #expect(index { $0.teams["amber"]?[0].from = "2026-02-02" }?[.afterHours] == nil)
        #expect(index { $0.teams["amber"]?[0].from = "2026-02-01" }?[.recovery] != nil)
    }

    @Test("Without an agreement there is neither load nor one-sidedness")
    func noAgreement() throws {
        let index = try #require(self.index { $0.agreements = [] })
        #expect(index[.load] == nil && index[.oneSidedness] == nil && agree(index.weight, 0.65) && index.value != nil)
    }

    @Test("Without a team on the last day there is no concentration")
    func noTeam() {
        let index = self.index {
            $0.people["hal"] = [.init(calendar: "days", joinedOn: "2025-01-01", from: "2025-01-01")]
        }
        #expect(index?[.concentration] == nil && index?[.recovery] != nil)
    }

    @Test("Four pieces tell nothing about acknowledgement, nor do data without recognitions and ratings")
    func noThanks() {
        #expect(index { $0.contributions.removeSubrange(3...5) }?[.unacknowledged] == nil)
        #expect(index { $0.contributions.removeSubrange(4...5) }?[.unacknowledged] != nil)
        let silent: (inout Organization) -> Void = {
            $0.recognitions = []
            $0.contributions[0].rating = nil
        }
        #expect(index(silent)?[.unacknowledged] == nil)
        #expect(agree(index { $0.recognitions = [] }?[.unacknowledged], 6.0 / 7))
        #expect(agree(index { $0.contributions[0].rating = nil }?[.unacknowledged], 5.0 / 7))
    }

    @Test("Who wasn't employed on each of the dates, or gave no help in them, is no helper")
    func notHelpers() {
        let joined: (inout Organization) -> Void = {
            $0.people["hal"] = Organization.Spell.employed(from: "2026-02-02", team: "amber")
        }
        #expect(index(joined) == nil && index(of: "ada") == nil)
        #expect(
            index { $0.people["hal"] = Organization.Spell.employed(from: "2025-01-01", until: "2026-02-28") } == nil)
    }

    // What such scores are known to get wrong

    @Test("An event counted twice: a contribution and its request are one piece")
    func countedOnce() {
        let once = index { $0.requests.removeLast() }
        // Without the request the recipient of the piece is unknown; nothing of hal's depends on that.
        #expect(once?[.load] == index()?[.load] && once?[.concentration] == index()?[.concentration])
        #expect(once?[.afterHours] == index()?[.afterHours])
    }

    @Test("A share above 100 %: three times the capacity is a full load, no more; a team's help has shares of it")
    func above() throws {
        let busy = try #require(index { $0.contributions[0].minutes = 120 + 16 * 60 })
        #expect(busy[.load] == 1)
        // 24 h given, 2 received, three times the capacity, which counts once.
        #expect(agree(busy[.oneSidedness], 22.0 / 28))
        let alone = try #require(index { $0.contributions.removeLast() })
        // All of the team's help on one of two: (1 / 0.5 - 1) / 2.
        #expect(agree(alone[.concentration], 0.5))
    }

    @Test("A unit confused: help in minutes, capacity in hours a week of 28 days, rates by the week")
    func units() {
        // One hour a week more is one hour in each of four weeks: 8 of 12 h are below 0.8.
        #expect(index { $0.agreements[0].hours[0].hoursPerWeek = 3 }?[.load] == 0)
        #expect(agree(index { $0.contributions[0].minutes = 120 + 60 }?[.load], (9.0 / 8 - 0.8) / 0.7))
        #expect(
            agree(index { $0.contributions.append(piece("hal", "ada", "2026-02-16", 20, 0)) }?[.afterHours], 6.0 / 12))
    }

    @Test("Missing data turned into a score: unknown minutes are no hours, unknown askers no proof of giving only")
    func missing() {
        let untimed = index {
            for position in $0.contributions.indices { $0.contributions[position].minutes = nil }
            for position in $0.requests.indices { $0.requests[position].effortMinutes = nil }
        }
        #expect(untimed?[.load] == nil && untimed?[.oneSidedness] == nil && untimed?[.recovery] != nil)
        let anonymous = index {
            for position in $0.contributions.indices { $0.contributions[position].recipient = nil }
            for position in $0.requests.indices { $0.requests[position].requester = nil }
        }
        #expect(anonymous?[.oneSidedness] == nil && anonymous?[.load] != nil)
        // Received help of unknown length is not 0 hours either.
        #expect(index { $0.contributions[6].minutes = nil }?[.oneSidedness] == nil)
    }

    @Test("Concentration goes by hours where all of the team's pieces have them, and by capacity where all have one")
    func concentration() {
        let timed: (inout Organization) -> Void = {
            $0.contributions[3].minutes = 120
            $0.agreements.append(.init("ida", hoursPerWeek: 6, from: "2025-01-01"))
        }
        // 10 of 12 h with 8 of 32 h of capacity.
        #expect(agree(index(timed)?[.concentration], 1))
        #expect(index(of: "ida", timed)?[.concentration] == 0)
        let even: (inout Organization) -> Void = {
            timed(&$0)
            $0.agreements[0].hours[0].hoursPerWeek = 6
        }
        #expect(agree(index(even)?[.concentration], (10.0 / 12 / 0.5 - 1) / 2))
    }

    @Test("What lies at the period's end or later hasn't happened: help, thanks, the naming of a request")
    func erased() {
        let later: (inout Organization) -> Void = {
            $0.contributions.append(piece("hal", "ada", "2026-03-01", 0, 600))
            $0.contributions.append(.init(request: "open", helper: "ida", startedAt: at("2026-03-01"), minutes: 600))
            $0.recognitions.append(.init(giver: "bob", receiver: "hal", givenAt: at("2026-03-01")))
        }
        #expect(index(later) == index())
    }
}
