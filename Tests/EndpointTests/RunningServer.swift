import Domain
import Export
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import Endpoint

/// Released figures that a test changes, or makes unreadable, while a server runs.
actor ScriptedSource: SnapshotSource {
    struct Unreadable: Error {}

    private var release: Release?
    private var released: [PublishedFigure]
    private var loads = ReleasedFigures.freshness
    private var wanted: [Target] = []
    private var names = TeamNames.none
    private var isUnreadable = false
    private var isHanging = false
    private(set) var reads = 0

    init(release: Int64? = 1, _ released: [PublishedFigure] = ReleasedFigures.all()) {
        self.release = release.map { Release(number: $0, releasedAt: RunningServer.startedAt) }
        self.released = released
    }

    func publish(
        _ number: Int64, at releasedAt: Instant = RunningServer.startedAt, _ figures: [PublishedFigure],
        names: TeamNames = .none
    ) {
        release = Release(number: number, releasedAt: releasedAt)
        self.names = names
        released = figures
        isUnreadable = false
        isHanging = false
    }

    /// A load without a new release.
    func load(_ freshness: [Freshness]) { loads = freshness }

    /// A target without a new release.
    func want(_ targets: [Target]) { wanted = targets }

    func becomeUnreadable() { isUnreadable = true }

    /// As when the organization is deleted.
    func withdraw() { release = nil }

    /// From now on it answers nothing until it is cancelled.
    func hang() { isHanging = true }

    func currentRelease() async throws -> Release? {
        if isUnreadable { throw Unreadable() }
        if isHanging { try await Task.sleep(for: .seconds(1_000)) }
        return release
    }

    func freshness() throws -> [Freshness] {
        if isUnreadable { throw Unreadable() }
        return loads
    }

    func targets() throws -> [Target] {
        if isUnreadable { throw Unreadable() }
        return wanted
    }

    func unmatched() -> [Unmatched] { [] }

    func revisions() throws -> [Revision] {
        if isUnreadable { throw Unreadable() }
        return []
    }

    func teamNames() throws -> TeamNames {
        if isUnreadable { throw Unreadable() }
        return names
    }

    func figures(of release: Release) throws -> [PublishedFigure] {
        if isUnreadable { throw Unreadable() }
        reads += 1
        return released
    }
}

/// A server of ours on a free port of loopback, running as in production: in a service group that stops with grace.
struct RunningServer {
    let port: Int
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    static let startedAt = Instant(microseconds: 1_767_225_600_000_000)

    static func run<Value>(
        _ source: ScriptedSource, limits: EndpointLimits = .patient(), isReady: Bool = true,
        context: ExportContext? = nil,
        _ body: (RunningServer) async throws -> Value
    ) async throws -> Value {
        var configuration = EndpointServer.Configuration(
            listen: try ListenAddress("127.0.0.1:0"), pollInterval: .milliseconds(20), version: "1.2.3",
            now: { startedAt })
        configuration.limits = limits
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let server = try EndpointServer(
            configuration: configuration, source: source, context: context ?? ReleasedFigures.context(), logger: logger,
            onListening: { continuation.yield($0.port) })
        let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
        let running = Task {
            defer { continuation.finish() }
            try await group.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await running.value
            throw RawClient.Truncated(bytes: 0)
        }
        let started = RunningServer(port: port, group: group, running: running)
        if isReady { try await started.wait(for: "/-/ready") { $0.status == 200 } }
        let result: Result<Value, any Error>
        do { result = .success(try await body(started)) } catch { result = .failure(error) }
        await started.stop()
        try await running.value
        return try result.get()
    }

    /// As SIGTERM does.
    func stop() async { await group.triggerGracefulShutdown() }

    /// Returns when the server, told to stop, has.
    func ended() async throws { try await running.value }

    func get(_ path: String, method: String = "GET", fields: [String] = []) async throws -> RawClient.Answer {
        try await RawClient.connect(port) { try await $0.get(path, method: method, fields: fields) }
    }

    /// Asks again until the answer is as wanted, up to a limit that only a failure meets.
    func wait(for path: String, until isWanted: (RawClient.Answer) -> Bool) async throws {
        for _ in 0..<6_000 {
            // Where a deadline is short, it is this client's too.
            if let answer = try? await get(path), isWanted(answer) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(path) never answered as wanted")
    }

    /// The value of a series of /metrics, by its name and labels as they are printed.
    func metric(_ series: String) async throws -> Double? {
        Self.value(of: series, in: try await get("/metrics").text)
    }

    static func value(of series: String, in text: String) -> Double? {
        let lines = text.split(separator: "\n")
        return lines.first { $0.hasPrefix(series + " ") }.flatMap { Double($0.dropFirst(series.count + 1)) }
    }
}

extension EndpointLimits {
    /// Long for every deadline but those that a test changes: a busy machine takes its time.
    static func patient(_ change: (inout EndpointLimits) -> Void = { _ in }) -> EndpointLimits {
        var limits = EndpointLimits()
        limits.header = .seconds(100)
        limits.idle = .seconds(100)
        limits.body = .seconds(100)
        limits.response = .seconds(100)
        limits.request = .seconds(100)
        limits.age = .seconds(100)
        limits.drain = .seconds(100)
        change(&limits)
        return limits
    }
}
