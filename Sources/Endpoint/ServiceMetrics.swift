import Domain
import Export
import Synchronization

/// What the service counts about itself, and its text at `/metrics`. No team, no person, no organization is in it.
final class ServiceMetrics: Sendable {
    /// Answers come from memory: a millisecond is ordinary, and a second is a fault.
    static let durationBounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5]

    private struct RequestKey: Hashable {
        let route: String
        let status: String
    }

    private struct Durations {
        /// Per bound, not cumulated; the last is for everything above.
        var counts = Array(repeating: 0, count: durationBounds.count + 1)
        var sum = 0.0
    }

    private struct State {
        var requests: [RequestKey: Int] = [:]
        var durations: [String: Durations] = [:]
        var openConnections = 0
        var closedConnections: [ConnectionGuard.Reason: Int] = [:]
    }

    private let version: String
    private let startedAt: Instant
    private let state = Mutex(State())

    init(version: String, startedAt: Instant) {
        self.version = version
        self.startedAt = startedAt
    }

    func connectionOpened() { state.withLock { $0.openConnections += 1 } }
    func connectionClosed() { state.withLock { $0.openConnections -= 1 } }
    func connectionCutOff(_ reason: ConnectionGuard.Reason) {
        state.withLock { $0.closedConnections[reason, default: 0] += 1 }
    }

    /// - Parameter duration: from the request's header to the answer, without its way to the client.
    func answered(route: String, status: Int, duration: Duration) {
        let seconds = duration / .seconds(1)
        let bucket = Self.durationBounds.firstIndex { seconds <= $0 } ?? Self.durationBounds.count
        state.withLock { state in
            state.requests[RequestKey(route: route, status: "\(status / 100)xx"), default: 0] += 1
            state.durations[route, default: Durations()].counts[bucket] += 1
            state.durations[route, default: Durations()].sum += seconds
        }
    }

    func text(_ source: SnapshotStore.Status) -> String {
        let state = state.withLock { $0 }
        var text = gauge("mutuality_build_info", "The version that runs.", 1, ["version": version])
        text += gauge("process_start_time_seconds", "When the service started.", startedAt.seconds)
        text += gauge("mutuality_up", "1 if the last poll for a release succeeded, else 0.", source.isUp ? 1 : 0)
        if let checkedAt = source.checkedAt {
            let help = "When the last poll that succeeded ended."
            text += gauge("mutuality_release_checked_timestamp_seconds", help, checkedAt.seconds)
        }
        if let snapshot = source.snapshot {
            let help = "When the release that is served was rendered."
            text += gauge("mutuality_snapshot_timestamp_seconds", help, snapshot.renderedAt.seconds)
            text += gauge(
                "mutuality_snapshot_release", "Number of the release that is served.",
                Double(snapshot.release.number))
        }
        let open = Double(state.openConnections)
        text += gauge("mutuality_http_open_connections", "Connections that are open.", open)
        text += cutOffs(state)
        text += requests(state)
        text += durations(state)
        return text
    }

    private func gauge(
        _ name: String, _ help: String, _ value: Double, _ labels: KeyValuePairs<String, String> = [:]
    ) -> String {
        let labels = labels.isEmpty ? "" : ExpositionText.labels(labels)
        return ExpositionText.family(name, .gauge, help: help) + ExpositionText.sample(name, labels, value)
    }

    private func cutOffs(_ state: State) -> String {
        let name = "mutuality_http_connections_cut_off_total"
        let samples = ConnectionGuard.Reason.allCases.map { reason in
            let labels = ExpositionText.labels(["reason": reason.rawValue])
            return ExpositionText.sample(name, labels, Double(state.closedConnections[reason] ?? 0))
        }
        return ExpositionText.family(name, .counter, help: "Connections that a limit ended.") + samples.joined()
    }

    private func requests(_ state: State) -> String {
        if state.requests.isEmpty { return "" }
        let name = "mutuality_http_requests_total"
        let samples = state.requests.map { key, count in
            let labels = ExpositionText.labels(["route": key.route, "status": key.status])
            return ExpositionText.sample(name, labels, Double(count))
        }
        return ExpositionText.family(name, .counter, help: "Requests answered.") + samples.sorted().joined()
    }

    private func durations(_ state: State) -> String {
        if state.durations.isEmpty { return "" }
        let name = "mutuality_http_request_duration_seconds"
        var text = ExpositionText.family(
            name, .histogram, help: "From a request's header to its answer, without the way to the client.")
        for (route, durations) in state.durations.sorted(by: { $0.key < $1.key }) {
            var cumulated = 0
            for (bound, count) in zip(Self.durationBounds.map { "\($0)" } + ["+Inf"], durations.counts) {
                cumulated += count
                let labels = ExpositionText.labels(["route": route, "le": bound])
                text += ExpositionText.sample(name + "_bucket", labels, Double(cumulated))
            }
            let labels = ExpositionText.labels(["route": route])
            text += ExpositionText.sample(name + "_sum", labels, durations.sum)
            text += ExpositionText.sample(name + "_count", labels, Double(cumulated))
        }
        return text
    }
}

extension Instant {
    fileprivate var seconds: Double { Double(microseconds) / Double(Instant.microsecondsPerSecond) }
}
