import Domain

/// The pieces of help that began in a window, as columns. A resolved request is one, at its first close.
///
/// In ascending order of minutes, unknown ones last, so that sums over any part are the same to the bit whatever
/// order the facts had.
struct Pieces {
    let helper: [Int32]
    /// NaN where unknown.
    let minutes: [Double]
    /// Where the helper worked on the day of the piece.
    let team: [Int32]
    let department: [Int32]
    /// How many records there are, those without a known helper included: they are no pieces.
    let recordCount: Int

    init(view: PeriodView) {
        let requests = view.facts.requests
        let resolved = view.rows.filter { row in
            let close = view.firstClose(of: Int(row))
            return close.outcome == .event && close.at >= view.window.from.microseconds
        }
        recordCount = resolved.count
        let rows = resolved.filter { requests.helper[Int($0)] >= 0 }.sorted { a, b in
            let (first, second) = (requests.effortMinutes[Int(a)], requests.effortMinutes[Int(b)])
            return first < second || second.isNaN && !first.isNaN
        }
        helper = rows.map { requests.helper[Int($0)] }
        minutes = rows.map { requests.effortMinutes[Int($0)] }
        let places = rows.map { row in
            let day = view.window.zone.date(at: Instant(microseconds: view.firstClose(of: Int(row)).at))
            return view.facts.place(of: requests.helper[Int(row)], on: day)
        }
        team = places.map(\.team)
        department = places.map(\.department)
    }

    var count: Int { helper.count }
}
