import Domain

/// Which inputs of a figure are stale: those that its KPI reads and its organization has loaded, but not since its period
/// ended. That hangs on organization, KPI and period alone, so it is the same for hidden figures and tells nothing of
/// them.
struct StaleInputs: Sendable {
    private struct Input {
        let organization: String
        let dataset: String
        let lastSuccess: Instant
    }

    /// By KPI; of one organization in the order of their names.
    private let inputs: [String: [Input]]

    init(sheets: [Sheet], freshness: [Freshness]) {
        inputs = Dictionary(
            sheets.map { sheet in
                let waited = sheet.openEndedInputs.flatMap { dataset in
                    freshness.filter { $0.dataset == dataset }.map {
                        Input(organization: $0.organization, dataset: dataset, lastSuccess: $0.lastSuccess)
                    }
                }
                return (sheet.id, waited)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The names of datasets, in order; empty where all is known, or nothing about the organization's loads.
    func names(kpi: String, organization: String, periodEnd: Instant) -> [String] {
        guard let inputs = inputs[kpi] else { return [] }
        // By bytes: Swift holds names for equal that are two organizations'.
        return inputs.filter { $0.lastSuccess < periodEnd && $0.organization.utf8.elementsEqual(organization.utf8) }
            .map(\.dataset)
    }
}
