import Domain
import Postgres

/// Where the rows of a dataset that is read as columns come from, and how its derived columns follow: one function each.
///
/// The dataset's own rows are called `counted`.
struct Source {
    private(set) var table: Query
    /// By name, an expression.
    private(set) var derived: [String: Query] = [:]
    /// What holds of the rows beside that they are counted.
    private(set) var condition: Query = "true"
    /// Of rows that are many, and on whose order no figure hangs, none: sorting them takes longer than reading them.
    private(set) var order: Query?

    /// `counted`: the rows that are read, under that name; `columns`: what is read of them.
    init(of dataset: Dataset, in organization: Int64, _ counted: Query, columns: [String]) {
        table = counted
        switch dataset.name {
        case Datasets.helpRequests.name:
            endRequests()
            if columns.contains(HelpRequests.contributedAt.name) { addContributions(organization, of: counted) }
            if columns.contains(HelpRequests.waits.name) {
                addList(
                    HelpRequests.waits, of: Datasets.requestWaits, from: RequestWaits.from, to: RequestWaits.to,
                    last: RequestWaits.to.name, organization, counted)
            }
            if columns.contains(HelpRequests.reopenings.name) {
                addList(
                    HelpRequests.reopenings, of: Datasets.requestReopenings, from: RequestReopenings.reopenedAt,
                    to: RequestReopenings.closedAt, last: "open_until", organization, counted)
                derived[HelpRequests.endedAt.name] = "greatest(counted.ended_at, reopenings.last)"
            }
        case Datasets.helpContributions.name: addRequest()
        case Datasets.satisfaction.name: addItems()
        case Datasets.surveyInvitations.name: addInvited()
        case Datasets.people.name:
            order = "counted.person_id, counted.joined_on, counted.valid_from, counted.source_id"
        // As they were told.
        case Datasets.turnover.name: order = "counted.person_id, counted.batch_id, counted.told_line"
        case Datasets.teams.name: order = "counted.team_id, counted.valid_from, counted.source_id"
        case Datasets.agreements.name:
            order = "counted.person_id, counted.valid_from, counted.source_id, counted.agreement_id"
        case Datasets.agreementBoundaries.name: cutBoundaries()
        case Datasets.calendars.name: chooseCalendars(organization)
        case Datasets.leave.name:
            order = "counted.person_id, counted.valid_from, counted.valid_to, counted.source_id"
        case Datasets.pairMeetings.name: addPairing()
        case Datasets.supportTies.name: dateTies(organization)
        default: break
        }
    }

    /// The helper that figures read is somebody else than the asker.
    private mutating func endRequests() {
        derived = [
            HelpRequests.helper.name: "nullif(counted.helper_id, counted.requester_id)",
            HelpRequests.isClosedByAsker.name: "counted.helper_id = counted.requester_id",
        ]
    }

    /// Of any time: a contribution before the window has replaced its request as a piece all the same, unless it is the
    /// asker's own. Only those of the requests that are read: of few they are looked up, of many a pass over all is
    /// faster.
    private mutating func addContributions(_ organization: Int64, of requests: Query) {
        table = """
            \(table) LEFT JOIN (
                SELECT organization_id, source_id, request_id, min(started_at) AS contributed_at
                FROM \(table: Datasets.helpContributions) AS given
                JOIN \(requests) USING (organization_id, source_id, request_id)
                WHERE given.organization_id = \(organization) AND given.helper_id IS DISTINCT FROM counted.requester_id
                GROUP BY organization_id, source_id, request_id
            ) AS contribution USING (organization_id, source_id, request_id)
            """
        derived[HelpRequests.contributedAt.name] = "contribution.contributed_at"
    }

    /// The rows of another dataset that name a request, as its list.
    private mutating func addList(
        _ column: Column<Kind.Spans>, of dataset: Dataset, from: some ColumnHandle, to: some ColumnHandle,
        last: String, _ organization: Int64, _ requests: Query
    ) {
        table = """
            \(table) LEFT JOIN (
                SELECT organization_id, source_id, request_id, \(Self.list(from: from.name, to: to.name)) AS stretches,
                    max(\(identifier: last)) AS last
                FROM \(table: dataset)
                WHERE organization_id = \(organization) AND (source_id, request_id) IN (
                    SELECT source_id, request_id FROM \(requests)
                )
                GROUP BY organization_id, source_id, request_id
            ) AS \(identifier: column.name) USING (organization_id, source_id, request_id)
            """
        derived[column.name] = "\(identifier: column.name).stretches"
    }

