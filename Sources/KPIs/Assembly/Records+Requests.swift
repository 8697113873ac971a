import Domain

extension Records<RequestContributors> {
    /// Requests, all of which are measured, at the places to which they are attributed; `hash` is of what the request at a
    /// position counts as.
    init(ofRequests rows: [Row], in view: PeriodView, hash: (_ position: Int) -> UInt64) {
        self.init(
            count: rows.count, places: view.kindsOfParts.isEmpty ? [] : view.places(of: rows),
            people: RequestContributors(view: view, rows: rows, hash: hash))
    }
}
