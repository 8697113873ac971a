import Domain
import Testing

@testable import KPIs

@Suite("What disclosure asks of a figure")
struct ExposureTests {
    private static let amber = Scope(.team, "amber")
    private static let birch = Scope(.team, "birch")
    private static let north = Scope(.department, "north")

    /// Amber and birch are the north, coral is the south. Ann asks in all three, whoever else in one.
    private static var organization: Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.teams = [
            "amber": [.init(department: "north")], "birch": [.init(department: "north")],
            "coral": [.init(department: "south")],
        ]
        let asked: [(String, [String])] = [
            ("amber", ["Ann", "Ann", "Ann", "Ben", "Ben", "Cem"]), ("birch", ["Ann", "Dan", "Eve"]),
            ("coral", ["Ann", "Fay"]),
        ]
        organization.requests = asked.flatMap { team, askers in
            askers.enumerated().map { index, asker in
                .init(
                    requester: asker, helper: "Hal", team: team, openedAt: at("2026-01-02", hours: Double(index)),
                    firstResponseAt: index == 0 ? at("2026-01-03") : nil)
            }
        }
        organization.requests.append(closed)
        return organization
    }

    /// Without a close anywhere nothing is known of what is open.
    private static let closed = Organization.Request(
        requester: "Zoe", helper: "Hal", openedAt: at("2026-01-02"), resolvedAt: at("2026-01-03"))

    private func backlog(_ scope: Scope, _ breakdown: Breakdown = .none) -> Exposure? {
        Self.organization.figure("backlog", "default", "count", scope: scope, breakdown: breakdown)?.exposure
    }

    @Test("of a team are those with a record in its department or the organization that isn't in the team")
    func outsideOfTeams() throws {
        // Ann, Dan, Eve in birch, Ann and Fay in coral.
        let amber = try #require(backlog(Self.amber)).outside
        #expect(amber.department.first == 3)
        #expect(amber.organization.first == 4)
        #expect(amber.whole == .none)
        // Hal helped with one request that was answered in each team.
        #expect(amber.organization.second == 1)
    }

    @Test("of a department are those with a record elsewhere; the organization is a part of nothing")
    func outsideOfDepartments() throws {
        let north = try #require(backlog(Self.north)).outside
        #expect(north == Exposure.Outside(organization: RoleCounts(2, 1)))
        #expect(try #require(backlog(.organization)).outside == Exposure.Outside())
    }

    @Test("counts ten of many, in each role")
    func many() {
        var organization = Self.organization
        organization.requests += (0..<12).map { index in
            .init(
                requester: "asker \(index)", helper: "helper \(index)", team: "coral", openedAt: at("2026-01-02"),
                firstResponseAt: at("2026-01-03"))
        }
        let amber = organization.figure("backlog", "default", "count", scope: Self.amber)?.exposure.outside
        #expect(amber?.organization == RoleCounts(10, 10))
        // Hal is the only helper of the north, and helped in birch too.
        #expect(amber?.department == RoleCounts(3, 1))
    }

    @Test("of a part of a breakdown are those with a record in the scope's other parts")
    func outsideOfParts() throws {
        // In progress: the first of each team, all of them Ann's. Waiting in amber: two of Ann, two of Ben, one of Cem.
        let waiting = try #require(backlog(Self.amber, Breakdown("state", "need_help"))).outside
        #expect(waiting.whole == RoleCounts(1, 1))
        #expect(waiting.department == RoleCounts(2))
        #expect(waiting.organization == RoleCounts(3))
        let inProgress = try #require(backlog(Self.amber, Breakdown("state", "in_progress"))).outside
        #expect(
            inProgress
                == Exposure.Outside(
                    organization: RoleCounts(1, 1), department: RoleCounts(1, 1), whole: RoleCounts(3, 0)))
    }

    @Test("of a sum are its total and what two people give the most")
    func sums() throws {
        #expect(try #require(backlog(Self.amber)).sum == .init(total: 6, largest: 3, secondLargest: 2))
        #expect(try #require(backlog(.organization)).sum == .init(total: 11, largest: 5, secondLargest: 2))
    }

    @Test("of a quantile are people with an event at or before it, and at risk after it, in the role with the fewest")
    func quantiles() throws {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        // The median is reached at the third of five closes; one request stays open, and helpers are few.
        organization.requests = (1...6).map { hours in
            .init(
                requester: "asker \(hours)", helper: hours < 3 ? "Hal" : "Ida", openedAt: at("2026-01-02"),
                resolvedAt: hours == 6 ? nil : at("2026-01-02", hours: Double(hours)))
        }
        let median = try #require(organization.figure("time_to_resolve", "first_close_elapsed", "p50"))
        #expect(median.estimate.value == 3 * hour)
        // The lower limit is the first close, which one person has behind them; the upper one isn't reached.
        #expect(median.estimate.lower == 1 * hour && median.estimate.upper == nil)
        // After it: Ida, and nobody yet for the one that is open.
        #expect(median.exposure.sides == .init(before: 2, after: 2, beforeLower: 1))
        let share = try #require(organization.figure("time_to_resolve", "first_close_elapsed", "naive_mean"))
        #expect(share.exposure.sides == nil)
        // Of open requests, in order of their ages.
        for index in organization.requests.indices {
            organization.requests[index].resolvedAt = nil
            organization.requests[index].openedAt = at("2026-01-02", hours: Double(index * index))
        }
        organization.requests.append(Self.closed)
        let age = try #require(organization.figure("backlog", "age", "p50"))
        #expect(age.exposure.sides == .init(before: 3, after: 3))
        // Hal has answered one of the older, Ida one of the younger: they are the only helpers, but the others wait for
        // nobody yet.
        for index in [1, 4] { organization.requests[index].firstResponseAt = at("2026-01-04") }
        #expect(organization.figure("backlog", "age", "p50")?.exposure.sides == .init(before: 2, after: 2))
        for index in 3..<6 { organization.requests[index].firstResponseAt = at("2026-01-04") }
        #expect(organization.figure("backlog", "age", "p50")?.exposure.sides == .init(before: 1, after: 2))
    }

    @Test("of people who are counted are those who are elsewhere too, and of leavers those who left elsewhere")
    func people() throws {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.teams = ["amber": [.init(department: "north")], "coral": [.init(department: "south")]]
        organization.people = [
            "Ann": Organization.Spell.employed(from: "2025-01-01", team: "amber"),
            "Ben": Organization.Spell.employed(from: "2025-01-01", until: "2026-01-20", team: "amber"),
            "Fay": Organization.Spell.employed(from: "2025-01-01", until: "2026-01-10", team: "coral"),
            // Moves on the 15th.
            "Gil": [
                .init(
                    team: "amber", joinedOn: "2025-01-01", from: "2025-01-01", to: "2026-01-15", leftOn: "2027-01-01"),
                .init(team: "coral", joinedOn: "2025-01-01", from: "2026-01-15", leftOn: "2027-01-01"),
            ],
        ]
        organization.separations = ["Ben", "Fay"].map {
            .init(person: $0, leftOn: $0 == "Ben" ? "2026-01-20" : "2026-01-10", type: "voluntary")
        }
        let all = try #require(organization.figure("turnover_rate", "all", "ratio", scope: Self.amber))
        #expect(all.contributors.roles == RoleCounts(3))
        #expect(all.exposure.outside == .init(organization: RoleCounts(2), department: RoleCounts(0)))
        let voluntary = try #require(organization.figure("turnover_rate", "voluntary", "ratio", scope: Self.amber))
        #expect(voluntary.contributors.roles == RoleCounts(3, 1))
        #expect(voluntary.exposure.outside == .init(organization: RoleCounts(2, 1), department: RoleCounts(0, 0)))
        let exits = try #require(organization.figure("turnover_rate", "exits", "count"))
        #expect(exits.exposure.sum == .init(total: 2, largest: 1, secondLargest: 1))
    }

    @Test("leave out who moved into the group and left from there: of their leaving nothing remains outside")
    func moversWhoLeave() throws {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.people = [
            "Ben": Organization.Spell.employed(from: "2025-01-01", until: "2026-01-20", team: "amber"),
            "Joy": [
                .init(
                    team: "amber", joinedOn: "2025-01-01", from: "2025-01-01", to: "2026-01-15", leftOn: "2026-01-25"),
                .init(team: "coral", joinedOn: "2025-01-01", from: "2026-01-15", leftOn: "2026-01-25"),
            ],
        ]
        organization.separations = [("Ben", "2026-01-20"), ("Joy", "2026-01-25")].map {
            .init(person: $0, leftOn: $1, type: "voluntary")
        }
        let coral = organization.figure("turnover_rate", "voluntary", "ratio", scope: Scope(.team, "coral"))
        #expect(coral?.contributors.roles == RoleCounts(1, 1))
        #expect(coral?.exposure.outside.organization == RoleCounts(2, 1))
    }

    @Test("of a statistic about a part of the records are those who have such a record")
    func parts() throws {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.requests = ["amber", "birch"].flatMap { team in
            (0..<6).map { index in
                let withdrawn = team == "birch" ? at("2026-01-02", hours: 0.1) : nil
                return .init(
                    requester: "\(team) \(index)", team: team, openedAt: at("2026-01-02"),
                    firstResponseAt: withdrawn == nil ? at("2026-01-02", hours: 1) : nil, withdrawnAt: withdrawn)
            }
        }
        func outside(_ statistic: String) -> Int? {
            organization.figure("response_target_met", "default", statistic, scope: Self.amber)?
                .exposure.outside.organization.first
        }
        #expect(outside("ratio") == 0)
        #expect(outside("withdrawn") == 6)
    }

    @Test("is there for every sum", arguments: UInt64(1)...12)
    func everySum(seed: UInt64) {
        let organization = Organization.random(seed: seed)
        for kpi in Catalog.all {
            for figure in kpi.figures(in: organization.view) {
                guard let value = figure.estimate.value, case .sum = kpi.sheet.statistic(of: figure.cell)?.adds else {
                    continue
                }
                guard let sum = figure.exposure.sum else {
                    // Where askers aren't recorded nobody is known to give anything.
                    #expect(figure.contributors.roles.first == nil, "\(kpi.sheet.id) \(figure.cell)")
                    continue
                }
                #expect(sum.total == value)
                #expect(sum.largest >= sum.secondLargest && sum.largest + sum.secondLargest <= sum.total)
            }
        }
    }

    @Test("has what minimums of practices ask for", arguments: UInt64(1)...12)
    func practices(seed: UInt64) {
        let organization = Organization.random(seed: seed)
        func figures(_ kpi: String, _ measure: String = "default") -> [Figure] {
            (Catalog.named(kpi)?.figures(in: organization.view) ?? []).filter {
                $0.cell.measure == measure && $0.estimate.value != nil
            }
        }
        for (kpi, measure) in [
            ("commitments_kept", "default"), ("commitments_kept", "agreed_of_asked"), ("buddy_coverage", "check_ins"),
        ] {
            #expect(figures(kpi, measure).allSatisfy { $0.exposure.sum != nil }, "\(kpi) \(measure)")
        }
        for kpi in ["anonymous_requests", "buddy_coverage", "mentoring"] {
            #expect(figures(kpi).allSatisfy { $0.exposure.sides != nil }, "\(kpi)")
        }
        for figure in figures("rituals_kept") {
            let isPart = figure.cell.breakdown != .none
            #expect(figure.exposure.sides == (isPart ? .init(before: min(figure.n, 10), after: 0) : nil))
        }
    }

    @Test("are at most ten people, however many there are")
    func most() throws {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.requests = (0..<60).map { index in
            .init(requester: "asker \(index)", team: index < 5 ? "amber" : "birch", openedAt: at("2026-01-02"))
        }
        organization.requests.append(Self.closed)
        let amber = organization.figure("backlog", "age", "p50", scope: Self.amber)
        #expect(amber?.exposure.outside.organization.first == 10)
        #expect(amber?.contributors.roles.first == 5)
        let birch = organization.figure("backlog", "age", "p50", scope: Self.birch)
        #expect(birch?.exposure.outside.organization.first == 5)
        #expect(birch?.contributors.roles.first == 55)
    }

    @Test("agrees with sets of people in random organizations", arguments: UInt64(1)...40)
    func sets(seed: UInt64) {
        let organization = Organization.random(seed: seed)
        let view = organization.view
        let symbols = view.facts.symbols
        let open = view.rows.filter { view.finalClose(of: $0).outcome == .censored }
        let figures = Catalog.named("backlog")?.figures(in: view) ?? []
        guard view.facts.has(HelpRequests.requester) else { return }
        let records = zip(open, view.places(of: open)).map { row, place in
            (
                asker: view.requests.requester[row], team: symbols[place.team],
                department: symbols[place.department],
                state: view.isAnswered(row) ? "in_progress" : "need_help"
            )
        }
        func askers(_ isIn: (Int) -> Bool) -> Int {
            Set(records.indices.filter(isIn).map { records[$0].asker }.filter(\.isKnown)).count
        }
        for figure in figures where figure.cell.statistic == "p50" && figure.refusal == nil {
            let (scope, part) = (figure.cell.scope, figure.cell.breakdown)
            func isPart(_ record: Int) -> Bool { part == .none || records[record].state == part.value }
            func isInScope(_ record: Int) -> Bool {
                switch scope.kind {
                case .organization: true
                case .department: records[record].department == scope.id
                case .team: records[record].team == scope.id
                }
            }
            #expect(figure.contributors.roles.first == askers { isPart($0) && isInScope($0) })
            let isRefused = figures.contains { $0.cell.scope == .organization && $0.refusal != nil }
            let outside = figure.exposure.outside
            #expect(
                outside.organization.first
                    == (scope == .organization || isRefused ? nil : min(10, askers { isPart($0) && !isInScope($0) })))
            #expect(
                outside.whole.first == (part == .none ? nil : min(10, askers { isInScope($0) && !isPart($0) })))
            let departments = Set(records.indices.filter { isPart($0) && isInScope($0) }.map { records[$0].department })
            if scope.kind == .team, departments.count == 1, let department = departments.first ?? nil,
                figures.contains(where: { $0.cell.scope == Scope(.department, department) && $0.refusal == nil })
            {
                let others = askers { isPart($0) && !isInScope($0) && records[$0].department == department }
                #expect(outside.department.first == min(10, others))
            } else {
                #expect(outside.department == .none)
            }
        }
    }
}
