import Domain

/// One request and what became of it; people and teams are positions in the organization.
struct SimulatedRequest {
    let opened: WallTime
    /// `nil` where it was asked without a name.
    let requester: Int?
    let team: Int
    let isTeamNamed: Bool
    let kind: Kind
    let isKindNamed: Bool
    let channel: String
    let urgency: Urgency
    var helper: Int?
    var responded: WallTime?
    var resolved: WallTime?
    var reopened: WallTime?
    var finallyClosed: WallTime?
    var withdrawn: WallTime?
    var minutes: Int?

    /// What is known of it on the morning of a day: later events have not happened yet.
    func known(on day: LocalDate) -> SimulatedRequest {
        func past(_ time: WallTime?) -> WallTime? { time.flatMap { $0.date < day ? $0 : nil } }
        var request = self
        request.responded = past(responded)
        request.resolved = past(resolved)
        request.reopened = past(reopened)
        request.finallyClosed = past(finallyClosed)
        request.withdrawn = past(withdrawn)
        if request.resolved == nil { request.minutes = nil }
        if request.responded == nil && request.resolved == nil { request.helper = nil }
        return request
    }

    var lastEvent: WallTime {
        [opened, responded, resolved, reopened, finallyClosed, withdrawn].compactMap { $0 }.max() ?? opened
    }

    /// A resolved request with a known helper is a piece of help.
    var isPiece: Bool { resolved != nil && helper != nil }
}
