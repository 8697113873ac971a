import Domain

/// Which inputs of a figure are stale. That hangs on organization, KPI and period alone, so it is the same for hidden
/// figures and tells nothing of them.
struct StaleInputs: Sendable {
    /// Of the inputs that can be stale, by KPI, in the order of their names.
    private let inputs: [String: [Freshness]]

    init(sheets: [Sheet], freshness: [Freshness]) {
        inputs = Dictionary(
            sheets.map { sheet in
                (sheet.id, sheet.openEndedInputs.flatMap { input in freshness.filter { $0.dataset == input } })
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The names of datasets, in order; empty where all is known, or nothing about the organization's loads.
    func names(kpi: String, organization: String, periodEnd: Instant) -> [String] {
        guard let inputs = inputs[kpi] else { return [] }
        // By bytes: Swift holds names for equal that are two organizations'.
        return inputs.filter {
            $0.isStale(forPeriodEndingAt: periodEnd) && $0.organization.utf8.elementsEqual(organization.utf8)
        }.map(\.dataset)
    }
}
