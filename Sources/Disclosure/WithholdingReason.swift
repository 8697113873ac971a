import Domain

/// Why a cell shows nothing, or something else than the ledger holds.
public enum WithholdingReason: Sendable, Hashable {
    /// Fewer people stand behind it than it takes, or nobody.
    case tooFewPeople(least: Int)
    /// A share of something personal with under three people on one side: only that is said.
    case personal
    /// Nobody publishes it at this level, in this period, or by parts; the custodian can analyze it.
    case notPublished
    /// The organization never gave these: `dataset` or `dataset.column`.
    case lacksData([String])
    /// The period's release is due then.
    case notDue(Instant)
    /// A part is listed only where these rows above it are shown, which they are not.
    case beneath([Cell])
    /// The ledger has moved on, but too few people's contributions changed for the release to follow: those of so many
    /// changed for certain, and those of `least` have to.
    case heldBack(changed: Int, least: Int)
    /// The period begins before the day since which the data is complete.
    case beforeData(since: LocalDate)
    /// It is fixed, since records that it took were deleted, and was computed by another definition: only what must be
    /// hidden changes.
    case fixed
    /// The next release brings it up to date.
    case nextRelease
}
