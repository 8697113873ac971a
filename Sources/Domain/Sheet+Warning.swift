extension Sheet {
    /// What has to be asked of the data where a figure is so low that it speaks against how it was loaded.
    public struct Warning: Sendable {
        /// Values from here on say nothing of the kind.
        public let least: Double
        /// The question; `{0}` is the figure's part.
        public let text: String
        /// By part, the items of surveys that it is of: KPIs that read them are concerned.
        public let items: [String: [String]]

        public init(below least: Double, _ text: String, items: [String: [String]]) {
            self.least = least
            self.text = text
            self.items = items
        }
    }

    /// What is to be said of a published figure of this sheet; `nil` where that is nothing.
    public func warning(on figure: PublishedFigure) -> String? {
        guard let (warning, part) = warned(figure) else { return nil }
        return warning.text.replacing("{0}", with: part)
    }

    /// Whether a figure of this sheet, of which there is a warning, concerns another KPI.
    public func concerns(_ figure: PublishedFigure, _ other: Sheet) -> Bool {
        guard let (warning, part) = warned(figure) else { return false }
        return other.id == id || !Set(warning.items[part] ?? []).isDisjoint(with: other.items)
    }

    private func warned(_ figure: PublishedFigure) -> (Warning, part: String)? {
        guard let warning = statistic(of: figure.cell)?.warning, let value = figure.estimate.value,
            value < warning.least
        else { return nil }
        return (warning, figure.cell.breakdown.value)
    }
}
