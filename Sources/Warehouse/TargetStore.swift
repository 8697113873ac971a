import Domain
import Postgres

/// A target that is to be set, of the figure that the sheet has first today.
struct AssignedTarget {
    let sheet: Sheet
    let measure: String
    let statistic: String
    /// `nil`: none.
    let value: Double?
}

extension Database {
    /// What an organization's figures were to be, as it was known at `now`, as the reader's role sees it.
    public func targets(of organization: String, now: Instant) async throws -> [Target] {
        try await transaction(as: .reader) { connection in
            try await Self.targets(
                """
                SELECT DISTINCT ON (kpi, valid_from) organization, kpi, measure, statistic, valid_from, value
                FROM kpi.target_history
                WHERE organization = \(organization) AND set_at <= \(now)
                ORDER BY kpi, valid_from, entry DESC
                """, on: connection)
        }
    }

    /// What they are to be, for whoever sees the settings.
    public func targets(of organization: Organization) async throws -> [Target] {
        try await pool.withConnection { connection in
            try await Self.targets(
                """
                SELECT DISTINCT ON (kpi, valid_from) name AS organization, kpi, measure, statistic, valid_from, value
                FROM mutuality.target JOIN mutuality.organization USING (organization_id)
                WHERE organization_id = \(organization.id)
                ORDER BY kpi, valid_from, target_id DESC
                """, on: connection)
        }
    }

    private static func targets(_ query: Query, on connection: Connection) async throws -> [Target] {
        try await connection.query(query) { row in
            Target(
                organization: try row.decode("organization"), kpi: try row.decode("kpi"),
                measure: try row.decode("measure"), statistic: try row.decode("statistic"),
                validFrom: try row.decode("valid_from"), value: try row.decode("value"))
        }
    }

    /// What an assignment sets a target to; `nil` of other settings. Throws where there can be no such target.
    ///
    /// - Parameter sheets: of all KPIs.
    static func target(
        _ assignment: (name: String, value: String), judgedBy sheets: [Sheet]
    ) throws -> AssignedTarget? {
        let (name, value) = assignment
        guard name.hasPrefix(Target.prefix) else { return nil }
        let id = name.dropFirst(Target.prefix.count)
        guard let sheet = sheets.first(where: { $0.id == id }) else {
            throw WarehouseError(
                .setting, "there is no KPI \"\(id)\" of which \(name) could be the target",
                mend: "write \(Target.prefix) and the id of a KPI; \"mutuality kpis\" lists them")
        }
        guard sheet.whyNoTarget == nil, let judged = sheet.judged else {
            throw WarehouseError(
                .setting, "\(id) can have no target: \(sheet.whyNoTarget ?? "")",
                mend: "leave it out; its page in docs/kpis says what to ask where it changes")
        }
        let target = value.isEmpty ? nil : sheet.target(said: value)
        guard value.isEmpty || target != nil else {
            throw WarehouseError(
                .setting, "\(name) = \"\(value)\" must be \(sheet.targetValues)", mend: "set another value")
        }
        return AssignedTarget(
            sheet: sheet, measure: judged.measure.id, statistic: judged.statistic.id, value: target)
    }

    /// Adds an entry, which goes before earlier ones of the same day.
    static func store(
        _ target: AssignedTarget, from day: LocalDate, of organization: Int64, now: Instant,
        on connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.target (organization_id, kpi, measure, statistic, valid_from, value, set_at)
            VALUES (
                \(organization), \(target.sheet.id), \(target.measure), \(target.statistic), \(day), \(target.value), \(now)
            )
            """)
    }
}
