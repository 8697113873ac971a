import Analytics
import Domain
import Warehouse

/// What everybody may know beside released figures: how fresh the data is, and what the control charts say.
struct PublishedContext: Sendable {
    let sheet: Sheet
    let now: Instant
    /// Of the KPI's inputs.
    let freshness: [Freshness]
    /// Inputs that were not loaded since the period ended.
    let stale: [String]
    /// What the chart says of each figure that has a value in the period.
    let readings: [Cell: ControlChart.Reading]

    /// `cells`: the published ones that are asked for.
    static func read(
        _ question: Question, cells: [PublishedCell], of organization: String, in warehouse: Database, now: Instant
    ) async throws -> PublishedContext {
        let datasets = Set(question.sheet.inputs.map(\.dataset))
        let freshness = try await warehouse.freshness(of: organization, now: now).filter {
            datasets.contains($0.dataset)
        }
        var readings: [Cell: ControlChart.Reading] = [:]
        for cell in cells where cell.standing?.estimate.value != nil {
            guard let statistic = question.sheet.statistic(of: cell.cell) else { continue }
            readings[cell.cell] = try await warehouse.chartReadings(
                of: cell.cell, kpi: question.sheet.id, rounding: statistic.rounding, upTo: question.period,
                organization: organization
            ).last
        }
        return PublishedContext(
            sheet: question.sheet, now: now, freshness: freshness,
            stale: cells.first.map {
                question.sheet.staleInputs(ofPeriodEndingAt: $0.periodEnd, given: freshness)
            } ?? [], readings: readings)
    }

    // MARK: Freshness

    var freshnessSection: TextSection {
        var section = TextSection("Freshness")
        for dataset in freshness {
            let expected = dataset.expectedBy.map {
                ", expected again by \($0)" + (dataset.isLate(at: now) ? ", so it is late" : "")
            }
            section.add(
                "\(dataset.dataset): last data \(dataset.shownLastData ?? "without days"), last load "
                    + "\(dataset.lastSuccess)\(expected ?? "")")
        }
        if !stale.isEmpty {
            section.add(
                "Stale: \(stale.joined(separator: ", ")) not loaded since the period ended. What happened after the last load "
                    + "may be missing.")
        }
        return section
    }

    var freshnessJSON: [JSONObject] {
        freshness.map { $0.json(at: now).merging(["stale": stale.contains($0.dataset)]) }
    }

    // MARK: Signals

    /// `units`: of the cells.
    func signalSection(_ units: [Cell: ShownUnit]) -> TextSection {
        var section = TextSection("Signal")
        let bare = readings.filter { $0.value.limits == nil }.keys.sorted()
        if !bare.isEmpty {
            section.add(
                "Too few earlier values: \(ControlChart.leastBasis) are needed. Counting restarts after a lasting shift "
                    + "(\(ControlChart.runLength) values in a row on one side). So far without limits: "
                    + bare.map(\.words).joined(separator: "; "))
        }
        for (cell, reading) in readings.sorted(by: { $0.key < $1.key }) {
            guard let unit = units[cell], let limits = reading.limits else { continue }
            section.add("\(cell.words): \(words(reading, limits, of: cell, unit))")
        }
        if section.lines.isEmpty { section.add("None: no released figure matches that has a value.") }
        return section
    }

    private func words(
        _ reading: ControlChart.Reading, _ limits: ControlChart.Limits, of cell: Cell, _ unit: ShownUnit
    ) -> String {
        let said = signal(reading, of: cell).map { "\($0.rawValue), \($0.rule.words)" } ?? "as usual"
        return "\(said); \(ShownNumber.text(reading.point.value, unit)) is compared with "
            + "\(ShownNumber.range(limits.lower, limits.upper, of: limits.centre, unit)) around "
            + "\(ShownNumber.text(limits.centre, unit)), from \(limits.basis) values since \(reading.stretchFrom)"
    }

    private func signal(_ reading: ControlChart.Reading, of cell: Cell) -> Signal? {
        reading.signal(sheet.statistic(of: cell).map(sheet.direction) ?? sheet.direction)
    }

    /// Of one figure; null without a value.
    func chartJSON(of cell: Cell) -> JSONObject? {
        guard let reading = readings[cell] else { return nil }
        let (signal, limits) = (signal(reading, of: cell), reading.limits)
        return [
            "signal": signal?.rawValue, "rule": signal?.rule.words,
            "centre": limits?.centre, "lower": limits?.lower, "upper": limits?.upper,
            "values": limits?.basis, "since": reading.stretchFrom.description,
            "false_alarm_rate": reading.falseAlarmRate,
        ]
    }
}

extension Signal.Rule {
    /// What fired, for people.
    fileprivate var words: String {
        switch self {
        case .outside:
            "since it lies beyond a limit (the centre ± \(ControlChart.rangeFactor) mean moving ranges and half a "
                + "step of the grid)"
        case .eightInARow:
            "since it is the last of \(ControlChart.runLength) consecutive values on one side of the centre"
        }
    }
}
