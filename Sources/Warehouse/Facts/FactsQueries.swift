import Domain
import Postgres

/// What is asked of each table, and which part of the columns its rows fill.
///
/// Requests, contributions and thanks come as they lie: they are many, sorting them by their keys takes longer than
/// reading them, and no figure hangs on their order. Of the rest keys are `COLLATE "C"`, so that its order is the same in
/// every database.
struct FactsQueries {
    struct Table: Sendable {
        let dataset: Dataset
        let select: Query
        let add: @Sendable (inout FactsBuilder, inout BinaryCopyRow) throws -> Void

        init(
            _ dataset: Dataset, _ select: Query,
            _ add: @escaping @Sendable (inout FactsBuilder, inout BinaryCopyRow) throws -> Void
        ) {
            self.dataset = dataset
            self.select = select
            self.add = add
        }
    }

    let organization: Int64
    let needs: FactNeeds
    /// What was read before.
    let known: FactNeeds?

    /// Of what is needed. `columns`: those of a dataset that are held.
    func tables(columns: (Dataset) -> [String]) -> [Table] {
        let read = Datasets.all.filter { !$0.readable.isEmpty }.map { dataset in
            let names = columns(dataset)
            let forms = names.compactMap { name in dataset.readable.first { $0.name == name }?.form }
            return Table(dataset, rows(of: dataset, columns: names)) { try $0.addRow(of: dataset.name, &$1, forms) }
        }
        return read.filter { needs.stretches[$0.dataset.name] != nil }
    }

    /// Its first line says how many requests there are about, as the planner thinks.
    var requestPlan: Query { "EXPLAIN SELECT FROM \(counted(Datasets.helpRequests))" }

    /// Of a dataset that is read as columns; of no other table's rows unless `Source` says so.
    private func rows(of dataset: Dataset, columns: [String]) -> Query {
        let source = Source(of: dataset, in: organization, counted(dataset), columns: columns)
        let selected = columns.map { source.derived[$0] ?? "counted.\(identifier: $0)" }
        let order: Query = source.order.map { " ORDER BY \($0)" } ?? ""
        return "SELECT \(selected.joined(by: ", ")) FROM \(source.table) WHERE \(source.condition)\(order)"
    }

    /// The rows that count in a stretch that is needed, and in none that was read, under the name `counted`; all, where
    /// nothing tells.
    ///
    /// Those that others make last are asked for apart: with one condition for both no index would find either.
    private func counted(_ dataset: Dataset) -> Query {
        func rows(_ condition: Query) -> Query {
            "SELECT * FROM \(table: dataset) AS counted WHERE counted.organization_id = \(organization) AND \(condition)"
        }
        guard let needed = isWithin(dataset, needs) else { return "(\(rows("true"))) AS counted" }
        let isNew: Query = known.flatMap { isWithin(dataset, $0) }.map { "NOT \($0.all)" } ?? "true"
        let own = rows("\(needed.own) AND \(isNew)")
        guard let held = needed.held else { return "(\(own)) AS counted" }
        return "(\(own) UNION ALL \(rows("\(held) AND NOT \(needed.own) AND \(isNew)"))) AS counted"
    }

    private func isWithin(_ dataset: Dataset, _ needs: FactNeeds) -> CountedRows? {
        dataset.isWithin(
            needs.stretches[dataset.name] ?? [], "counted", organization: organization, given: needs.stretches.keys)
    }
}
