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

extension PeriodView {
    /// How many of some requests each asker has, those of unknown askers together; `nil` where askers aren't recorded.
    func requestsByAsker(_ rows: some Sequence<Row>) -> [Double]? {
        guard facts.has(HelpRequests.requester) else { return nil }
        return Dictionary(grouping: rows) { requests.requester[$0] }.values.map { Double($0.count) }
    }
}
