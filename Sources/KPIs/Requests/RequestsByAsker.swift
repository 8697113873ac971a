import Domain

/// How many requests of a group each asker has, of many groups with one table.
struct RequestsByAsker {
    private let askers: ColumnValues<Kind.Person>
    private let areRecorded: Bool
    /// By person; 0 between groups.
    private var counts: [Int32]

    init(in view: PeriodView) {
        askers = view.requests.requester
        areRecorded = view.facts.has(HelpRequests.requester)
        counts = Array(repeating: 0, count: view.facts.people.count)
    }

    /// In no order, those of unknown askers together; `nil` where askers aren't recorded.
    mutating func amounts(of rows: some Sequence<Row>) -> [Double]? {
        guard areRecorded else { return nil }
        var ofUnknown = 0
        var touched: [Person] = []
        for row in rows {
            let asker = askers[row]
            guard asker.isKnown else {
                ofUnknown += 1
                continue
            }
            if counts[asker.index] == 0 { touched.append(asker) }
            counts[asker.index] += 1
        }
        var amounts = ofUnknown > 0 ? [Double(ofUnknown)] : []
        for asker in touched {
            amounts.append(Double(counts[asker.index]))
            counts[asker.index] = 0
        }
        return amounts
    }
}
