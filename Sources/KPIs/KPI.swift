import Domain

/// A key performance indicator: what it means, and the one pure computation of its figures.
public protocol KPI: Sendable {
    static var sheet: Sheet { get }

    /// Every figure of the view's window, each cell once, in the order of `Cell`.
    ///
    /// A cell exists where its n or its value does. A dataset or column that the organization lacks gives no cell.
    static func figures(in view: PeriodView) -> [Figure]
}
