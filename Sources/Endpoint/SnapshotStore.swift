import Domain
import Export
import Logging
import ServiceLifecycle
import Synchronization

/// Holds the newest snapshot. Polls the source, renders once per release, keeps the last one when the source fails.
final class SnapshotStore: Service {
    struct Status: Sendable {
        var snapshot: Snapshot?
        /// Whether the source answered the last time it was asked.
        var isUp = false
        /// When the source last answered.
        var checkedAt: Instant?
    }

    private let source: any SnapshotSource
    private let context: ExportContext
    private let interval: Duration
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let state = Mutex(Status())

    init(
        source: any SnapshotSource, context: ExportContext, interval: Duration,
        now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.source = source
        self.context = context
        self.interval = interval
        self.now = now
        self.logger = logger
    }

    var status: Status { state.withLock { $0 } }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    await self.poll()
                    try await Task.sleep(for: self.interval)
                }
            }
        } catch is CancellationError {
            return
        }
    }

    func poll() async {
        do {
            let release = try await source.currentRelease()
            var snapshot = status.snapshot
            if let release, release != snapshot?.release {
                let figures = try await source.figures(of: release)
                snapshot = try Snapshot(release: release, figures: figures, context: context, at: now())
                logger.info("Serving release \(release)")
            }
            let next = Status(snapshot: snapshot, isUp: true, checkedAt: now())
            state.withLock { $0 = next }
        } catch {
            if Task.isCancelled { return }
            let wasUp = state.withLock { state in
                defer { state.isUp = false }
                return state.isUp
            }
            // Once per outage at a level that somebody sees.
            logger.log(level: wasUp ? .error : .debug, "No new figures; serving the last ones: \(error)")
        }
    }
}
