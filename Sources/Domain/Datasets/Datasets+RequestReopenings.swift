public enum RequestReopenings {
    static let name = "request_reopenings"
    public static let request = JoinColumn(
        name, .init("request_id", .text, required: true, "the request, as in help_requests"))
    public static let reopenedAt = JoinColumn(
        name, .init("reopened_at", .instant, required: true, isPast: true, "when it was opened again"))
    public static let closedAt = JoinColumn(
        name,
        .init(
            "closed_at", .instant, fallback: .value(.instant(.never)), isPast: true,
            "a close after that; without one, or at that same instant, it is open again"))
}

extension Datasets {
    public static let requestReopenings = Dataset(
        name: RequestReopenings.name,
        table: "request_reopening",
        title: "a reopening of a request, and a close that followed",
        columns: [
            RequestReopenings.request.declaration, RequestReopenings.reopenedAt.declaration,
            RequestReopenings.closedAt.declaration,
        ],
        key: ["request_id", "reopened_at", "closed_at"],
        replacement: .groups(of: "request_id"),
        // What is closed is open again, and over later, whatever else was known of its end.
        touches: .onward(from: "reopened_at"),
        rhythm: .daily,
        checks: [.order("reopened_at", "closed_at", code: "closed_before_reopened")]
    )
}
