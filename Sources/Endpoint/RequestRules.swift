import HTTPTypes
import Hummingbird
import Logging

/// Around every route: refuses what must not reach one, turns errors into problems, counts.
struct RequestRules<Context: RequestContext>: RouterMiddleware {
    let paths: [String]
    let limits: EndpointLimits
    let metrics: ServiceMetrics
    let clock = ContinuousClock()

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = clock.now
        var response: Response
        do {
            try check(request)
            response = try await next(request, context)
        } catch let problem as Problem {
            response = try problem.response()
        } catch let error as HTTPError where error.status == .notFound {
            response = try nothing(at: request.uri.path).response()
        } catch {
            context.logger.error("A request failed: \(error)")
            response = try Problem(status: .internalServerError, detail: "The log of the service says why.").response()
        }
        if request.method == .head { response = response.createHeadResponse() }
        let route = context.endpointPath.flatMap { paths.contains($0) ? $0 : nil } ?? "other"
        metrics.answered(route: route, status: response.status.code, duration: clock.now - start)
        return response
    }

    private func check(_ request: Request) throws {
        // A page that a browser shows could have its own name point at 127.0.0.1 and read the answer (DNS
        // rebinding); its requests still carry that name.
        if let authority = request.head.authority, !ListenAddress.isLoopback(host(of: authority)) {
            throw Problem(status: .misdirectedRequest, detail: "Call this service as localhost, 127.0.0.1 or [::1].")
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limits.bodyBytes {
            throw Problem(
                status: .contentTooLarge, detail: "No route here reads a body.", headers: [.connection: "close"])
        }
    }

    private func host(of authority: String) -> String {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return authority }
        return String(authority[..<colon])
    }

    /// The router has found no route: for the path, or for the method alone.
    private func nothing(at path: String) -> Problem {
        // As the router compares them: slashes at the end, and doubled ones, make no difference.
        let parts = path.split(separator: "/")
        guard paths.contains(where: { $0.split(separator: "/") == parts }) else {
            return Problem(status: .notFound, detail: "There is no such page; / lists those that there are.")
        }
        return Problem(
            status: .methodNotAllowed, detail: "Only GET and HEAD are answered here.", headers: [.allow: "GET, HEAD"])
    }
}
