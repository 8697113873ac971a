import Domain
import Warehouse

extension Settings {
    /// When the first release of a period is due.
    func releaseDue(of period: Period) -> Instant { zone.start(of: period.to).advanced(byDays: releaseLagDays) }
}

extension SettingsHistory {
    /// Whether a release leaves the figures of a period as they are, but for what must be hidden: they are fixed, and what
    /// they were computed by isn't the sheet's definition any more.
    func leaves(_ period: Period, computedBy version: Int, of sheet: Sheet) -> Bool {
        period.from < fixedBefore && version != sheet.version
    }
}
