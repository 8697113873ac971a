import Domain

/// Reads the histories of a file to find the broken ones.
///
/// Of every record it keeps its line, the number of its history, and the columns of key, checks and `updated_at`: for
/// people 44 bytes, beside some 170 for each person. 500,000 spells of 125,000 people peak at 76 MB, of 500,000 people
/// at 127 MB. Records of the same key are one fact told again; only the one that wins is checked.
struct HistoryScan {
    private let column: Int
    private let checks: [(check: HistoryCheck, columns: [Kept])]
    private let count: (of: HistoryCount, columns: [Kept])?
    private let key: [Kept]
    private let updatedAt: Kept?
    /// The kept columns' places among the dataset's: dates, which are kept as four bytes, and others.
    private var dateColumns: [Int] = []
    private var otherColumns: [Int] = []

    private var numbers: [Value: Int32] = [:]
    /// Of each record: its history's number, its line, its dates, its other values.
    private var histories: [Int32] = []
    private var lines: [Int] = []
    private var dates: [Int32] = []
    private var others: [Value] = []
    private var rejected: [Value: Int] = [:]

    /// Where a kept column stands among the kept ones of its kind.
    private enum Kept {
        case date(Int)
        case other(Int)
    }

    /// Stands for no date: the day after PostgreSQL's `-infinity`, which cannot be written.
    private static let noDate = LocalDate.distantPast.daysSinceEpoch + 1

    /// `nil` if the dataset has no histories.
    init?(_ dataset: Dataset) {
        guard case .spells(let name) = dataset.replacement, let column = dataset.index(of: name) else { return nil }
        self.column = column
        var kept: [String: Kept] = [:]
        let counted = dataset.historyCount?.columns ?? []
        for name in dataset.key + dataset.historyChecks.flatMap(\.columns) + counted + ["updated_at"]
        where kept[name] == nil {
            guard let position = dataset.index(of: name), position != column else { continue }
            if dataset.columns[position].type == .date {
                kept[name] = .date(dateColumns.count)
                dateColumns.append(position)
            } else {
                kept[name] = .other(otherColumns.count)
                otherColumns.append(position)
            }
        }
        key = dataset.key.compactMap { kept[$0] }
        updatedAt = kept["updated_at"]
        checks = dataset.historyChecks.map { ($0, $0.columns.compactMap { kept[$0] }) }
        count = dataset.historyCount.map { ($0, $0.columns.compactMap { kept[$0] }) }
    }

    /// Takes the values of a record that is sound by itself; `line` is where it begins. Lines have to ascend.
    mutating func add(_ record: [Value], line: Int) {
        let number = numbers[record[column]] ?? Int32(numbers.count)
        if number == numbers.count { numbers[record[column]] = number }
        histories.append(number)
        lines.append(line)
        for position in dateColumns { dates.append(record[position].date?.daysSinceEpoch ?? Self.noDate) }
        for position in otherColumns { others.append(record[position]) }
    }

    /// Takes note of a rejected record with the histories that it can belong to.
    mutating func reject(_ histories: Set<Value>, line: Int) {
        for history in histories where rejected[history] == nil { rejected[history] = line }
    }

    /// What is wrong with the histories, by all records that were taken.
    func faults() -> HistoryFaults {
        var faults = HistoryFaults(lines: rejected, column: column)
        var firstLines: [Int32: Int] = [:]
        var counts: [Int32: Int] = [:]
        let order = histories.indices.sorted { (histories[$0], $0) < (histories[$1], $1) }
        var rest = order[...]
        while let first = rest.first {
            let rows = rest.prefix { histories[$0] == histories[first] }
            rest = rest[rows.endIndex...]
            guard rows.count > 1 else { continue }
            let broken = broken(rows)
            if broken.isEmpty, let count {
                let found = count.of.count(winners(among: rows).map { row in count.columns.map { value(row, $0) } })
                if found > 0 { counts[histories[first]] = found }
            }
            for (row, check) in broken {
                faults.checks[lines[row]] = check
                firstLines[histories[row]] = min(firstLines[histories[row]] ?? .max, lines[row])
            }
        }
        for (history, number) in numbers {
            guard let line = firstLines[number] else { continue }
            faults.lines[history] = min(faults.lines[history] ?? .max, line)
        }
        for (history, number) in numbers where faults.lines[history] == nil {
            guard let count = counts[number] else { continue }
            faults.counted += count
            faults.countedHistories += 1
        }
        return faults
    }

    /// The rows of one history that break a check, each with the first that it breaks.
    private func broken(_ rows: ArraySlice<Int>) -> [(row: Int, check: HistoryCheck)] {
        var broken: [(row: Int, check: HistoryCheck)] = []
        var rows = winners(among: rows)
        for (check, columns) in checks {
            let places = check.broken(rows.map { row in columns.map { value(row, $0) } })
            broken += places.map { (rows[$0], check) }
            let fallen = Set(places)
            rows = rows.indices.filter { !fallen.contains($0) }.map { rows[$0] }
        }
        return broken
    }

    /// One row of each key, in key order: the one that stays in the store. It is what would stay if they came one by
    /// one: the later `updated_at`, else the later line; a row without `updated_at` replaces all before it.
    private func winners(among rows: ArraySlice<Int>) -> [Int] {
        var winners: [Int] = []
        for row in rows.sorted(by: { order($0, $1) ?? ($0 < $1) }) {
            guard let last = winners.last, order(last, row) == nil else {
                winners.append(row)
                continue
            }
            if let new = updatedAt(row), let old = updatedAt(last), new < old { continue }
            winners[winners.count - 1] = row
        }
        return winners
    }

    private func value(_ row: Int, _ column: Kept) -> Value {
        switch column {
        case .date(let place):
            let days = dates[row * dateColumns.count + place]
            return days == Self.noDate ? .null : .date(LocalDate(daysSinceEpoch: days))
        case .other(let place): return others[row * otherColumns.count + place]
        }
    }

    private func updatedAt(_ row: Int) -> Instant? { updatedAt.flatMap { value(row, $0).instant } }

    /// `nil` if the keys are equal.
    private func order(_ a: Int, _ b: Int) -> Bool? {
        for column in key {
            let (first, second) = (value(a, column), value(b, column))
            if first != second { return first.isOrdered(before: second) }
        }
        return nil
    }
}

extension Value {
    /// The database's order of key columns: texts by their bytes, dates and instants by time.
    fileprivate func isOrdered(before other: Value) -> Bool {
        switch (self, other) {
        case (.date(let a), .date(let b)): a < b
        case (.instant(let a), .instant(let b)): a < b
        case (.integer(let a), .integer(let b)): a < b
        case (.timeOfDay(let a), .timeOfDay(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        default: self == .null && other != .null
        }
    }
}
