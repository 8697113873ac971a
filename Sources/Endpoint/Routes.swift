import Domain
import Export
import HTTPTypes
import Hummingbird
import NIOCore
import Report

/// What is served where. Every path is in `all`, by which the landing page and the rules go.
struct Routes: Sendable {
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let eventLoop: any EventLoop

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
            eventLoop = source.channel.eventLoop
        }
    }

    let store: SnapshotStore
    let metrics: ServiceMetrics
    let limits: EndpointLimits
    /// Of the KPIs that a filter may ask for.
    let sheets: [Sheet]
    private let slots: CompressionSlots

    init(store: SnapshotStore, metrics: ServiceMetrics, limits: EndpointLimits, sheets: [Sheet]) {
        self.store = store
        self.metrics = metrics
        self.limits = limits
        self.sheets = sheets
        slots = CompressionSlots(limits.compressions)
    }

    private typealias Handler = @Sendable (Request, Context) async throws -> Response

    private var all: KeyValuePairs<String, Handler> {
        [
            "/": { try await self.landingPage(for: $0, on: $1.eventLoop) },
            LandingPage.stylePath: { request, _ in try LandingPage.styleResponse(for: request) },
            "/report": { try await self.report(for: $0, on: $1.eventLoop) },
            "/metrics": { request, _ in try self.serviceMetrics(for: request) },
            "/metrics/kpi": { try await self.document("prometheus", for: $0, on: $1.eventLoop) },
            "/v1/kpis.csv": {
                try await self.document("csv", for: $0, on: $1.eventLoop, fileName: "mutuality-kpis.csv")
            },
            "/-/healthy": { request, _ in try self.plain("healthy\n", for: request) },
            "/-/ready": { request, _ in try self.ready(for: request) },
        ]
    }

    func router() -> Router<Context> {
        let router = Router(context: Context.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestRules(paths: all.map(\.key), limits: limits, metrics: metrics))
        for (path, handler) in all {
            router.get(RouterPath(path)) { request, context in try await handler(request, context) }
        }
        return router
    }

    private func document(
        _ format: String, for request: Request, on eventLoop: any EventLoop, fileName: String? = nil
    ) async throws -> Response {
        let filter = try FigureFilter(query: request.uri, of: sheets)
        guard let document = store.status.snapshot?.documents[format] else { throw Problem.notReady }
        return try await answer(document, filter, for: request, on: eventLoop, fileName: fileName)
    }

    private func landingPage(for request: Request, on eventLoop: any EventLoop) async throws -> Response {
        guard let page = store.status.snapshot?.landingPage else { return try LandingPage.response(for: request) }
        return try await answer(page, .everything, for: request, on: eventLoop)
    }

    /// Its style stands in the page, and a policy of its own lets that through.
    private func report(for request: Request, on eventLoop: any EventLoop) async throws -> Response {
        // Whoever asks for a period must not take the newest one for it.
        guard request.uri.queryParameters.isEmpty else {
            throw Problem(
                status: .badRequest,
                detail:
                    "The report here is of the newest period and of everybody. Leave the query out, or write one of another "
                    + "period or scope with mutuality report.")
        }
        guard let report = store.status.snapshot?.report else { throw Problem.notReady }
        var response = try await answer(report, .everything, for: request, on: eventLoop)
        response.headers[.contentSecurityPolicy] = ReportPage.policy + "; frame-ancestors 'none'"
        return response
    }

    private func answer(
        _ document: Document, _ filter: FigureFilter, for request: Request, on eventLoop: any EventLoop,
        fileName: String? = nil
    ) async throws -> Response {
        var coding = Coding(accepted: request.headers[.acceptEncoding])
        var headers: HTTPFields = [.cacheControl: "no-cache", .vary: "Accept-Encoding"]
        headers[.eTag] = "\(document.entityTag(filter, coding))"
        if let field = request.headers[.ifNoneMatch],
            document.entityTag(filter, coding).matches(ifNoneMatch: field)
        {
            var response = Response(status: .notModified, headers: headers)
            // Of the document there would be one, and 0 would be a lie.
            response.headers[.contentLength] = nil
            return response
        }
        let body: ResponseBody
        if filter == .everything {
            body = document.whole(coding)
        } else if coding == .gzip, let slot = slots.take() {
            body = try await document.gzippedPart(filter, in: slot, on: eventLoop)
        } else {
            coding = .identity
            body = document.part(filter, on: eventLoop)
        }
        headers[.eTag] = "\(document.entityTag(filter, coding))"
        headers[.contentEncoding] = coding == .gzip ? "gzip" : nil
        headers[.contentType] = document.mediaType
        if let fileName { headers[.contentDisposition] = "attachment; filename=\"\(fileName)\"" }
        return Response(status: .ok, headers: headers, body: body)
    }

    private func serviceMetrics(for request: Request) throws -> Response {
        try .text(metrics.text(store.status), type: ExpositionText.mediaType, for: request)
    }

    private func ready(for request: Request) throws -> Response {
        guard store.status.snapshot != nil else { throw Problem.notReady }
        return try plain("ready\n", for: request)
    }

    private func plain(_ content: String, for request: Request) throws -> Response {
        try .text(content, type: "text/plain; charset=utf-8", for: request)
    }
}
