import Domain
import Postgres

/// The settings of an organization and since when each holds.
public struct SettingsHistory: Sendable {
    public struct Entry: Sendable {
        public let name: String
        public let validFrom: LocalDate
        public let value: String
        package let setAt: Instant
    }

    public let entries: [Entry]

    package init(entries: [Entry]) { self.entries = entries }

    /// What is in force on a day.
    public func settings(on day: LocalDate) -> Settings {
        var values: [String: String] = [:]
        for entry in entries.sorted(by: { $0.validFrom < $1.validFrom }) where entry.validFrom <= day {
            values[entry.name] = entry.value
        }
        return Settings(values)
    }

    fileprivate func checkRaised(to value: String) throws {
        let highest = entries.filter { $0.name == Settings.minimumGroup.name }.compactMap { Int($0.value) }.max()
        guard let highest, let wanted = Int(value), wanted < highest else { return }
        throw WarehouseError(
            .setting, "\(Settings.minimumGroup.name) is \(highest) and can only be raised",
            mend: "small groups were promised this protection, which must be kept")
    }

    /// Every zone that is in force on some day.
    var zones: [Zone] {
        let entries = entries.filter { $0.name == Settings.zone.name }
        let fromTheStart = entries.contains { $0.validFrom == .distantPast }
        return Set(entries.compactMap { Zone($0.value) } + (fromTheStart ? [] : [Settings().zone]))
            .sorted { $0.name < $1.name }
    }
}

extension Database {
    public func settings(of organization: Organization) async throws -> SettingsHistory {
        try await pool.withConnection { try await Self.settings(of: organization.id, on: $0) }
    }

    package static func settings(of organization: Int64, on connection: Connection) async throws -> SettingsHistory {
        SettingsHistory(
            entries: try await connection.query(
                """
                SELECT name, valid_from, value, set_at FROM mutuality.setting WHERE organization_id = \(organization)
                ORDER BY name, valid_from
                """
            ) { row in
                SettingsHistory.Entry(
                    name: try row.decode("name"),
                    validFrom: try row.decode("valid_from"),
                    value: try row.decode("value"),
                    setAt: try row.decode("set_at"))
            })
    }

    /// Sets settings from a day on, all of them or none. Figures that depend on one are computed anew by the next
    /// computation, which compares hashes; what is shown is decided anew by the next release. A target changes neither.
    ///
    /// Throws for an unknown name, a value that it cannot take, and for a minimum group below one set earlier:
    /// groups are raised, never lowered.
    ///
    /// - Parameter sheets: of the KPIs that can have a target.
    public func set(
        _ assignments: [(name: String, value: String)], from day: LocalDate, of organization: Organization,
        now: Instant, judgedBy sheets: [Sheet] = []
    ) async throws {
        try Self.check(assignments, judgedBy: sheets)
        try await transaction(as: .custodian) { connection in
            // Loaders hold the same lock: marks made under the old zone are in before the zone changes.
            try await AdvisoryLock.load(organization: organization.id).holdInTransaction(on: connection)
            for (name, value) in assignments {
                if let target = try Self.target((name, value), judgedBy: sheets) {
                    try await Self.store(target, from: day, of: organization.id, now: now, on: connection)
                    try await Self.audit(
                        "organization set", "\(name)=\(value) from \(day)", organization.id, now, on: connection)
                    continue
                }
                let history = try await Self.settings(of: organization.id, on: connection)
                if name == Settings.minimumGroup.name { try history.checkRaised(to: value) }
                try await Self.store(
                    (name, value), from: day, of: organization.id, now: now, action: "organization set", on: connection)
            }
            for name in assignments.filter({ $0.name == Settings.zone.name }).map(\.value) {
                try await Self.addUnits(of: organization.id, in: Zone(name) ?? .utc, on: connection)
            }
            let expected = assignments.compactMap { Settings.dataset(expectedBy: $0.name)?.name }
            for dataset in Set(expected).sorted() {
                try await FreshnessLog.noteExpectation(of: dataset, in: organization.id, now: now, on: connection)
            }
            let isOfFigures = assignments.contains { assignment in
                switch Settings.named(assignment.name)?.effect {
                case .freshness, .retention, nil: false
                case .everyFigure, .someFigures, .periods, .release: true
                }
            }
            guard isOfFigures else { return }
            _ = try await connection.execute(
                """
                UPDATE mutuality.computed SET released_computation_id = NULL
                WHERE organization_id = \(organization.id)
                """)
        }
    }

    /// `action`: the command, for the audit log.
    static func store(
        _ assignment: (name: String, value: String), from day: LocalDate, of organization: Int64, now: Instant,
        action: String, on connection: Connection
    ) async throws {
        let (name, value) = assignment
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.setting (organization_id, name, valid_from, value, set_at)
            VALUES (\(organization), \(name), \(day), \(value), \(now))
            ON CONFLICT (organization_id, name, valid_from)
            DO UPDATE SET value = excluded.value, set_at = excluded.set_at
            """)
        try await audit(action, "\(name)=\(value) from \(day)", organization, now, on: connection)
    }

    /// The first record's instant can lie in an earlier year of the new zone.
    private static func addUnits(of organization: Int64, in zone: Zone, on connection: Connection) async throws {
        let beginnings = try await FactsReader.beginnings(of: organization, on: connection).values
        let years = beginnings.map { $0.date(in: zone) }.filter { $0 > .distantPast }.map(\.year)
        try await Marks.addUnits(Set(years).sorted(), of: organization, on: connection)
    }

    /// What `set` would refuse whatever the organization.
    public static func check(_ assignments: [(name: String, value: String)], judgedBy sheets: [Sheet] = []) throws {
        for (name, value) in assignments {
            guard try target((name, value), judgedBy: sheets) == nil else { continue }
            guard let setting = Settings.named(name) else {
                throw WarehouseError(
                    .setting, "there is no setting \"\(name)\"",
                    mend:
                        "the settings are \(Settings.all.map(\.name).joined(separator: ", ")), and \(Target.prefix)KPI")
            }
            if name == Settings.fixedBefore.name {
                throw WarehouseError(
                    .setting, "\(name) cannot be set",
                    mend: "\"mutuality organization prune\" raises it where it deletes records")
            }
            if let refusal = setting.refusal(value) {
                throw WarehouseError(.setting, "\(name) = \"\(value)\" \(refusal)", mend: "set another value")
            }
        }
    }

    package static func audit(
        _ action: String, _ detail: String, _ organization: Int64, _ now: Instant, on connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.audit (organization_id, at, actor, action, detail)
            VALUES (\(organization), \(now), session_user, \(action), \(detail))
            """)
    }
}
