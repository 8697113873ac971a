import Domain

extension Records<RequestContributors> {
    /// Requests, all of which are measured, at the places to which they are attributed, or at those of their askers;
    /// `hash` is of what the request at a position counts as.
    init(
        ofRequests rows: [Row], atTheirAskers: Bool = false, in view: PeriodView, hash: (_ position: Int) -> UInt64
    ) {
        let places = atTheirAskers ? view.placesOfAskers : view.places
        self.init(
            count: rows.count, places: view.kindsOfParts.isEmpty ? [] : places(rows),
            people: RequestContributors(view: view, rows: rows, hash: hash))
    }
}

extension PeriodView {
    /// Where the asker of each of some requests worked when it was opened.
    func placesOfAskers(of rows: [Row]) -> [Place] {
        rows.map { facts.place(of: requests.requester[$0], on: window.zone.date(at: requests.openedAt[$0])) }
    }
}
