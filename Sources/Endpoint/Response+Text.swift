import Compression
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A few kilobytes that no answer shares, compressed at once where the request asks for it.
    static func text(_ content: String, type: String, for request: Request) throws(GzipError) -> Response {
        var headers: HTTPFields = [.contentType: type, .vary: "Accept-Encoding"]
        var body = ByteBuffer(string: content)
        if Coding(accepted: request.headers[.acceptEncoding]) == .gzip {
            headers[.contentEncoding] = "gzip"
            body = ByteBuffer(bytes: try GzipDeflater.stream(of: Array(content.utf8)))
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
