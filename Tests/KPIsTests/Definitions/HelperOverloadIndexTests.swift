import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("helper_overload_index")
struct HelperOverloadIndexTests {
    /// February 2026 is its own 28 dates, from a Sunday on, 20 of them Monday to Friday. hal and ida work in amber,
    /// Monday to Friday from 9 to 17; hal agreed to 2 hours a week.
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
        return HelperOverload.people(in: organization.view).first { names[Int($0.person)] == person }?.index
    }

    // A value by hand

    @Test("Six components, worked by hand")
    func value() throws {
        let index = try #require(self.index())
        // Pieces: 3 Feb 10:00 2 h, 4 Feb 18:00 2 h, 5 Feb 23:00 1 h, 10 Feb 10:00 1 h, 11 Feb 10:00, 14 and 15 Feb
        // 12:00 1 h each: 8 h of 28/7 · 2 = 8 h.
        #expect(agree(index[.load], 0.2 / 0.7))
        // On the 6th work begins 9 h after it ended. In the week from Sunday the 15th no free stretch is longer than
        // 23 h; the other three weeks have their weekends.
        #expect(agree(index[.recovery], 2.0 / 8))
        // The 4th, the 14th, the 15th, and the 5th by night: 5 in four weeks.
        #expect(agree(index[.afterHours], 5.0 / 4 / 3))
        // 7 of the team's 8 pieces, as one lacks minutes, of two equal capacities, as ida has none.
        #expect(agree(index[.concentration], (7.0 / 8 / 0.5 - 1) / 2))
        // 8 h given, 2 h received: 6 / 12, all capacity used.
        #expect(agree(index[.oneSidedness], 0.5))
        // Acknowledged: the 3rd by rating, the 4th by bob six days later, the 11th by cyd after 14 days to the moment;
        // not the 10th, after 15, nor the 15th, before it.
        #expect(agree(index[.unacknowledged], 4.0 / 7))
        let points = 0.30 * 2 / 7 + 0.25 * 0.25 + 0.20 * 5 / 12 + 0.15 * 0.375 + 0.05 * 0.5 + 0.05 * 4 / 7
        #expect(agree(index.value, 100 * points) && agree(points, 0.34136904761904763))
    }

    @Test("0.60 of the weight is enough: ida has neither agreement nor five pieces")
    func justEnough() throws {
        let index = try #require(self.index(of: "ida"))
        #expect(agree(index.weight, 0.60) && index.value == 0 && index[.load] == nil && index[.unacknowledged] == nil)
    }

    @Test("The distribution is shown for ten people and more only")
    func leastPeople() {
        for statistic in HelperOverloadIndex.sheet.measures[0].statistics { #expect(statistic.leastPeople >= 10) }
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

    // Leave, nights, zones

    @Test("Work is the calendar outside leave, plus help; after hours goes by the calendar all the same")
    func leave() {
        // Every day from 9 to 21: never 35 h free. From the 8th to the 14th on leave.
        let always: (inout Organization) -> Void = {
            $0.calendars = ["days": .week("09:00", "21:00", days: 1...7)]
            $0.requests = []
            $0.contributions = [piece("hal", "ada", "2026-02-03", 10, 30)]
        }
        #expect(agree(index(always)?[.recovery], 4.0 / 8))
        let away: (inout Organization) -> Void = {
            always(&$0)
            $0.leave = ["hal": [.init(from: "2026-02-08", to: "2026-02-15")]]
        }
        // The week away has no work, and the one after it begins with a long rest.
        #expect(agree(index(away)?[.recovery], 2.0 / 8))
        let helpingOnLeave: (inout Organization) -> Void = {
            away(&$0)
            $0.contributions.append(piece("hal", "ada", "2026-02-12", 12, nil))
        }
        // A moment of help splits the leave into stretches that are long enough.
        #expect(agree(index(helpingOnLeave)?[.recovery], 2.0 / 8) && index(helpingOnLeave)?[.afterHours] == 0)
    }

    @Test("A piece without minutes is a moment that ends a free stretch")
    func moments() {
        func recovery(_ hours: Double) -> Double? {
            index {
                $0.requests = []
                $0.contributions = [piece("hal", "ada", "2026-02-04", hours, nil)]
            }?[.recovery]
        }
        #expect(recovery(22) == 0 && agree(recovery(22.1), 1.0 / 8))
        #expect(recovery(17) == 0 && recovery(12) == 0)
    }

    @Test("Night shifts: help in them is neither after hours nor by night; the shift that began before counts")
    func nights() {
        let nights: (inout Organization) -> Void = {
            $0.calendars = ["days": .week("22:00", "06:00", days: 1...5)]
            $0.requests = []
            $0.contributions = [
                piece("hal", "ada", "2026-02-05", 2, 30), piece("hal", "ada", "2026-02-07", 5, 30),
                piece("hal", "ada", "2026-02-07", 12, 30),
            ]
        }
        // Only Saturday noon, six hours after Friday's shift; the weekend after it is long enough.
        #expect(agree(index(nights)?[.afterHours], 1.0 / 12) && agree(index(nights)?[.recovery], 1.0 / 8))
    }

    @Test("After-hours help by day and by night on one date counts 2, not 3")
    func twiceADay() {
        let pieces = [piece("hal", "ada", "2026-02-07", 5.9, 1), piece("hal", "ada", "2026-02-07", 12, 1)]
        func points(_ pieces: [Organization.Contribution]) -> Double? {
            index {
                $0.requests = []
                $0.contributions = pieces
            }?[.afterHours].map { $0 * 12 }
        }
        #expect(agree(points(pieces), 2) && agree(points([pieces[1]]), 1) && agree(points([pieces[0]]), 2))
        #expect(agree(points([piece("hal", "ada", "2026-02-07", 6, 1)]), 1))
        #expect(agree(points([piece("hal", "ada", "2026-02-07", 21.9, 1)]), 1))
        #expect(agree(points([piece("hal", "ada", "2026-02-07", 22, 1)]), 2))
    }

    /// Whether one piece at an instant makes hal a helper, in a zone.
    private func isHelper(in zone: String, _ day: String, _ hours: Double) -> Bool {
        index {
            $0.people["hal"] = [.init(team: "amber", zone: zone, joinedOn: "2025-01-01", from: "2025-01-01")]
            $0.requests = []
            $0.contributions = [piece("hal", "ada", day, hours, 30)]
        } != nil
    }

    @Test("The dates are those of the person's zone, cut at the period's end")
    func zones() {
        // Auckland is 13 hours ahead: 1 to 28 February there is 31 January 11:00 to 28 February 11:00 UTC.
        #expect(isHelper(in: "Pacific/Auckland", "2026-01-31", 11))
        #expect(!isHelper(in: "Pacific/Auckland", "2026-01-31", 10.9))
        #expect(isHelper(in: "Pacific/Auckland", "2026-02-28", 10.9))
        #expect(!isHelper(in: "Pacific/Auckland", "2026-02-28", 11))
        // New York is 5 hours behind: from 1 February 5:00 UTC to 1 March 5:00 UTC, of which the last hours are cut.
        #expect(!isHelper(in: "America/New_York", "2026-02-01", 4.9))
        #expect(isHelper(in: "America/New_York", "2026-02-01", 5))
        #expect(isHelper(in: "America/New_York", "2026-02-28", 23.9))
        #expect(!isHelper(in: "America/New_York", "2026-03-01", 0))
    }

    @Test("A clock that jumps shortens a night: what ends and begins by the clock 11 h apart is 10 h")
    func daylightSaving() {
        func recovery(until to: String) -> Double? {
            index {
                $0.zone = "Europe/Berlin"
                ($0.from, $0.to) = ("2026-01-01", to)
                $0.calendars = ["days": .week("10:00", "23:00", days: 1...7)]
                $0.requests = []
                $0.contributions = [piece("hal", "ada", LocalDate(to)?.advanced(byDays: -14).description ?? "", 12, 5)]
            }?[.recovery]
        }
        // Four weeks without 35 h; the night before 29 March 2026 too.
        #expect(agree(recovery(until: "2026-03-29"), 4.0 / 8) && agree(recovery(until: "2026-03-30"), 5.0 / 8))
    }

    @Test("Help of the days before counts for a run and for a free stretch, whatever else was read")
    func before() {
        func recovery(_ days: [String], _ more: [Organization.Contribution] = []) -> Double? {
            index {
                $0.requests = []
                $0.contributions = days.map { piece("hal", "ada", $0, 12, 5) } + more
            }?[.recovery]
        }
        // From the 27th on: the first of February is the sixth date, the second the seventh. Friday to Monday there is
        // no long rest, on top.
        let days = (27...31).map { "2026-01-\($0)" } + ["2026-02-01", "2026-02-02"]
        #expect(agree(recovery(days), 3.0 / 8))
        #expect(agree(recovery(Array(days.dropFirst())), 2.0 / 8))
        // Help that began long before isn't looked at, however long it is said to have lasted.
        let endless = piece("hal", "ada", "2026-01-01", 0, 40 * 24 * 60)
        #expect(agree(recovery(days, [endless]), 3.0 / 8))
    }

    @Test("Work that begins after the period's end doesn't count, though it is the person's last date still")
    func cut() {
        // From Friday 20:00 to Saturday 12:00, and from Saturday 20:00 on, in New York: on Saturdays work begins after
        // 8 free hours, on the 28th at 1 March, 1:00 UTC.
        let shifts: (inout Organization) -> Void = {
            $0.people["hal"] = [
                .init(team: "amber", zone: "America/New_York", joinedOn: "2025-01-01", from: "2025-01-01")
            ]
            $0.calendars = [
                "days": .init(shifts: [
                    .init(weekday: 5, starts: "20:00", ends: "12:00"),
                    .init(weekday: 6, starts: "20:00", ends: "22:00"),
                ])
            ]
            $0.requests = []
            $0.contributions = [piece("hal", "ada", "2026-02-21", 16, 5)]
        }
        #expect(agree(index(shifts)?[.recovery], 3.0 / 8))
    }
}
