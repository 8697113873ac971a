public import Domain
public import Export
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Serves the newest release over HTTP, from memory: no request reaches the source.
///
/// A service for a `ServiceGroup`: told to stop, it takes no more connections, finishes the responses under way and
/// ends within 10 seconds.
public struct EndpointServer: Service {
    public struct Configuration: Sendable {
        public var listen: ListenAddress
        /// Between two looks for a new release.
        public var pollInterval: Duration
        /// Of the program, for `mutuality_build_info`.
        public var version: String
        /// The time, for timestamps in metrics.
        public var now: @Sendable () -> Instant
        var limits = EndpointLimits()

        public init(
            listen: ListenAddress = .standard, pollInterval: Duration = .seconds(5), version: String,
            now: @escaping @Sendable () -> Instant
        ) {
            self.listen = listen
            self.pollInterval = pollInterval
            self.version = version
            self.now = now
        }
    }

    private let configuration: Configuration
    private let source: any SnapshotSource
    private let context: ExportContext
    private let logger: Logger
    private let onListening: @Sendable (ListenAddress) async -> Void

    /// - Parameters:
    ///   - context: the sheets of the KPIs that the source may have figures of.
    ///   - onListening: called once, with the port that was taken, as soon as connections are accepted. The first
    ///     snapshot may come later: `/-/ready` tells.
    public init(
        configuration: Configuration, source: any SnapshotSource, context: ExportContext, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.source = source
        self.context = context
        self.logger = logger
        self.onListening = onListening
    }

    /// - Throws: `EndpointError` where it may not listen.
    public func run() async throws {
        let listen = configuration.listen
        do {
            try await application().run()
        } catch let error as IOError {
            let mend =
                error.errnoCode == EADDRINUSE
                ? "Stop what listens there, or choose another port" : "Choose another loopback address or port"
            throw EndpointError(.listen, "Cannot listen on \(listen): \(error.localizedReason)", mend: mend)
        }
    }

    private func application() -> some ApplicationProtocol {
        let limits = configuration.limits
        let listen = configuration.listen
        let metrics = ServiceMetrics(version: configuration.version, startedAt: configuration.now())
        let store = SnapshotStore(
            source: source, context: context, interval: configuration.pollInterval,
            freshnessInterval: limits.freshness, deadline: limits.poll, now: configuration.now, logger: logger)
        var http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionGuard(limits: limits, metrics: metrics)])
        http.httpDecoder = .init(
            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes, maxHeaderFieldCount: 100)
        return Application(
            router: Routes(store: store, metrics: metrics, limits: limits, sheets: context.sheets).router(),
            server: .http1(configuration: http),
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port),
                availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
            services: [store],
            onServerRunning: { [onListening] channel in
                let port = channel.localAddress?.port ?? listen.port
                await onListening(ListenAddress(host: listen.host, port: port))
            },
            logger: logger)
    }
}

extension IOError {
    /// The operating system's words, without the name of the call.
    fileprivate var localizedReason: String { String(cString: strerror(errnoCode)) }
}
