import Domain
import Postgres

/// Where the rows of a dataset that is read as columns come from, and how its derived columns follow: one case each.
///
/// The dataset's own table is called `counted`.
struct Source {
    var table: Query
    /// By name, an expression.
    var derived: [String: Query] = [:]
    /// ` ORDER BY …` where figures hang on it.
    var order: Query = ""

    private init(_ table: Query) { self.table = table }

    static func of(_ dataset: Dataset, _ organization: Int64) -> Source {
        var source = Source("mutuality.\(identifier: dataset.table) AS counted")
        switch dataset.name {
        case Datasets.helpContributions.name: source.addRequest()
        case Datasets.satisfaction.name: source.addItems()
        default: break
        }
        return source
    }

    private mutating func addRequest() {
        table = """
            \(table) LEFT JOIN mutuality.help_request AS asked
                ON asked.organization_id = counted.organization_id AND asked.source_id = counted.source_id
                AND asked.request_id = counted.request_id
            """
        derived = [
            HelpContributions.asker.name: "asked.requester_id", HelpContributions.requestTeam.name: "asked.team_id",
            HelpContributions.requestOpenedAt.name: "asked.opened_at",
        ]
    }

    /// Answers come in key order: those of a token to an item follow each other in time.
    private mutating func addItems() {
        derived = [
            Satisfaction.survey.name: "counted.source_id || '/' || counted.survey_id",
            Satisfaction.item.name: "counted.instrument || '/' || counted.item",
        ]
        order = """
             ORDER BY counted.source_id, counted.survey_id, counted.response_token, counted.instrument, counted.item,
                counted.submitted_at
            """
    }
}
