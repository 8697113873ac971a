import Domain
import Foundation
import TestValues

@testable import Disclosure

/// How often verdicts find a change that was put into one figure, or alike into all cells of its KPI, and how often they say
/// that something changed where nothing did.
struct VerdictPower: Sendable, Hashable {
    /// Which families are asked.
    struct Question: Sendable {
        let people: Int
        let scope: ScopeKind
        let kind: PeriodKind
        /// Periods before the one that is judged.
        let earlier: Int
        /// As `SimulatedFigure` has it.
        var unlike = 0.0
    }

    /// Of one size of change.
    struct Found: Sendable, Hashable {
        /// Changed figures.
        var asked = 0
        /// Those with a verdict, where nothing else changed.
        var alone = 0
        /// Those with one, where all cells of the KPI changed alike.
        var amongAll = 0
        /// KPIs of which then some cell has one.
        var anywhere = 0

        static func + (a: Found, b: Found) -> Found {
            Found(
                asked: a.asked + b.asked, alone: a.alone + b.alone, amongAll: a.amongAll + b.amongAll,
                anywhere: a.anywhere + b.anywhere)
        }
    }

    /// A time so many times as long or as short, a share's odds likewise.
    static let factors = [2.0, 4.0]
    /// Figures that are changed in each company, one after the other.
    private static let changes = 2

    private(set) var companies = 0
    /// Those in which something is said to have changed while nothing did.
    private(set) var wrong = 0
    /// By size.
    private(set) var found = [Found](repeating: Found(), count: factors.count)

    static func + (a: VerdictPower, b: VerdictPower) -> VerdictPower {
        var sum = a
        sum.companies += b.companies
        sum.wrong += b.wrong
        sum.found = zip(a.found, b.found).map { $0 + $1 }
        return sum
    }

    static func measured(_ question: Question, companies: Int) async -> VerdictPower {
        await withTaskGroup(of: VerdictPower.self) { group in
            for company in 1...companies {
                group.addTask { ofCompany(question, seed: UInt64(company * 100 + question.earlier)) }
            }
            return await group.reduce(into: VerdictPower()) { $0 = $0 + $1 }
        }
    }

    private static func ofCompany(_ question: Question, seed: UInt64) -> VerdictPower {
        func meanings(_ members: [VerdictFamily.Member]) -> [Signal.Meaning?] {
            VerdictFamily.verdicts(of: members).map { $0?.meaning }
        }
        var generator = SeededNumbers(seed: seed)
        let family = CompanyShape(people: question.people).family(
            question.scope, question.kind, earlier: question.earlier, unlike: question.unlike, &generator)
        var power = VerdictPower()
        power.companies = 1
        power.wrong = meanings(family.members).contains { $0 != nil } ? 1 : 0
        for _ in 0..<changes where !family.figures.isEmpty {
            let index = Int.random(in: family.figures.indices, using: &generator)
            let direction = generator.chance(0.5) ? 1.0 : -1.0
            let cells = family.figures.indices.filter { family.figures[$0].kpi == family.figures[index].kpi }
            for (size, factor) in factors.enumerated() {
                let changed = cells.map { family.figures[$0].member(changedBy: direction * log(factor)) }
                var (one, all) = (family.members, family.members)
                for (cell, member) in zip(cells, changed) {
                    all[cell] = member
                    if cell == index { one[cell] = member }
                }
                let (alone, among) = (meanings(one), meanings(all))
                let isAnywhere = cells.contains { among[$0] != nil }
                power.found[size] =
                    power.found[size]
                    + Found(
                        asked: 1, alone: alone[index] == nil ? 0 : 1, amongAll: among[index] == nil ? 0 : 1,
                        anywhere: isAnywhere ? 1 : 0)
            }
        }
        return power
    }
}
