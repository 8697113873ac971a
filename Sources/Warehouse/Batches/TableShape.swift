import Domain
import Postgres

/// A dataset's table as SQL text: which columns it has and in which order they are written.
struct TableShape: Sendable {
    let dataset: Dataset
    /// Schema-qualified and safe: names come from descriptors, which are part of the program.
    let table: String

    init(_ dataset: Dataset) {
        self.dataset = dataset
        table = "mutuality.\(dataset.table)"
    }

    /// The dataset's own columns, in the order of its descriptor.
    var columns: [String] { dataset.columns.map(\.name) }
    /// What a loaded row consists of.
    var storedColumns: [String] { ["organization_id", "source_id"] + columns + ["batch_id"] }
    var key: [String] { ["organization_id", "source_id"] + dataset.key }
    /// What makes a row say something else when it differs.
    var content: [String] { columns.filter { !dataset.key.contains($0) && $0 != "updated_at" } }

    func list(_ names: [String], of alias: String? = nil) -> String {
        names.map { (alias.map { "\($0)." } ?? "") + $0 }.joined(separator: ", ")
    }

    func equal(_ a: String, _ b: String, on names: [String]) -> String {
        names.map { "\(a).\($0) = \(b).\($0)" }.joined(separator: " AND ")
    }

    func differ(_ a: String, _ b: String, in names: [String]) -> String {
        names.isEmpty ? "false" : "(\(list(names, of: a))) IS DISTINCT FROM (\(list(names, of: b)))"
    }

    /// First and last local month that a row touches in any of the zones, as dates.
    func touches(_ alias: String, zones: [Zone]) -> Query {
        func months(_ column: String) -> Query {
            let months = zones.map { zone in
                "date_trunc('month', \(dangerouslyUnescaped: "\(alias).\(column)") AT TIME ZONE \(zone.name))" as Query
            }
            return months.dropFirst().reduce(months[0]) { "\($0), \($1)" }
        }
        func months(ofDate column: String) -> String { "date_trunc('month', \(alias).\(column)::timestamp)::date" }
        return switch dataset.touches {
        case .instants(let from, let to): "least(\(months(from)))::date, greatest(\(months(to)))::date"
        case .wholeGroup(let instant): "least(\(months(instant)))::date, greatest(\(months(instant)))::date"
        case .dates(let from, let to):
            """
            coalesce(\(dangerouslyUnescaped: months(ofDate: from)), '-infinity'),
            coalesce(\(dangerouslyUnescaped: months(ofDate: to)), 'infinity')
            """
        case .onward(let from):
            if dataset.columns.first(where: { $0.name == from })?.type == .instant {
                "least(\(months(from)))::date, 'infinity'::date"
            } else {
                "\(dangerouslyUnescaped: months(ofDate: from)), 'infinity'::date"
            }
        case .employment(let endedOn):
            """
            least(\(dangerouslyUnescaped: months(ofDate: endedOn)), (
                SELECT date_trunc('month', min(left_on)::timestamp)::date FROM mutuality.person_spell
                WHERE organization_id = \(dangerouslyUnescaped: alias).organization_id
                    AND person_id = \(dangerouslyUnescaped: alias).person_id
            )), 'infinity'::date
            """
        case .everything: "'-infinity'::date, 'infinity'::date"
        }
    }
}
