extension Roster {
    /// A person's rows with one joined_on, as `people` has them, and how they ended once separations had their say.
    struct Stretch {
        let joinedOn: LocalDate
        let spells: [Spell]
        /// First day gone, by the separation that counts, else by `people`.
        private(set) var end: LocalDate
        /// The separation that ended it; unknown for none.
        private(set) var ending = Row.unknown
        /// Whether the next one goes on where this one ended, so that nobody left.
        private(set) var isContinued = false
        /// Separations that ended it, or that name nothing but the end of a contract that was renewed.
        private(set) var settled: [Row] = []

        private init(_ spells: [Spell], joinedOn: LocalDate) {
            self.joinedOn = joinedOn
            self.spells = spells
            end = spells.reduce(.distantPast) { max($0, $1.employedUntil) }
        }

        /// In order of joined_on. `rows`: the person's separations, in the order in which they were told.
        static func all(of spells: [Spell], endedBy rows: [Row], of separations: SeparationColumns) -> [Stretch] {
            var stretches = Dictionary(grouping: spells, by: \.joinedOn).sorted { $0.key < $1.key }
                .map { Stretch($0.value, joinedOn: $0.key) }
            let rowsByStretch = Dictionary(grouping: rows) { row in
                stretches.position(endedOn: separations.leftOn[row.index]) ?? -1
            }
            for index in stretches.indices {
                let next = index + 1 < stretches.count ? stretches[index + 1] : nil
                stretches[index].settle(rowsByStretch[index] ?? [], of: separations, before: next)
            }
            return stretches
        }

        /// The newest of the rows about it ends it. Where its end is only one contract's, rows that say no more than that
        /// change nothing.
        private mutating func settle(_ rows: [Row], of separations: SeparationColumns, before next: Stretch?) {
            let mayContinue = next.map { next in
                !next.spells.contains(where: \.isRehire)
                    && LocalDate.areContinuous(leftOn: end, joinedOn: next.joinedOn)
            }
            guard mayContinue == true else {
                finish(rows, of: separations)
                return
            }
            let leaving = rows.filter { separations.type[$0.index]?.isLeaving ?? false }
            finish(leaving, of: separations)
            settled += rows.filter { !leaving.contains($0) }
            isContinued = leaving.isEmpty
        }

        private mutating func finish(_ rows: [Row], of separations: SeparationColumns) {
            guard let newest = separations.newest(of: rows) else { return }
            ending = newest
            end = separations.leftOn[newest.index]
            settled.append(newest)
        }
    }
}

extension [Roster.Stretch] {
    /// Which one a separation is about: the one that ended then, else the latest that had begun before, else one that began
    /// then. `nil` before all of them.
    fileprivate func position(endedOn leftOn: LocalDate) -> Int? {
        lastIndex { $0.end == leftOn } ?? lastIndex { $0.joinedOn < leftOn } ?? lastIndex { $0.joinedOn == leftOn }
    }
}

extension SeparationColumns {
    /// Of rows in the order in which they were told: each takes the place of those before it, unless both say when they
    /// changed and it did earlier.
    fileprivate func newest(of rows: [Row]) -> Row? {
        rows.reduce(nil) { standing, row in
            guard let standing else { return row }
            let (old, new) = (updatedAt[standing.index], updatedAt[row.index])
            return old != .never && new != .never && new < old ? standing : row
        }
    }
}

extension LocalDate {
    /// Whether somebody who was gone on the one day and joined on the other missed no day from Monday to Friday.
    public static func areContinuous(leftOn: LocalDate, joinedOn: LocalDate) -> Bool {
        // Three days in a row have one.
        let days = Int(joinedOn.daysSinceEpoch) - Int(leftOn.daysSinceEpoch)
        return days < 3 && (0..<max(0, days)).allSatisfy { leftOn.advanced(byDays: $0).isoWeekday > lastWorkday }
    }

    /// Friday.
    private static let lastWorkday = 5
}
