/// How fresh a dataset of an organization is, as known at some instant. There is none of a dataset that was never loaded.
public struct Freshness: Sendable, Hashable {
    /// The organization's name.
    public let organization: String
    /// The dataset's name.
    public let dataset: String
    /// The newest day, in UTC, that its rows ever spoke of without lying in the future; the first of its month where the
    /// dataset's rhythm names no days. `nil` where rows speak of none.
    public let lastData: LocalDate?
    /// When a file was last taken in, or found to say nothing new.
    public let lastSuccess: Instant
    /// By when the next one is expected; `nil` where none is.
    public let expectedBy: Instant?

    public init(
        organization: String, dataset: String, lastData: LocalDate?, lastSuccess: Instant, expectedBy: Instant?
    ) {
        self.organization = organization
        self.dataset = dataset
        self.lastData = lastData
        self.lastSuccess = lastSuccess
        self.expectedBy = expectedBy
    }

    /// `lastData` for people: a day, or its month where the dataset's rhythm names no days.
    public var shownLastData: String? {
        guard let day = lastData?.description else { return nil }
        return Datasets.named(dataset)?.rhythm.namesDay == false ? String(day.prefix("2026-01".count)) : day
    }

    public func isLate(at now: Instant) -> Bool { expectedBy.map { now > $0 } ?? false }

    /// Whether figures of a period that read the dataset are stale: it has been loaded, but not since the period's end.
    public func isStale(forPeriodEndingAt end: Instant) -> Bool { lastSuccess < end }
}

extension Sheet {
    /// The datasets among the inputs after whose last load it is not known what happened, by name, in order.
    public var openEndedInputs: [String] {
        Set(inputs.map(\.dataset)).filter { Datasets.named($0)?.rhythm.silence == .unknown }.sorted()
    }

    /// The inputs, by name, in order, that make figures of a period stale. Empty where all is known.
    ///
    /// - Parameter freshness: of one organization.
    public func staleInputs(ofPeriodEndingAt end: Instant, given freshness: [Freshness]) -> [String] {
        let read = openEndedInputs
        return freshness.filter { read.contains($0.dataset) && $0.isStale(forPeriodEndingAt: end) }.map(\.dataset)
            .sorted()
    }
}
