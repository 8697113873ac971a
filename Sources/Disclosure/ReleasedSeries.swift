import Domain
import Postgres
import Warehouse

/// The control charts of a KPI's cells for one kind of period, while a release goes through its periods in order.
///
/// Charts know released values only, so a signal tells nothing that the values beside it don't. A period after all that
/// a chart has taken in is the chart's next point. Where an earlier value came, went or changed, the cell's whole series
/// is read again once all rows are written, and rows whose signal is another one now are replaced: their value stays.
struct ReleasedSeries {
    private let key: SeriesKey
    private let organization: Int64
    private let directions: [String: Sheet.Direction]
    private let roundings: [String: Sheet.Rounding]
    private var charts: [Cell: ControlChart]
    /// Values stand that no chart knows of, as those from before there were charts.
    private let isUncharted: Bool
    /// Measures with a chart that is not as it is stored.
    private var changed: Set<String> = []
    /// Cells whose chart no longer is what their values make it.
    private var stale: Set<Cell> = []
    private(set) var tally = SignalTally()

    init(
        of sheet: Sheet, _ kind: PeriodKind, organization: Int64, on connection: Connection
    ) async throws {
        key = SeriesKey(kpi: sheet.id, version: sheet.version, kind: kind)
        self.organization = organization
        let statistics = sheet.measures.flatMap { measure in
            measure.statistics.map { (name: Self.name(measure.id, $0.id), statistic: $0) }
        }
        directions = Dictionary(uniqueKeysWithValues: statistics.map { ($0.name, sheet.direction(of: $0.statistic)) })
        roundings = Dictionary(uniqueKeysWithValues: statistics.map { ($0.name, $0.statistic.rounding) })
        charts = try await SignalStore.charts(of: key, organization: organization, on: connection)
        isUncharted =
            charts.isEmpty
            ? try await SignalStore.hasPoints(key, organization: organization, on: connection) : false
    }

    private static func name(_ measure: String, _ statistic: String) -> String { "\(measure)/\(statistic)" }

    private func signal(of reading: ControlChart.Reading, _ cell: Cell) -> Signal? {
        reading.rule.flatMap { _ in reading.signal(directions[Self.name(cell.measure, cell.statistic)] ?? .none) }
    }

    /// The rows of a period with their signals, as far as they can be said yet. `standing`: what they and `gone` replace.
    mutating func signalled(
        _ changes: Replacement.Changes, replacing standing: [Cell: ReleaseRow]
    ) -> [ReleaseRow] {
        for cell in changes.gone where standing[cell].flatMap(point) != nil { stale.insert(cell) }
        return changes.rows.map { row in
            var row = row
            let cell = row.figure.cell
            let former = standing[cell].flatMap(point)
            let point = point(row)
            if point == former {
                // Without a point there is none in place of which it comes, but perhaps one of another version.
                row.figure.signal = point.flatMap { _ in standing[cell]?.figure.signal }
            } else if former != nil || isUncharted || stale.contains(cell) || isBehind(row.figure.period, cell) {
                stale.insert(cell)
            } else if let point {
                let reading = charts[cell, default: ControlChart()].take(point)
                row.figure.signal = signal(of: reading, cell)
                changed.insert(cell.measure)
                tally.add(reading)
            }
            return row
        }
    }

    /// Whether the chart has taken in the period, or a later one.
    private func isBehind(_ period: Period, _ cell: Cell) -> Bool {
        charts[cell]?.last.map { $0 >= period.from } ?? false
    }

    /// What a row adds to its series; `nil` if that is nothing.
    private func point(_ row: ReleaseRow) -> ControlChart.Point? {
        guard row.figure.version == key.version, row.figure.state == .released else { return nil }
        return row.figure.estimate.value.map { value in
            point(row.figure.cell, from: row.figure.period.from, value: value, n: row.figure.n ?? 0)
        }
    }

    private func point(_ cell: Cell, from: LocalDate, value: Double, n: Int) -> ControlChart.Point {
        let rounding = roundings[Self.name(cell.measure, cell.statistic)]
        return ControlChart.Point(from: from, value: value, step: rounding?.step(at: value, n: n) ?? 0)
    }

    /// Says the signals that could not be said yet, and keeps the charts for the next release. Returns how many rows of
    /// former releases were replaced.
    mutating func settle(release: Int64, on connection: Connection) async throws -> Int {
        var replaced = 0
        if !stale.isEmpty {
            let reread = try await reread(release: release, on: connection)
            for change in reread.changes {
                try await SignalStore.replace(
                    change, of: key, organization: organization, release: release, on: connection)
                if change.row.firstRelease != release { replaced += 1 }
            }
            for cell in stale { charts[cell] = ControlChart() }
            charts.merge(reread.charts) { $1 }
            changed.formUnion(stale.map(\.measure))
            changed.formUnion(reread.charts.keys.map(\.measure))
            tally.add(reread.tally)
        }
        guard !changed.isEmpty else { return 0 }
        try await SignalStore.store(
            charts.filter { changed.contains($0.key.measure) && $0.value.last != nil }.map { ($0.key, $0.value) },
            of: changed, in: key, organization: organization, on: connection)
        return replaced
    }

    /// What whole series say of themselves.
    private struct Reread: Sendable {
        var charts: [Cell: ControlChart] = [:]
        var changes: [SignalChange] = []
        var tally = SignalTally()
    }

    /// From this share of the cells on, all are read in one go rather than some by key.
    private static let shareReadWhole = 0.1

    /// Stale series from their beginning; all of them where there were no charts.
    private func reread(release: Int64, on connection: Connection) async throws -> Reread {
        let (series, stale) = (self, stale)
        @Sendable func take(_ standing: StandingPoint, into reread: inout Reread) {
            let point = series.point(standing.cell, from: standing.from, value: standing.value, n: standing.n)
            let reading = reread.charts[standing.cell, default: ControlChart()].take(point)
            let signal = series.signal(of: reading, standing.cell)
            let isChanged = signal != standing.signal
            if isChanged { reread.changes.append(SignalChange(of: standing, to: signal)) }
            if isChanged || standing.firstRelease == release { reread.tally.add(reading) }
        }
        if isUncharted || Double(stale.count) > Self.shareReadWhole * Double(charts.count) {
            return try await SignalStore.forEachPoint(
                of: key, organization: organization, on: connection, into: Reread()
            ) { if series.isUncharted || stale.contains($1.cell) { take($1, into: &$0) } }
        }
        return try await SignalStore.forEachPoint(
            of: key, in: stale, organization: organization, on: connection, into: Reread()
        ) { take($1, into: &$0) }
    }
}
