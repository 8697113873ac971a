import Domain

/// A share of records of which one person can have many, with Wilson's limits at the size that as many independent
/// records would have: n/deff.
///
/// deff is the variance of the ratio p = Σy/Σx over m people, m/(m-1) Σ(y - px)²/(Σx)², over that of n independent
/// records, p(1 - p)/n; at least 1, and 1 where p is 0 or 1 or one person has everything.
///
/// Source: Korn, Graubard 1998, Survey Methodology 24, 193-201.
struct ClusteredShare {
    private var records = 0
    private var events = 0
    private var people = 0
    /// Over people: Σx², Σxy and Σy². Exact, so that the result hangs on no order; none is above the square of all records,
    /// of which there are far fewer than 2³¹.
    private var squaredRecords = 0
    private var products = 0
    private var squaredEvents = 0

    /// What one person has: 1 or more records, 0 or more of them events.
    @inline(__always)
    mutating func add(records x: Int, events y: Int) {
        records += x
        events += y
        people += 1
        squaredRecords += x * x
        products += x * y
        squaredEvents += y * y
    }

    /// No value without records.
    var estimate: Estimate { Wilson.estimate(events, of: records, designEffect: designEffect) }

    private var designEffect: Double {
        guard people > 1, events > 0, events < records else { return 1 }
        let (n, e) = (Int128(records), Int128(events))
        // n² Σ(y - px)²
        let squares =
            n * n * Int128(squaredEvents) - 2 * n * e * Int128(products) + e * e * Int128(squaredRecords)
        let factor = Double(people) / Double(people - 1)
        return max(1, factor * Double(squares) / (Double(records) * Double(e * (n - e))))
    }
}

/// Shares of many groups of records, with one table of what each person has.
struct ClusteredShares {
    private var counts: [(records: Int32, events: Int32)]

    init(personCount: Int) { counts = Array(repeating: (0, 0), count: personCount) }

    /// Whose nobody knows is each somebody's own: `person` is unknown.
    ///
    /// Inlined, so that what tells of a position is no call.
    @inline(__always)
    mutating func estimate(
        of positions: some Sequence<Int32>, person: (Int) -> Person, isEvent: (Int) -> Bool
    ) -> Estimate {
        var share = ClusteredShare()
        var touched: [Person] = []
        // As a buffer: an array that changes would be asked for its references with every record.
        counts.withUnsafeMutableBufferPointer { counts in
            for position in positions {
                let (person, event) = (person(Int(position)), isEvent(Int(position)) ? 1 : 0)
                guard person.isKnown else {
                    share.add(records: 1, events: event)
                    continue
                }
                if counts[person.index].records == 0 { touched.append(person) }
                counts[person.index].records += 1
                counts[person.index].events += Int32(event)
            }
            for person in touched {
                share.add(records: Int(counts[person.index].records), events: Int(counts[person.index].events))
                counts[person.index] = (0, 0)
            }
        }
        return share.estimate
    }
}
