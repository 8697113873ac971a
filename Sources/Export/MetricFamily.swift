import Domain

/// The names in Prometheus of one measure of one KPI. The unit is the last word of a name, as OpenMetrics has it.
struct MetricFamily {
    static let prefix = "mutuality_"

    let kpi: String
    let measure: String

    private var base: String { Self.prefix + kpi + (measure == "default" ? "" : "_" + Self.word(for: measure)) }

    /// Measures whose ids the tools would refuse, and what they are called instead.
    private static func word(for measure: String) -> String { measure == "other_days" ? "other_dates" : measure }

    var n: String { base + "_n" }

    func value(_ unit: FigureUnit) -> String { base + suffix(unit) }
    func lower(_ unit: FigureUnit) -> String { base + "_lower" + suffix(unit) }
    func upper(_ unit: FigureUnit) -> String { base + "_upper" + suffix(unit) }
    func reference(_ unit: FigureUnit) -> String { base + "_reference" + suffix(unit) }
    func target(_ unit: FigureUnit) -> String { base + "_target" + suffix(unit) }

    /// Every name that figures of these units can have.
    func names(units: Set<FigureUnit>) -> [String] {
        FigureUnit.allCases.filter(units.contains).flatMap {
            [value($0), lower($0), upper($0), reference($0), target($0)]
        } + [n]
    }

    private func suffix(_ unit: FigureUnit) -> String { unit.metricSuffix.map { "_" + $0 } ?? "" }

    /// Words that promtool's linter takes for a unit that isn't a base unit, for an abbreviated one, or for a type.
    private static let refusedWords: Set<Substring> = [
        "milliseconds", "minutes", "hours", "days", "weeks",
        "s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d",
        "counter", "gauge", "histogram", "summary", "untyped",
    ]
    /// Endings that belong to other types than gauges.
    private static let refusedEndings = ["_count", "_sum", "_bucket", "_total", "_info", "_created"]

    /// - Throws: `metricName` for a name that promtool or an OpenMetrics parser refuses.
    static func check(_ name: String) throws(ExportError) {
        let isSnakeCase = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
        guard isSnakeCase else {
            throw refusal(of: name, "holds more than small letters, digits and underscores")
        }
        if let word = name.split(separator: "_").first(where: refusedWords.contains) {
            throw refusal(of: name, "holds the word \(word)")
        }
        if let ending = refusedEndings.first(where: name.hasSuffix) {
            throw refusal(of: name, "ends in \(ending)")
        }
    }

    private static func refusal(of name: String, _ reason: String) -> ExportError {
        ExportError(
            .metricName, "The metric's name \(name) \(reason), which Prometheus' tools refuse",
            mend: "Rename the KPI or the measure in its sheet")
    }
}
