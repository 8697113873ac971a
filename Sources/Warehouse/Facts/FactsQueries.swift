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
        let add: @Sendable (inout FactsReading, inout BinaryCopyRow) throws -> Void

        init(
            _ dataset: Dataset, _ select: Query,
            _ add: @escaping @Sendable (inout FactsReading, inout BinaryCopyRow) throws -> Void
        ) {
            self.dataset = dataset
            self.select = select
            self.add = add
        }
    }

    let organization: Int64
    let needs: FactNeeds

    init(organization: Int64, needs: FactNeeds) {
        self.organization = organization
        self.needs = needs
    }

    /// Of what is needed. `columns`: those of a dataset that are held.
    func tables(columns: (Dataset) -> [String]) -> [Table] {
        let read = Datasets.all.filter { !$0.readable.isEmpty }.map { dataset in
            let names = columns(dataset)
            let forms = names.compactMap { name in dataset.readable.first { $0.name == name }?.form }
            return Table(dataset, rows(of: dataset, columns: names)) { try $0.addRow(of: dataset.name, &$1, forms) }
        }
        return read.filter { needs.stretches[$0.dataset.name] != nil }
    }

    /// `condition` of each stretch that is needed of a dataset: one of them has to hold.
    private func isNeeded(
        _ dataset: Dataset, _ condition: (_ from: PostgresTimestamp, _ to: PostgresTimestamp) -> Query
    ) -> Query {
        let conditions = (needs.stretches[dataset.name] ?? []).map {
            condition(
                Instant(microseconds: $0.from).timestamp, Instant(microseconds: $0.to).timestamp)
        }
        return conditions.dropFirst().reduce(conditions.first ?? "false") { "\($0) OR \($1)" }
    }

    /// Its first line says how many requests there are about, as the planner thinks.
    var requestPlan: Query {
        let requests = Datasets.helpRequests
        return """
            EXPLAIN SELECT FROM \(Source.table(requests))
            WHERE counted.organization_id = \(organization) AND (\(isWithin(requests)))
            """
    }

    /// Of a dataset that is read as columns; of no other table's rows unless `Source` says so.
    private func rows(of dataset: Dataset, columns: [String]) -> Query {
        let isCounted: Query = "counted.organization_id = \(organization) AND (\(isWithin(dataset)))"
        let source = Source(of: dataset, in: organization, isCounted, columns: columns)
        let selected = columns.map { source.derived[$0] ?? "counted.\(identifier: $0)" }
        let order: Query = source.order.map { " ORDER BY \($0)" } ?? ""
        let list = selected.dropFirst().reduce(selected.first ?? "") { "\($0), \($1)" }
        return "SELECT \(list) FROM \(source.table) WHERE \(isCounted) AND \(source.condition)\(order)"
    }

    /// Which rows count in a stretch that is needed.
    private func isWithin(_ dataset: Dataset) -> Query {
        switch dataset.touches {
        case .instants(let from, let to):
            isNeeded(dataset) { begin, end in
                let lasts = "counted.\(identifier: to) >= \(begin)" as Query
                let isHeld = holders(of: dataset, begin, end).reduce(lasts) { "\($0) OR \($1)" }
                return "counted.\(identifier: from) < \(end) AND (\(isHeld))"
            }
        case .onward(let from) where dataset.columns.contains { $0.name == from && $0.type == .instant }:
            isNeeded(dataset) { "counted.\(identifier: from) >= \($0) AND counted.\(identifier: from) < \($1)" }
        case .wholeGroup(let instant): isWithin(dataset, group: dataset.replacement.group ?? "", instant)
        case .dates, .employment, .onward, .use, .everything: "true"
        }
    }

    /// Rows of other datasets by which one counts in a stretch although it is over by itself.
    private func holders(of dataset: Dataset, _ begin: PostgresTimestamp, _ end: PostgresTimestamp) -> [Query] {
        dataset.references.compactMap { reference in
            guard let until = reference.until, needs.stretches[reference.dataset] != nil,
                let holder = Datasets.named(reference.dataset)
            else { return nil }
            let names = (["source_id"] + reference.by).map { "\(identifier: $0)" as Query }
            let list = names.dropFirst().reduce(names[0]) { "\($0), \($1)" }
            return """
                (\(list)) IN (
                    SELECT \(list) FROM \(table: holder) WHERE organization_id = \(organization)
                        AND \(identifier: reference.at) < \(end) AND \(identifier: until) >= \(begin)
                )
                """
        }
    }

    /// Whole groups with a row in a stretch; without those that get one after all of them, which date later.
    private func isWithin(_ dataset: Dataset, group: String, _ instant: String) -> Query {
        let last = needs.stretches[dataset.name]?.last?.to ?? .max
        let table = Source.table(dataset)
        return """
            (counted.source_id, counted.\(identifier: group)) IN (
                SELECT source_id, \(identifier: group) FROM \(table) WHERE organization_id = \(organization)
                    AND (\(isNeeded(dataset) { "\(identifier: instant) >= \($0) AND \(identifier: instant) < \($1)" }))
                EXCEPT
                SELECT source_id, \(identifier: group) FROM \(table) WHERE organization_id = \(organization)
                    AND \(identifier: instant) >= \(Instant(microseconds: last).timestamp)
            )
            """
    }
}
