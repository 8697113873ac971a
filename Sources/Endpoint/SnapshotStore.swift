import Domain
import Export
import Logging
import ServiceLifecycle
import Synchronization

/// Holds the newest snapshot. Polls the source, renders once per release, keeps the last one when the source fails.
///
/// A load changes how fresh a dataset is without a new release, and a target may be set. That is looked at more rarely, since
/// all is rendered anew for it: a day's loads cost one rendering, or a few.
final class SnapshotStore: Service {
    struct Status: Sendable {
        var snapshot: Snapshot?
        /// Whether the source answered the last time it was asked.
        var isUp = false
        /// When the source last answered.
        var checkedAt: Instant?
        /// When freshness and targets are to be looked at again.
        fileprivate var freshnessDue: ContinuousClock.Instant?
    }

    private let source: any SnapshotSource
    private let context: ExportContext
    private let interval: Duration
    private let freshnessInterval: Duration
    private let deadline: Duration
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let state = Mutex(Status())

    /// - Parameters:
    ///   - interval: between the end of a poll and the next.
    ///   - freshnessInterval: from one look at the freshness of datasets, and at targets, to the next, unless there is a new
    ///     release.
    ///   - deadline: of a poll; one that takes longer is cancelled and has failed.
    init(
        source: any SnapshotSource, context: ExportContext, interval: Duration, freshnessInterval: Duration,
        deadline: Duration, now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.source = source
        self.context = context
        self.interval = interval
        self.freshnessInterval = freshnessInterval
        self.deadline = deadline
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
        await withTaskGroup { group in
            group.addTask { await self.look() }
            group.addTask {
                try? await Task.sleep(for: self.deadline)
                // Said at once: the source may take its time to heed the cancellation.
                if !Task.isCancelled { self.hasFailed("a poll took longer than \(self.deadline)") }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func look() async {
        do {
            let release = try await source.currentRelease()
            var next = status
            let isDue = next.freshnessDue.map { $0 <= .now } ?? true
            if let release, release != next.snapshot?.release || isDue {
                let (freshness, targets) = (try await source.freshness(), try await source.targets())
                let snapshot = next.snapshot
                if (release, freshness, targets) != (snapshot?.release, snapshot?.freshness, snapshot?.targets) {
                    let figures = try await source.figures(of: release)
                    next.snapshot = try Snapshot(
                        release: release, figures: figures, revisions: try await source.revisions(),
                        unmatched: try await source.unmatched(),
                        context: context.with(freshness, targets, names: try await source.teamNames()), at: now())
                    logger.info("Serving release \(release.number)")
                }
                next.freshnessDue = .now + freshnessInterval
            } else if release == nil, next.snapshot != nil {
                // The organization was deleted, or may not be read any more: what is held goes, too.
                next.snapshot = nil
                next.freshnessDue = nil
                logger.warning("Nothing is released, or to be read, any more; serving no figures")
            }
            next.isUp = true
            next.checkedAt = now()
            state.withLock { [next] in $0 = next }
        } catch {
            if !Task.isCancelled { hasFailed("\(error)") }
        }
    }

    private func hasFailed(_ reason: String) {
        let wasUp = state.withLock { state in
            defer { state.isUp = false }
            return state.isUp
        }
        // Once per outage at a level that somebody sees.
        logger.log(level: wasUp ? .error : .debug, "No new figures; serving the last ones: \(reason)")
    }
}
