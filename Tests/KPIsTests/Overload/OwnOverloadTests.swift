import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("A person's own overload index")
struct OwnOverloadTests {
    /// February 2026; the case says how each number was worked out.
    private func worked(_ name: String = "two_helpers") throws -> Organization {
        try #require(try CaseFile(name: "helper_overload_index/\(name).case").questions().first).organization
    }

    private func own(_ person: String, in organization: Organization) throws -> OwnOverload {
        let position = try #require(organization.names.firstIndex(of: person))
        return OwnOverload(of: Int64(position), in: organization.view)
    }

    @Test("Each part says what its score is made of")
    func parts() throws {
        let hal = try own("hal", in: worked())
        #expect(hal.findings[.load] == .made(.load(hours: 8, capacity: 8)))
        #expect(
            hal.findings[.recovery]
                == .made(.recovery(Rest.Lacks(shortDays: 1, shortBlocks: 1, longRuns: 0), days: 28)))
        #expect(hal.findings[.afterHours] == .made(.afterHours(dates: 4, nights: 1, days: 28)))
        #expect(
            hal.findings[.concentration]
                == .made(
                    .concentration(
                        shareOfHelp: 7.0 / 8, isOfHours: false, shareOfCapacity: 1.0 / 2, isOfCapacity: false)))
        #expect(hal.findings[.oneSidedness] == .made(.oneSidedness(given: 8, received: 2, use: 1)))
        #expect(hal.findings[.unacknowledged] == .made(.unacknowledged(acknowledged: 3, pieces: 7)))
        #expect(agree(hal.value, 2 * 17.06845238095238) && hal.absence == nil)
        #expect(
            hal.pieces == 7 && hal.first == date("2026-02-01") && hal.last == date("2026-02-28") && hal.zone == .utc)
    }

    @Test("A part without data says what is missing")
    func missing() throws {
        let ida = try own("ida", in: worked())
        #expect(ida.value == 0 && ida.index.map { agree($0.weight, 0.60) } == true)
        #expect(ida.findings[.load] == .missing(.agreement) && ida.findings[.oneSidedness] == .missing(.agreement))
        #expect(ida.findings[.unacknowledged] == .missing(.pieces(1)))
        var organization = try worked()
        for position in organization.contributions.indices { organization.contributions[position].minutes = nil }
        organization.requests = []
        #expect(try own("hal", in: organization).findings[.load] == .missing(.minutes))
        organization = try worked()
        organization.calendars["days"]?.shifts.removeAll()
        #expect(try own("hal", in: organization).index == nil)
        organization = try worked()
        organization.teams["amber"]?[0].from = "2026-02-02"
        #expect(try own("hal", in: organization).findings[.recovery] == .missing(.calendar))
        organization = try worked()
        organization.contributions[6].minutes = nil
        #expect(try own("hal", in: organization).findings[.oneSidedness] == .missing(.minutesReceived))
    }

    @Test("Where too little is known there is no index, and the parts still show")
    func tooLittleKnown() throws {
        let hal = try own("hal", in: worked("too_little_known"))
        #expect(hal.value == nil && hal.absence == .tooLittleKnown && agree(hal.index?.weight, 0.45))
        #expect(hal.findings[.concentration] == .missing(.team) && hal.findings[.load] == .missing(.agreement))
        #expect(hal.findings[.unacknowledged] == .missing(.thanks))
    }

    @Test("Who has none is told why")
    func absences() throws {
        var organization = try worked()
        #expect(try own("ada", in: organization).absence == .gaveNoHelp)
        // Nobody has this pseudonym.
        #expect(OwnOverload(of: -1, in: organization.view).absence == .notInPeople)
        organization.people["hal"] = Organization.Spell.employed(from: "2026-02-02", team: "amber")
        #expect(try own("hal", in: organization).absence == .notEmployedThroughout)
        // Whoever had left is told so, help or no help.
        organization.people["hal"] = Organization.Spell.employed(from: "2020-01-01", until: "2026-02-01", team: "amber")
        #expect(try own("hal", in: organization).absence == .notEmployed)
        organization.contributions.removeAll { $0.helper == "hal" }
        organization.requests.removeAll { $0.helper == "hal" }
        #expect(try own("hal", in: organization).absence == .notEmployed)
        organization = try worked()
        organization.people["hal"] = nil
        #expect(try own("hal", in: organization).absence == .notInPeople)
        organization.calendars = [:]
        #expect(try own("ida", in: organization).absence == .data(["calendars"]))
    }

    @Test("It is the one that the published shares count, for everybody", arguments: UInt64(0)..<20)
    func asPublished(seed: UInt64) throws {
        let organization = Organization.random(seed: seed)
        let view = PeriodView(organization.view, for: HelperOverloadIndex.sheet)
        guard organization.view.hasInputs(requiredBy: HelperOverloadIndex.sheet), !organization.isAdHoc else { return }
        for member in HelperOverload.people(in: view) where view.isKnown(member.person) {
            let own = OwnOverload(of: view.facts.people[member.person.index], in: organization.view)
            #expect(own.value == member.index?.value && own.index == member.index)
        }
    }

    @Test("A month, a quarter and a week that end together look at the same dates")
    func windows() throws {
        let zone = try #require(Zone("Europe/Lisbon"))
        let march = OwnOverload.window(of: Period(.month, year: 2026, ordinal: 2), zone: zone)
        #expect(zone.date(at: march.from) == date("2026-03-04") && march.lastDate == date("2026-03-31"))
        #expect(OwnOverload.window(of: Period(.quarter, year: 2026, ordinal: 0), zone: zone) == march)
        // The clock of Lisbon goes forward on the 29th.
        #expect(march.to - march.from == 28 * Instant.microsecondsPerDay - 3600 * Instant.microsecondsPerSecond)
    }

    @Test("The weeks are the 26 that are over, oldest first")
    func weeks() {
        let names = OwnOverload.weeks(to: date("2026-11-02")).map(\.name)
        #expect(names.count == 26 && names.first == "2026-W19" && names.last == "2026-W44")
        #expect(OwnOverload.weeks(to: date("2026-11-08")).last?.name == "2026-W44")
        #expect(OwnOverload.weeks(to: date("2026-11-01")).last?.name == "2026-W43")
        // 2020 has 53.
        #expect(OwnOverload.weeks(to: date("2021-01-11")).suffix(2).map(\.name) == ["2020-W53", "2021-W01"])
        #expect(OwnOverload.lastWeek(to: date("2026-11-05")).name == "2026-W44")
    }

    @Test("The median is of the week ends that have an index; without any there is none")
    func median() throws {
        let organization = try worked()
        let (hal, ida, ada) = (
            try own("hal", in: organization), try own("ida", in: organization), try own("ada", in: organization)
        )
        #expect(agree(OwnOverload.median(of: [hal, ada, ida]), 17.06845238095238))
        #expect(OwnOverload.median(of: [ada, OwnOverload(incompleteIn: organization.window), hal]) == hal.value)
        #expect(OwnOverload.median(of: [ada]) == nil && OwnOverload.median(of: []) == nil)
    }
}
