import Domain
import Postgres

/// Reads an organization's records as columns, streamed from binary COPYs.
///
/// Memory: the columns of what lies in the window, some hundred bytes a record, and what has no window: roster, teams,
/// separations, calendars. Tables of datasets that the organization lacks aren't asked.
package enum FactsReader {
    /// What is needed, in one snapshot if the transaction gives one: requests open at some time in their stretches,
    /// their waits; contributions begun, thanks given, surveys that ended within theirs. What divides or weighs requests
    /// is left out where no figure needs it, and so is when others first helped with them. `rows`: how many records of
    /// each dataset were read, each once. `known`: what was read before, whose records are left out.
    package static func read(
        _ organization: Int64, _ needs: FactNeeds, without known: FactNeeds? = nil, on connection: Connection
    ) async throws -> (facts: Facts, rows: [String: Int]) {
        // Each table is read once, in one pass: compiling a plan takes longer than it saves. What is hashed are some
        // columns of the requests that are read anyway, so there is room for them.
        _ = try await connection.execute("SET LOCAL jit = off")
        _ = try await connection.execute("SET LOCAL work_mem = '256MB'")
        var state = FactsBuilder(needs: needs)
        var rows: [String: Int] = [:]
        let queries = FactsQueries(organization: organization, needs: needs, known: known)
        if needs.stretches[Datasets.helpRequests.name] != nil {
            let plan = try await connection.query(queries.requestPlan) { try $0.only(String.self) }
            if let rows = plan.first?.firstMatch(of: /rows=([0-9]+)/) { state.expect(requests: Int(rows.1) ?? 0) }
        }
        for table in queries.tables(columns: state.columns(of:)) {
            let before = state.rowCount
            state = try await connection.copyOut("COPY (\(table.select)) TO STDOUT (FORMAT binary)", into: state) {
                try table.add(&$0, &$1)
                $0.rowCount += 1
            }
            state.end(table.dataset)
            rows[table.dataset.name] = state.rowCount - before
            rows.merge(state.listed(in: table.dataset)) { $1 }
        }
        return (state.finished(), rows)
    }
}
