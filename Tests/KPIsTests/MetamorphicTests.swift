import Domain
import Testing

@testable import KPIs

@Suite("What must not change a figure")
struct MetamorphicTests {
    private func figures(_ organization: Organization, _ facts: Facts) -> [[Figure]] {
        let view = PeriodView(facts: facts, window: organization.window, settings: Settings())
        return Catalog.all.map { $0.figures(in: view) }
    }

    /// A digest may hold who and when.
    private func withoutDigests(_ figures: [[Figure]]) -> [[Figure]] {
        figures.map { list in
            list.map { figure in
                var copy = figure
                copy.contributors.digest = Contributors.Digest()
                return copy
            }
        }
    }

    @Test("The order of rows and of people changes no bit", arguments: 1...20 as ClosedRange<UInt64>)
    func shuffle(seed: UInt64) {
        let organization = Organization.random(seed: seed)
        var generator = SeededGenerator(state: seed)
        var shuffled = organization
        shuffled.requests.shuffle(using: &generator)
        let names = organization.names
        let order = names.indices.shuffled(using: &generator)
        let facts = shuffled.facts(names: order.map { names[$0] }, pseudonym: { Int64(order[$0]) })
        #expect(figures(organization, facts) == figures(organization, organization.facts()))
    }

    @Test("Other pseudonyms give the same figures; only the digests differ", arguments: 1...10 as ClosedRange<UInt64>)
    func relabel(seed: UInt64) {
        let organization = Organization.random(seed: seed)
        let relabelled = organization.facts { Int64(bitPattern: mix(UInt64($0))) }
        let figures = figures(organization, organization.facts())
        #expect(withoutDigests(self.figures(organization, relabelled)) == withoutDigests(figures))
    }

    @Test("Seven weeks later, in UTC, everything is as it was", arguments: 1...20 as ClosedRange<UInt64>)
    func shiftWeeks(seed: UInt64) {
        var organization = Organization.random(seed: seed)
        organization.zone = "UTC"
        let later = organization.shifted(byWeeks: 7)
        let figures = figures(organization, organization.facts())
        #expect(withoutDigests(self.figures(later, later.facts())) == withoutDigests(figures))
    }

    @Test("Rows that the window doesn't need change nothing", arguments: 1...10 as ClosedRange<UInt64>)
    func superset(seed: UInt64) {
        let organization = Organization.random(seed: seed)
        var larger = organization
        let window = organization.window
        for request in organization.requests {
            var future = request
            let delay = window.to.microseconds - request.openedAt
            future.openedAt += delay
            future.firstResponseAt = request.firstResponseAt.map { $0 + delay }
            future.resolvedAt = request.resolvedAt.map { $0 + delay }
            future.reopenedAt = nil
            future.finalClosedAt = nil
            future.withdrawnAt = nil
            larger.requests.append(future)
            var past = future
            past.openedAt = window.from.microseconds - 2
            past.firstResponseAt = nil
            past.resolvedAt = window.from.microseconds - 1
            larger.requests.append(past)
        }
        var facts = larger.facts()
        facts.present = Set(organization.withColumns.columns)
        #expect(figures(organization, facts) == figures(organization, organization.facts()))
    }
}

extension Organization {
    fileprivate func shifted(byWeeks weeks: Int) -> Organization {
        func moved(_ date: String) -> String {
            LocalDate(date)?.advanced(byDays: 7 * weeks).description ?? date
        }
        let delay = Int64(7 * weeks) * Instant.microsecondsPerDay
        var copy = self
        copy.from = moved(from)
        copy.to = moved(to)
        copy.people = people.mapValues { spells in
            spells.map {
                Spell(
                    team: $0.team, department: $0.department, level: $0.level, joinedOn: moved($0.joinedOn),
                    from: moved($0.from), to: $0.to.map(moved))
            }
        }
        copy.teams = teams.mapValues { stretches in
            stretches.map {
                Stretch(department: $0.department, from: $0.from.map(moved), to: $0.to.map(moved))
            }
        }
        for index in copy.requests.indices {
            copy.requests[index].openedAt += delay
            copy.requests[index].firstResponseAt = requests[index].firstResponseAt.map { $0 + delay }
            copy.requests[index].resolvedAt = requests[index].resolvedAt.map { $0 + delay }
            copy.requests[index].reopenedAt = requests[index].reopenedAt.map { $0 + delay }
            copy.requests[index].finalClosedAt = requests[index].finalClosedAt.map { $0 + delay }
            copy.requests[index].withdrawnAt = requests[index].withdrawnAt.map { $0 + delay }
        }
        return copy
    }
}
