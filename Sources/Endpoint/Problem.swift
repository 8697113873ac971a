import Foundation
import HTTPTypes
import Hummingbird

/// An answer to a request that cannot be served: a problem of RFC 9457.
struct Problem: Error {
    let status: HTTPResponse.Status
    /// Says what to do. Nothing that came with the request is repeated in it.
    let detail: String
    var headers: HTTPFields = [:]

    static let notReady = Problem(
        status: .serviceUnavailable, detail: "There is no release yet, or the database could not be read so far.",
        headers: [.retryAfter: "5"])

    private struct Body: Encodable {
        let type = "about:blank"
        let title: String
        let status: Int
        let detail: String
    }

    func response() throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = Body(title: status.reasonPhrase, status: status.code, detail: detail)
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(body))))
    }
}
