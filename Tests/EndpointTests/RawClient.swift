import NIOCore
import NIOPosix
import TestValues
import Testing

/// A TCP connection that does what a test says and nothing else: no retry, no deadline, no reading ahead.
struct RawClient {
    struct Answer {
        let status: Int
        let head: String
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The body, by gzip itself.
        func unzipped() throws -> [UInt8] {
            let result = try Tool.run(["gzip", "-dc"], input: body)
            try #require(result.status == 0, "\(result.errors)")
            return [UInt8](result.output)
        }

        /// The value of a header field, by its lower-case name.
        subscript(name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts[0].lowercased() == name { return parts[1].trimmingPrefix(" ").description }
            }
            return nil
        }
    }

    /// The connection ended within an answer, or before it.
    struct Truncated: Error {
        let bytes: Int
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread: [UInt8] = []

    /// - Parameter receiveBuffer: bytes that the kernel keeps for a client that doesn't read.
    static func connect<Value>(
        _ port: Int, receiveBuffer: Int? = nil, _ body: (inout RawClient) async throws -> Value
    ) async throws -> Value {
        var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.maxMessagesPerRead, value: 1)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
        }
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(
                        backPressureStrategy: .init(lowWatermark: 1, highWatermark: 1),
                        isOutboundHalfClosureEnabled: true)
                )
            }
        }
        var result: Result<Value, any Error>?
        do {
            try await channel.executeThenClose { inbound, outbound in
                var client = RawClient(inbound: inbound.makeAsyncIterator(), outbound: outbound)
                do { result = .success(try await body(&client)) } catch { result = .failure(error) }
            }
        } catch {
            // A connection that the server reset cannot be closed any more: what the body saw counts.
            guard let result else { throw error }
            return try result.get()
        }
        guard let result else { throw ChannelError.ioOnClosedChannel }
        return try result.get()
    }

    private init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    /// Sends no more; the other direction stays open.
    func finish() { outbound.finish() }

    mutating func get(_ path: String, method: String = "GET", fields: [String] = []) async throws -> Answer {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: localhost"] + fields
        try await send(lines.joined(separator: "\r\n") + "\r\n\r\n")
        return try await answer(hasBody: method != "HEAD")
    }

    mutating func answer(hasBody: Bool = true) async throws -> Answer {
        while true {
            if let end = unread.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: unread[..<end.lowerBound], as: UTF8.self)
                unread.removeSubrange(..<end.upperBound)
                let status = Int(head.split(separator: " ")[1]) ?? 0
                let length = Int(Answer(status: 0, head: head, body: [])["content-length"] ?? "0") ?? 0
                let body = try await take(hasBody ? length : 0)
                return Answer(status: status, head: head, body: body)
            }
            guard try await readMore() else { throw Truncated(bytes: unread.count) }
        }
    }

    /// Returns as soon as so many bytes of an answer are here, and keeps them for `answer()`.
    mutating func answerBegins(bytes: Int = 1) async throws {
        while unread.count < bytes {
            guard try await readMore() else { throw Truncated(bytes: unread.count) }
        }
    }

    /// Everything until the server closes, however it does.
    mutating func readToEnd() async -> [UInt8] {
        while (try? await readMore()) == true {}
        return unread
    }

    private mutating func take(_ count: Int) async throws -> [UInt8] {
        while unread.count < count {
            guard try await readMore() else { throw Truncated(bytes: unread.count) }
        }
        let taken = Array(unread.prefix(count))
        unread.removeFirst(count)
        return taken
    }

    private mutating func readMore() async throws -> Bool {
        guard let buffer = try await inbound.next() else { return false }
        unread.append(contentsOf: buffer.readableBytesView)
        return true
    }
}
