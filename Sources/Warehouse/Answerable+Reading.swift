import Domain
import Postgres

extension Answerable {
    /// Of an organization, as its data and its release stand: for a transaction of the custodian.
    package static func read(
        _ sheets: [Sheet], of organization: Organization, now: Instant, on connection: Connection
    ) async throws -> Answerable {
        let settings = try await Database.settings(of: organization.id, on: connection)
        var present = try await FactsReader.present(organization.id, on: connection)
            .columns(under: settings.settings(on: Zone.utc.date(at: now)))
        if present.contains(Datasets.satisfaction.name) {
            let items = try await SurveyItemsInData.all(of: organization.id, on: connection)
            present.formUnion(items.map(SurveyItems.name))
        }
        return Answerable(
            sheets, present: present, releases: try await releases(of: organization.name, on: connection))
    }

    /// Of each statistic that is published, in whatever period and scope.
    private static func releases(
        of organization: String, on connection: Connection
    ) async throws -> [Figure: Release] {
        let found = try await connection.query(
            """
            SELECT kpi, measure, statistic,
                bool_or(value IS NOT NULL OR state = \(PublishedFigure.State.codedLow.rawValue)
                    OR state = \(PublishedFigure.State.codedHigh.rawValue)) AS is_shown,
                bool_or(state = \(PublishedFigure.State.suppressed.rawValue)) AS is_hidden
            FROM kpi.figure_history WHERE organization = \(organization) AND last_release IS NULL
            GROUP BY kpi, measure, statistic
            """
        ) { row in
            let isShown = try row.decode("is_shown", as: Bool.self)
            let isHidden = try row.decode("is_hidden", as: Bool.self)
            return (
                Figure(
                    kpi: try row.decode("kpi"), measure: try row.decode("measure"),
                    statistic: try row.decode("statistic")),
                isShown ? Release.shown : isHidden ? .hidden : .none
            )
        }
        return Dictionary(uniqueKeysWithValues: found)
    }
}
