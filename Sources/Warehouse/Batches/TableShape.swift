import Domain
import Postgres

/// A dataset's table as SQL text: which columns it has and in which order they are written.
struct TableShape: Sendable {
    let dataset: Dataset
    /// Schema-qualified and safe: names come from descriptors, which are part of the program.
    let table: String

    init(_ dataset: Dataset) {
        self.dataset = dataset
        table = dataset.qualifiedTable
    }

    /// The dataset's own columns, in the order of its descriptor.
    var columns: [String] { dataset.columns.map(\.name) }
    /// What a row of a file becomes.
    var loadedColumns: [String] { ["organization_id", "source_id"] + columns + ["batch_id"] }
    /// The same, and what the table keeps of the line.
    var storedColumns: [String] { loadedColumns + (dataset.toldOf == nil ? [] : [Self.toldLine]) }
    static let toldLine = "told_line"
    var key: [String] { ["organization_id", "source_id"] + dataset.key }
    /// What makes a row say something else when it differs.
    var content: [String] { columns.filter { !dataset.key.contains($0) && $0 != "updated_at" } }
    /// What of it figures can hang on.
    var counted: [String] { content.filter { !labels.contains($0) } }
    private var labels: [String] { dataset.columns.filter(\.isLabel).map(\.name) }

    func list(_ names: [String], of alias: String? = nil) -> String {
        names.map { (alias.map { "\($0)." } ?? "") + $0 }.joined(separator: ", ")
    }

    func equal(_ a: String, _ b: String, on names: [String]) -> String {
        names.map { "\(a).\($0) = \(b).\($0)" }.joined(separator: " AND ")
    }

    func differ(_ a: String, _ b: String, in names: [String]) -> String {
        names.isEmpty ? "false" : "(\(list(names, of: a))) IS DISTINCT FROM (\(list(names, of: b)))"
    }

    /// The first month of which figures can tell `old` from `new`, in any of the zones: that of the first instant at which
    /// a value that differs is known. `infinity` where none ever is, `-infinity` where they differ from the beginning.
    func firstMonthOfDifference(_ old: String, _ new: String, zones: [Zone]) -> Query {
        let timeless = dataset.columns.filter { $0.knownFrom.isEmpty && counted.contains($0.name) }.map(\.name)
        let known = dataset.columns.filter { !$0.knownFrom.isEmpty }
        if known.isEmpty { return "'-infinity'::date" }
        let instants = known.map { column in
            let instants = column.knownFrom.flatMap { ["\(old).\($0)", "\(new).\($0)"] }.joined(separator: ", ")
            return "CASE WHEN \(differ(old, new, in: [column.name])) THEN least(\(instants)) END"
        }
        let first = "coalesce(least(\(instants.joined(separator: ", "))), 'infinity')"
        return """
            CASE WHEN \(dangerouslyUnescaped: differ(old, new, in: timeless)) THEN '-infinity'
                ELSE least(\(zones.months(of: first))) END::date
            """
    }

    /// First and last month that another table's rows touch because they name rows of `changed`, which has the key.
    func touches(of reference: Dataset.Reference, to changed: Query, zones: [Zone]) -> Query? {
        guard let referring = Datasets.named(reference.dataset) else { return nil }
        var months: Query = "'-infinity'::date, 'infinity'::date"
        if let at = reference.at {
            let (first, last) = (
                zones.months(of: "reference.\(at)"), zones.months(of: "reference.\(reference.until ?? at)")
            )
            months = "least(\(first))::date, greatest(\(last))::date"
        }
        let columns = ["organization_id", "source_id"] + reference.by
        return """
            SELECT DISTINCT \(months)
            FROM \(table: referring) AS reference
            JOIN (\(changed)) AS changed ON \(dangerouslyUnescaped: equal("reference", "changed", on: columns))
            """
    }

    /// The joined_on of the stretch that a separation is about, as `Roster` has it; NULL without one.
    func stretch(endedBy alias: String) -> Query {
        let leftOn = "\(alias).left_on"
        func latest(_ condition: String) -> String { "max(joined_on) FILTER (WHERE \(condition))" }
        let conditions = ["stretch.left_on = \(leftOn)", "joined_on < \(leftOn)", "joined_on = \(leftOn)"]
        return """
            (
                SELECT coalesce(\(dangerouslyUnescaped: conditions.map(latest).joined(separator: ", ")))
                FROM (
                    SELECT joined_on, min(left_on) AS left_on FROM \(table: Datasets.people)
                    WHERE organization_id = \(dangerouslyUnescaped: alias).organization_id
                        AND person_id = \(dangerouslyUnescaped: alias).person_id
                    GROUP BY joined_on
                ) AS stretch
            )
            """
    }
}
