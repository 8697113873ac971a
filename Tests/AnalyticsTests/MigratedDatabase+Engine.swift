import Domain
import KPIs
import Logging
import Postgres
import TestSupport
import Warehouse

@testable import Analytics

extension MigratedDatabase {
    var acme: Organization {
        get async throws { try await warehouse.organization(named: "acme") }
    }

    func engine(_ kpis: [any KPI.Type] = Catalog.all, pool: Pool? = nil) -> Engine {
        Engine(
            warehouse: Database(pool: pool ?? self.pool, logger: Logger(label: "test")), kpis: kpis,
            logger: Logger(label: "test"))
    }

    @discardableResult
    func compute(now: Instant, full: Bool = false) async throws -> Engine.Outcome {
        try await engine().compute(acme, now: now, full: full)
    }

    private static let cell =
        "kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic"

    /// The last entry of each cell, without when and by which computation it was found. Digests count pseudonyms, so
    /// they differ between databases.
    func ledger(withDigest: Bool = true) async throws -> [String] {
        try await texts(
            """
            SELECT DISTINCT ON (\(Self.cell)) \(Self.cell), version, unit, value, lower_limit, upper_limit, n, censored,
                coverage, refusal, people\(withDigest ? ", encode(digest, 'hex') AS digest" : "")
            FROM mutuality.ledger ORDER BY \(Self.cell), computation_id DESC
            """)
    }

    /// Forgets what was computed: the next computation begins from nothing, over the same facts.
    func forgetFigures() async throws {
        try await run("TRUNCATE mutuality.ledger_page, mutuality.computed, mutuality.computation CASCADE")
    }

    /// Whether an entry of `ledger` says that its cell is gone.
    static func isGone(_ entry: String) -> Bool {
        entry.contains(#""value":null"#) && entry.contains(#""n":0,"censored":null,"coverage":null"#)
    }
}
