import Domain

/// A key performance indicator: what it means, and the one pure computation of its figures.
public protocol KPI: Sendable {
    static var sheet: Sheet { get }

    /// Adds what it observes in the assembler's view, measure by measure. Asked only where the organization has what the
    /// sheet requires.
    static func observe(into figures: inout Assembler)
}

extension KPI {
    /// Every figure of the view's window, each cell once, in the order of `Cell`.
    ///
    /// A cell exists where its n or its value does. A dataset or column that the organization lacks gives no cell.
    public static func figures(in view: PeriodView) -> [Figure] {
        guard view.hasInputs(requiredBy: sheet) else { return [] }
        var figures = Assembler(view: PeriodView(view, for: sheet))
        observe(into: &figures)
        return figures.inOrder()
    }
}