    /// The stretches of several rows: all beginnings, then all ends in the same order.
    private static func list(from: String, to: String) -> Query {
        let (from, to): (Query, Query) = ("\(identifier: from)", "\(identifier: to)")
        return "array_agg(\(from) ORDER BY \(from), \(to)) || array_agg(\(to) ORDER BY \(from), \(to))"
    }

    /// The request that the row names.
    private mutating func addRequest() {
        table = """
            \(table) LEFT JOIN \(table: Datasets.helpRequests) AS asked
                ON asked.organization_id = counted.organization_id AND asked.source_id = counted.source_id
                AND asked.request_id = counted.request_id
            """
        derived = [
            HelpContributions.namesRequest.name: "counted.request_id IS NOT NULL",
            HelpContributions.asker.name: "asked.requester_id", HelpContributions.requestTeam.name: "asked.team_id",
            HelpContributions.requestKind.name: "asked.kind", HelpContributions.requestOpenedAt.name: "asked.opened_at",
        ]
    }

    /// The pair that the row names.
    private mutating func addPairing() {
        table = """
            \(table) LEFT JOIN \(table: Datasets.pairings) AS pairing
                ON pairing.organization_id = counted.organization_id AND pairing.source_id = counted.source_id
                AND pairing.pairing_id = counted.pairing_id
            """
        derived = [
            PairMeetings.supporter.name: "pairing.supporter_id", PairMeetings.supported.name: "pairing.supported_id",
            PairMeetings.kind.name: "pairing.kind", PairMeetings.pairedFrom.name: "pairing.valid_from",
        ]
    }

    /// By the last answer to their survey.
    private mutating func dateTies(_ organization: Int64) {
        table = """
            \(table) LEFT JOIN (
                SELECT organization_id, source_id, survey_id, max(submitted_at) AS answered_at
                FROM \(table: Datasets.satisfaction) WHERE organization_id = \(organization)
                GROUP BY organization_id, source_id, survey_id
            ) AS answered USING (organization_id, source_id, survey_id)
            """
        derived[SupportTies.answeredAt.name] = "answered.answered_at"
    }

    /// Cut to the agreement's stretches, and without what is left of none.
    private mutating func cutBoundaries() {
        table = """
            \(table) JOIN \(table: Datasets.agreements) AS agreement
                ON agreement.organization_id = counted.organization_id AND agreement.source_id = counted.source_id
                AND agreement.agreement_id = counted.agreement_id
            """
        let (first, after): (Query, Query) = (
            "greatest(agreement.valid_from, counted.valid_from)", "least(agreement.valid_to, counted.valid_to)"
        )
        derived = [
            AgreementBoundaries.person.name: "agreement.person_id", AgreementBoundaries.firstDay.name: first,
            AgreementBoundaries.dayAfter.name: after,
        ]
        condition = "(\(after) IS NULL OR \(first) < \(after))"
        order =
            "agreement.person_id, counted.source_id, counted.agreement_id, \(first), counted.weekday, counted.starts"
    }

    /// A calendar of which several sources give hours has those of the first source.
    private mutating func chooseCalendars(_ organization: Int64) {
        condition = """
            counted.source_id = (
                SELECT min(shift.source_id) FROM \(table: Datasets.calendars) AS shift
                WHERE shift.organization_id = \(organization) AND shift.calendar_id = counted.calendar_id
            )
            """
        order = "counted.calendar_id, counted.weekday, counted.starts"
    }

    /// Answers come in key order: those of a token to an item follow each other in time.
    private mutating func addItems() {
        derived = [
            Satisfaction.survey.name: Self.survey,
            Satisfaction.item.name: "counted.instrument || '/' || counted.item",
        ]
        order = """
            counted.source_id, counted.survey_id, counted.response_token, counted.instrument, counted.item,
                counted.submitted_at
            """
    }

    /// By the survey that answers name; groups that nobody names are blank in the key.
    private mutating func addInvited() {
        derived = [
            SurveyInvitations.survey.name: Self.survey,
            SurveyInvitations.team.name: "nullif(counted.team_id, '')",
            SurveyInvitations.department.name: "nullif(counted.department_id, '')",
        ]
    }

    /// A survey of two sources is two surveys.
    private static let survey: Query = "counted.source_id || '/' || counted.survey_id"
}
