import Domain

extension FigureChunks {
    /// Into the order in which the ledger keeps them.
    ///
    /// Cells are made of few texts, and those that come one after the other share most of them: each part of a cell gets a
    /// number, and numbers are sorted. Figures are large, so each is put in its place and none is copied.
    mutating func sortByCells() {
        let measures = ranks { $0.cell.measure }
        let scopes = ranks { $0.cell.scope }
        let breakdowns = ranks { $0.cell.breakdown }
        let statistics = ranks { $0.cell.statistic }
        let ranked = indices.map { position in
            var rank = measures.of[position]
            rank = rank * scopes.count + scopes.of[position]
            rank = rank * breakdowns.count + breakdowns.of[position]
            rank = rank * statistics.count + statistics.of[position]
            return (rank: rank, position: position)
        }
        var order = ranked.sorted { $0.rank < $1.rank }.map(\.position)
        for first in indices {
            var place = first
            while order[place] != first {
                let source = order[place]
                swapAt(place, source)
                order[place] = place
                place = source
            }
            order[place] = place
        }
    }

    /// By position: which of all values it has, in ascending order of these; and how many there are.
    private func ranks<Value: Hashable & Comparable>(_ part: (Figure) -> Value) -> (of: [Int], count: Int) {
        var numbers: [Value: Int] = [:]
        var last: (value: Value, number: Int)?
        let numbered = map { figure in
            let value = part(figure)
            if let last, last.value == value { return last.number }
            let number = numbers[value] ?? numbers.count
            numbers[value] = number
            last = (value, number)
            return number
        }
        var ranks = [Int](repeating: 0, count: numbers.count)
        for (rank, entry) in numbers.sorted(by: { $0.key < $1.key }).enumerated() { ranks[entry.value] = rank }
        return (numbered.map { ranks[$0] }, numbers.count)
    }
}
