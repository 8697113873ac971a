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
    /// The stretch, between answer and close, in which it waited for its asker.
    var waited: (from: WallTime, to: WallTime)?
    /// Pieces of help that name it.
    var contributions: [SimulatedContribution] = []
    var thanks: SimulatedRecognition?

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
        if past(waited?.from) == nil { request.waited = nil }
        request.contributions.removeAll { $0.started.date >= day }
        if past(thanks?.given) == nil { request.thanks = nil }
        return request
    }

    var lastEvent: WallTime {
        [opened, responded, resolved, reopened, finallyClosed, withdrawn].compactMap { $0 }.max() ?? opened
    }

    /// A resolved request with a known helper is a piece of help.
    var isPiece: Bool { resolved != nil && helper != nil }
}

/// A piece of help that was noted by itself.
struct SimulatedContribution {
    enum Origin { case usual, overrun, afterHours, overworked }

    let helper: Int
    /// `nil` where the record does not say it.
    var recipient: Int?
    let started: WallTime
    var minutes: Int?
    /// `nil` where the record does not say it.
    var kind: Kind?
    var rating: Int?
    var origin = Origin.usual
}

/// A thank-you.
struct SimulatedRecognition {
    let giver, receiver: Int
    let given: WallTime
    let reason: String
    /// Separated by |.
    let valueTags: String
    let isPublic: Bool
}
