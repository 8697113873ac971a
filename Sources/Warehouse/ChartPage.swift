import Domain
import Postgres

/// The control charts of one measure's cells, as a row of `chart_page` keeps them.
struct ChartPage {
    let charts: [(Cell, ControlChart)]
    private let measure: String

    /// `charts`: with a point each.
    init(_ measure: String, _ charts: [(Cell, ControlChart)]) {
        self.measure = measure
        self.charts = charts
    }

    /// In the order in which a page is read and written.
    static let columns: Query = """
        measure, scopes, scope_ids, breakdowns, breakdown_values, statistics, stretch_froms, are_after_run, centres,
        mean_moving_ranges, point_counts, point_froms, point_values, point_steps
        """

    /// Reads `columns`.
    init(_ row: inout BinaryCopyRow) throws {
        measure = try CellColumns.required(row.nextText(), "measure")
        let scopes = try row.next([String].self)
        let scopeIDs = try row.next([String].self)
        let breakdowns = try row.next([String].self)
        let breakdownValues = try row.next([String].self)
        let statistics = try row.next([String].self)
        let stretches = try row.next([PostgresDate].self)
        let areAfterRun = try row.next([Bool].self)
        let centres = try row.next([Double?].self)
        let ranges = try row.next([Double?].self)
        let counts = try row.next([Int16].self)
        let froms = try row.next([PostgresDate].self)
        let values = try row.next([Double].self)
        let steps = try row.next([Double].self)
        let lengths = [
            scopes.count, scopeIDs.count, breakdowns.count, breakdownValues.count, statistics.count, stretches.count,
            areAfterRun.count, centres.count, ranges.count,
        ]
        let points = counts.reduce(0) { $0 + Int($1) }
        guard lengths.allSatisfy({ $0 == counts.count }), froms.count == points, values.count == points,
            steps.count == points
        else {
            throw CellColumns.unreadable("point_counts")
        }
        var charts: [(Cell, ControlChart)] = []
        charts.reserveCapacity(scopes.count)
        var start = 0
        for (place, count) in counts.enumerated() {
            let scope = Scope(
                try CellColumns.required(ScopeKind(rawValue: scopes[place]), "scopes"), scopeIDs[place])
            let cell = Cell(
                measure: measure, scope: scope, breakdown: Breakdown(breakdowns[place], breakdownValues[place]),
                statistic: statistics[place])
            let limits = centres[place].flatMap { centre in
                ranges[place].map { ControlChart.Limits(firmCentre: centre, meanMovingRange: $0) }
            }
            let points = (start..<start + Int(count)).map {
                ControlChart.Point(from: froms[$0].localDate, value: values[$0], step: steps[$0])
            }
            start += Int(count)
            let chart = ControlChart(
                stretchFrom: stretches[place].localDate, isAfterRun: areAfterRun[place], firmLimits: limits,
                points: points)
            charts.append((cell, chart))
        }
        self.charts = charts
    }

    func append(to fields: inout BinaryCopyFields) {
        fields.appendText(measure)
        fields.append(charts.map(\.0.scope.kind.rawValue))
        fields.append(charts.map(\.0.scope.id))
        fields.append(charts.map(\.0.breakdown.name))
        fields.append(charts.map(\.0.breakdown.value))
        fields.append(charts.map(\.0.statistic))
        fields.append(charts.compactMap(\.1.stretchFrom?.postgresDate))
        fields.append(charts.map(\.1.isAfterRun))
        fields.append(charts.map(\.1.firmLimits?.centre))
        fields.append(charts.map(\.1.firmLimits?.meanMovingRange))
        fields.append(charts.map { Int16($0.1.points.count) })
        fields.append(charts.flatMap { $0.1.points.map(\.from.postgresDate) })
        fields.append(charts.flatMap { $0.1.points.map(\.value) })
        fields.append(charts.flatMap { $0.1.points.map(\.step) })
    }
}
