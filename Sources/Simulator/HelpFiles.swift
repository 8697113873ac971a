import Domain

/// Writes requests and what belongs to them as they come, without keeping any.
struct HelpFiles: ~Copyable {
    private let organization: SimulatedOrganization
    /// First day that has not happened yet.
    private let until: LocalDate
    private var clock: WallClock
    private var requests, waits, reopenings, contributions, recognitions: CSVFile
    private(set) var counts = Counts()

    struct Counts {
        var requests = 0
        var contributions = 0
        var recognitions = 0
        /// Pieces of the overloaded helper, and of everybody in requests that were asked of the team.
        var overloadedPieces = 0
        var overloadedTeamPieces = 0
        var overrunPieces = 0
        var afterHoursPieces = 0
        var overworkedPieces = 0
        /// What quiet juniors would have asked, and people who are afraid to ask.
        var notAsked = (quiet: 0, fear: 0)
    }

    init(
        of organization: SimulatedOrganization, in directory: String, until: LocalDate, zone: Zone
    ) throws(SimulationError) {
        // Either all are open or none.
        let requests = try CSVFile(of: Datasets.helpRequests, in: directory)
        let waits = try CSVFile(of: Datasets.requestWaits, in: directory)
        let reopenings = try CSVFile(of: Datasets.requestReopenings, in: directory)
        let contributions = try CSVFile(of: Datasets.helpContributions, in: directory)
        let recognitions = try CSVFile(of: Datasets.recognitions, in: directory)
        self.requests = requests
        self.waits = waits
        self.reopenings = reopenings
        self.contributions = contributions
        self.recognitions = recognitions
        self.organization = organization
        self.until = until
        clock = WallClock(zone: zone)
    }

    mutating func append(_ request: SimulatedRequest) throws(SimulationError) {
        let request = request.known(on: until)
        let id = Names.request(counts.requests)
        try requests.append(fields(of: request, id: id))
        if let wait = request.waited {
            let to = wait.to.date < until ? clock.text(of: wait.to) : ""
            let from = clock.text(of: wait.from)
            try waits.append([id, from, to, to.isEmpty ? from : to])
        }
        if let reopened = request.reopened {
            let from = clock.text(of: reopened)
            let to = request.finallyClosed.map { clock.text(of: $0) } ?? ""
            try reopenings.append([id, from, to, to.isEmpty ? from : to])
        }
        for contribution in request.contributions { try append(contribution, to: id) }
        if let thanks = request.thanks { try append(thanks) }
        counts.requests += 1
        if request.isPiece {
            if request.helper == organization.overloadedPerson { counts.overloadedPieces += 1 }
            if request.team == organization.plan.overloadedTeam { counts.overloadedTeamPieces += 1 }
        }
    }

    /// `request`: the id of the request that it answers, empty where nobody asked.
    mutating func append(
        _ contribution: SimulatedContribution, to request: String = ""
    ) throws(SimulationError) {
        guard contribution.started.date < until else { return }
        let started = clock.text(of: contribution.started)
        try contributions.append([
            Names.contribution(counts.contributions), request, organization.people[contribution.helper].id,
            id(contribution.recipient), started, contribution.minutes, contribution.kind?.name, contribution.rating,
            started,
        ])
        counts.contributions += 1
        switch contribution.origin {
        case .usual: break
        case .overrun: counts.overrunPieces += 1
        case .afterHours: counts.afterHoursPieces += 1
        case .overworked: counts.overworkedPieces += 1
        }
    }

    mutating func append(_ recognition: SimulatedRecognition) throws(SimulationError) {
        guard recognition.given.date < until else { return }
        let given = clock.text(of: recognition.given)
        try recognitions.append([
            Names.recognition(counts.recognitions), organization.people[recognition.giver].id,
            organization.people[recognition.receiver].id, given, recognition.reason, recognition.valueTags,
            recognition.isPublic, given,
        ])
        counts.recognitions += 1
    }

    consuming func finish() throws(SimulationError) {
        try requests.finish()
        try waits.finish()
        try reopenings.finish()
        try contributions.finish()
        try recognitions.finish()
    }

    private func id(_ person: Int?) -> String? { person.map { organization.people[$0].id } }

    private mutating func fields(of request: SimulatedRequest, id requestID: String) -> CSVFile.Fields {
        var times: CSVFile.Fields = []
        for time in [
            request.opened, request.responded, request.resolved, request.reopened, request.finallyClosed,
            request.withdrawn,
        ] { times.append(time.map { clock.text(of: $0) }) }
        return [
            requestID, id(request.requester), id(request.helper),
            request.isTeamNamed ? organization.teams[request.team].id : nil,
            request.isKindNamed ? request.kind.name : nil, request.channel, request.urgency.name,
        ] + times + [request.minutes, request.requester == nil, clock.text(of: request.lastEvent)]
    }
}
