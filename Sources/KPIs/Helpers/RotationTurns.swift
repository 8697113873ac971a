import Domain

/// Turns as the helper of a team, as far as they have a day.
struct RotationTurns {
    struct Turn {
        let team: Symbol
        let person: Person
        let isPrimary: Bool
        let days: DateRange
    }

    /// In row order.
    let all: [Turn]

    init(facts: Facts) {
        let (team, person) = (facts[Rotations.team], facts[Rotations.person])
        let role = facts[Rotations.role]
        let (from, to) = (facts[Rotations.validFrom], facts[Rotations.validTo])
        all = facts.rows(of: Datasets.rotations).filter { from[$0] < to[$0] }.map { row in
            Turn(
                team: team[row], person: person[row], isPrimary: facts.symbols[role[row]] == "primary",
                days: from[row]..<to[row])
        }
    }
}

/// Consecutive dates, the upper bound not among them.
typealias DateRange = Range<LocalDate>

extension DateRange {
    var dayCount: Int { Int(upperBound.daysSinceEpoch) - Int(lowerBound.daysSinceEpoch) }
}

extension [DateRange] {
    /// The same dates, in order, none touching another.
    var merged: [DateRange] {
        sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }.reduce(into: []) { merged, range in
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
    }
}
