public enum RequestWaits {
    static let name = "request_waits"
    public static let request = JoinColumn(
        name, .init("request_id", .text, required: true, "the request, as in help_requests"))
    public static let from = JoinColumn(
        name, .init("wait_from", .instant, required: true, isPast: true, "when the helper began to wait"))
    public static let to = JoinColumn(
        name,
        .init(
            "wait_to", .instant, fallback: .value(.instant(.never)),
            "when the asker answered; without one it still waits"))
}

extension Datasets {
    public static let requestWaits = Dataset(
        name: RequestWaits.name,
        table: "request_wait",
        title: "a time for which a request waited for its asker",
        columns: [
            RequestWaits.request.declaration, RequestWaits.from.declaration, RequestWaits.to.declaration,
        ],
        key: ["request_id", "wait_from"],
        replacement: .groups(of: "request_id"),
        // The clock of an open request carries a wait along into every later period.
        touches: .onward(from: "wait_from"),
        rhythm: .daily,
        checks: [.order("wait_from", "wait_to", code: "wait_ends_before_it_begins")]
    )
}
