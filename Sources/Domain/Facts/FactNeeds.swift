/// Of which stretches of time which datasets are needed for some figures: what their sheets declare as inputs.
public struct FactNeeds: Sendable {
    /// `[from, to)`, microseconds since 1970.
    public struct Stretch: Hashable, Sendable {
        public let from: Int64
        public let to: Int64

        public init(from: Int64, to: Int64) {
            self.from = from
            self.to = to
        }
    }

    /// By dataset, in order, none touching another; a dataset that nothing needs is missing.
    public let stretches: [String: [Stretch]]

    /// Each window from as far back as the input's reach says. Stretches that several figures need are there once.
    public init(_ figures: some Sequence<(sheet: Sheet, window: Window)>) {
        var wanted: [String: Set<Stretch>] = [:]
        for (sheet, window) in figures {
            for input in sheet.inputs {
                let from = window.beginning(reach: input.reach).microseconds
                wanted[input.dataset, default: []].insert(Stretch(from: from, to: window.to.microseconds))
            }
        }
        stretches = wanted.mapValues(Self.union)
    }

    private static func union(_ stretches: Set<Stretch>) -> [Stretch] {
        var result: [Stretch] = []
        for stretch in stretches.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            if let last = result.last, stretch.from <= last.to {
                result[result.count - 1] = Stretch(from: last.from, to: max(last.to, stretch.to))
            } else {
                result.append(stretch)
            }
        }
        return result
    }
}
