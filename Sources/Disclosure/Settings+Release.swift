import Domain

extension Settings {
    /// When the first release of a period is due.
    func releaseDue(of period: Period) -> Instant { zone.start(of: period.to).advanced(byDays: releaseLagDays) }
}
