/// Of which stretches of time which datasets are needed for some figures, and of them which columns: what their sheets
/// declare as inputs, as far as the organization has any.
public struct FactNeeds: Sendable {
    /// By dataset, in order, none touching another; a dataset that nothing needs, or that isn't there, is missing.
    public let stretches: [String: [Interval]]
    /// `dataset.column` for each that is needed.
    public let columns: Set<String>
    /// `dataset` and `dataset.column` for everything that the organization has data of.
    public let present: Set<String>

    /// Which records of a reach are meant.
    public enum Part: Sendable {
        /// All.
        case whole
        /// Without those that are read apart.
        case ofPeriods
        /// Those alone.
        case before
    }

    /// Each window from as far back as the input's reach says. Stretches that several figures need are there once; a KPI
    /// that lacks what it cannot do without needs nothing.
    public init(
        _ figures: some Sequence<(sheet: Sheet, window: Window)>, present: Set<String>, part: Part = .whole
    ) {
        var wanted: [String: Set<Interval>] = [:]
        var columns: Set<String> = []
        for (sheet, window) in figures where sheet.isServed(by: present) {
            for input in sheet.inputs where part != .before || input.isReadApart {
                columns.formUnion(input.columns.map { "\(input.dataset).\($0)" })
                guard present.contains(input.dataset) else { continue }
                let reach = part == .ofPeriods ? input.reachOfPeriod(given: present) : input.reach(given: present)
                let to = part == .before ? window.from : window.to
                wanted[input.dataset, default: []].insert(Interval(from: window.beginning(reach: reach), to: to))
            }
        }
        stretches = wanted.mapValues(Self.union)
        self.columns = columns
        self.present = present
    }

    private static func union(_ stretches: Set<Interval>) -> [Interval] {
        var result: [Interval] = []
        for stretch in stretches.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            if let last = result.last, stretch.from <= last.to {
                result[result.count - 1] = Interval(from: last.from, to: max(last.to, stretch.to))
            } else {
                result.append(stretch)
            }
        }
        return result
    }
}
