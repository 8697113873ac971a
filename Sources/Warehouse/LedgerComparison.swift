import Domain

/// What one computation found of a KPI in a period, without its cells.
struct LedgerPage: Sendable {
    let computation: Int64
    let knownAt: Instant
    let state: ComputedState
}

/// Figures against what the ledger last held of their KPI and period, told part by part.
struct LedgerComparison: Sendable {
    /// In the order of their cells.
    private let figures: [Figure]
    /// Of each of the figures whether the ledger last held the same.
    private var isSame: [Bool]
    /// What it last held of other cells.
    private var others: [Cell: Figure] = [:]
    /// Those told, in their order.
    private(set) var pages: [LedgerPage] = []
    /// The first of the figures that can be the next that is told.
    private var position = 0

    init(of figures: [Figure]) {
        self.figures = figures
        isSame = Array(repeating: false, count: figures.count)
    }

    /// Pages in the order of computations, the parts of each in the order of their cells.
    mutating func add(_ part: [Figure], of page: LedgerPage) {
        if pages.last?.computation != page.computation {
            pages.append(page)
            position = 0
        }
        for known in part {
            while position < figures.count, figures[position].cell < known.cell { position += 1 }
            if position < figures.count, figures[position].cell == known.cell {
                isSame[position] = figures[position] == known
            } else {
                others[known.cell] = known
            }
        }
    }

    /// What has to be written down. `all`: every figure, whether it differs or not.
    func changes(all: Bool) -> Changes {
        Changes(
            figures: figures, positions: figures.indices.lazy.filter { all || !isSame[$0] }.map(Int32.init),
            gone: others.values.filter { $0.n > 0 || $0.estimate.value != nil }.map(\.gone).sorted { $0.cell < $1.cell }
        )
    }

    /// Figures, and for each cell that is no more what says so, in the order of cells.
    struct Changes: Sendable {
        private let figures: [Figure]
        /// Of the figures among them; what is gone has the complement of its own.
        private let order: [Int32]
        private let gone: [Figure]

        fileprivate init(figures: [Figure], positions: some Sequence<Int32>, gone: [Figure]) {
            self.figures = figures
            self.gone = gone
            var order: [Int32] = []
            var nextGone = 0
            for position in positions {
                while nextGone < gone.count, gone[nextGone].cell < figures[Int(position)].cell {
                    order.append(~Int32(nextGone))
                    nextGone += 1
                }
                order.append(position)
            }
            self.order = order + (nextGone..<gone.count).map { ~Int32($0) }
        }

        var count: Int { order.count }

        subscript(positions: Range<Int>) -> [Figure] { positions.map { self[$0] } }

        private subscript(position: Int) -> Figure {
            let place = order[position]
            return place < 0 ? gone[Int(~place)] : figures[Int(place)]
        }

        /// Positions, in parts of at most `size`. Where `least` figures of teams or more follow each other, no part of theirs
        /// has others: a release that publishes none of teams needn't read those.
        func parts(of size: Int, teamsApartFrom least: Int) -> [Range<Int>] {
            var cuts = [0]
            var start = 0
            while start < count {
                let isOfTeams = self[start].cell.scope.kind == .team
                let end = (start..<count).first { (self[$0].cell.scope.kind == .team) != isOfTeams } ?? count
                if isOfTeams, end - start >= least { cuts += [start, end] }
                start = end
            }
            return zip(cuts, cuts.dropFirst() + [count]).flatMap { from, to in
                stride(from: from, to: to, by: size).map { $0..<min($0 + size, to) }
            }
        }
    }
}

extension Figure {
    /// What the ledger says of a cell that is no more.
    fileprivate var gone: Figure {
        var empty = self
        empty.estimate = .none
        empty.n = 0
        empty.censored = nil
        empty.coverage = nil
        empty.refusal = nil
        empty.contributors = .nobody
        empty.exposure = .none
        return empty
    }
}
