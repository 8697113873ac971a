import Domain

extension PublishedFigure {
    /// The figure as every format shows it: numbers and signal only where it is released, of a coded one the counts, and
    /// only real numbers.
    var shown: PublishedFigure {
        var figure = self
        guard state == .released else {
            figure.estimate = .none
            figure = figure.withoutJudgement
            guard !state.isShown else { return figure }
            figure.n = nil
            figure.censored = nil
            figure.coverage = nil
            return figure
        }
        figure.estimate = Estimate(
            estimate.value?.finite, lower: estimate.lower?.finite, upper: estimate.upper?.finite)
        figure.coverage = coverage?.finite
        figure.reference = reference?.finite
        return figure
    }
}

extension Double {
    fileprivate var finite: Double? { isFinite ? self : nil }

    /// The shortest decimal text that reads back as the same number: `0.1`, `86400`, `1e-07`.
    package var shortestText: String {
        if self == 0 { return "0" }
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
