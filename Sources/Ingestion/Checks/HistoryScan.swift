import Domain

/// Gathers what the checks over whole histories need, and finds the records that break one.
///
/// Of every record it keeps the columns of key, checks and `updated_at`: for people some 250 bytes, so 100,000 spells
/// take 25 MB. Records of the same key are one fact told again; only the one that wins is checked.
struct HistoryScan {
    private let checks: [(check: HistoryCheck, positions: [Int])]
    /// Where the kept columns stand among the dataset's, and the key and `updated_at` among the kept.
    private let kept: [Int]
    private let key: [Int]
    private let updatedAt: Int?
    private let spell: Int
    private var histories: [Value: [Int]] = [:]
    /// The kept values of all records, one after the other.
    private var values: [Value] = []
    private var ordinals: [Int] = []

    /// `nil` if the dataset has no such checks.
    init?(_ dataset: Dataset) {
        guard case .spells(let spellColumn) = dataset.replacement, !dataset.historyChecks.isEmpty,
            let spell = dataset.index(of: spellColumn)
        else { return nil }
        self.spell = spell
        var names: [String] = []
        for name in dataset.key + dataset.historyChecks.flatMap(\.columns) + ["updated_at"]
        where name != spellColumn && !names.contains(name) {
            names.append(name)
        }
        kept = names.compactMap(dataset.index)
        key = dataset.key.compactMap(names.firstIndex)
        updatedAt = names.firstIndex(of: "updated_at")
        checks = dataset.historyChecks.map { ($0, $0.columns.compactMap(names.firstIndex)) }
    }

    /// Takes the values of one record; `ordinal` counts the file's records from 1.
    mutating func add(_ record: [Value], ordinal: Int) {
        histories[record[spell], default: []].append(ordinals.count)
        ordinals.append(ordinal)
        for position in kept { values.append(record[position]) }
    }

    /// The records that break a check, by their ordinals, each with the first check that it breaks.
    func broken() -> [Int: HistoryCheck] {
        var broken: [Int: HistoryCheck] = [:]
        for rows in histories.values where rows.count > 1 {
            var rows = winners(among: rows)
            for (check, positions) in checks {
                let places = check.broken(rows.map { row in positions.map { value(row, $0) } })
                for place in places { broken[ordinals[rows[place]]] = check }
                let fallen = Set(places)
                rows = rows.indices.filter { !fallen.contains($0) }.map { rows[$0] }
            }
        }
        return broken
    }

    /// The rows in key order, of equal keys only the newer: the larger `updated_at`, else the later row.
    private func winners(among rows: [Int]) -> [Int] {
        let sorted = rows.sorted { a, b in order(a, b) ?? isOlder(a, b) ?? (a < b) }
        return sorted.indices.filter { $0 + 1 == sorted.count || order(sorted[$0], sorted[$0 + 1]) != nil }
            .map { sorted[$0] }
    }

    private func value(_ row: Int, _ column: Int) -> Value { values[row * kept.count + column] }

    /// `nil` if the keys are equal.
    private func order(_ a: Int, _ b: Int) -> Bool? {
        for column in key where value(a, column) != value(b, column) {
            return value(a, column).isOrdered(before: value(b, column))
        }
        return nil
    }

    private func isOlder(_ a: Int, _ b: Int) -> Bool? {
        guard let updatedAt, let first = value(a, updatedAt).instant, let second = value(b, updatedAt).instant,
            first != second
        else { return nil }
        return first < second
    }
}

extension Value {
    /// The database's order of key columns: texts by their bytes, dates and instants by time.
    fileprivate func isOrdered(before other: Value) -> Bool {
        switch (self, other) {
        case (.date(let a), .date(let b)): a < b
        case (.instant(let a), .instant(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        default: self == .null && other != .null
        }
    }
}
