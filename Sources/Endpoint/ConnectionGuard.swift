import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Stands between the HTTP codec and the server: absolute deadlines, a body limit, security headers on everything
/// that leaves, and no close before the last response has.
///
/// Hummingbird's own idle timeout begins anew with every byte of a body and stops while a response is written, so a
/// client that drips or that doesn't read would stay for ever. At every moment `request` is armed here, and beside it
/// - `header` or `idle` while a request's header is awaited,
/// - `body` while a body is,
/// - `response` while a whole request has no whole response.
///
/// A client that asks again in time has its connection until `age`; then the next response carries
/// `Connection: close`, so that the client knows before it asks again. After such a response, whoever wrote it, the
/// server's direction is closed and what still comes in is dropped: closing both would discard, on the client's side,
/// what it hasn't read yet.
///
/// When told to stop, the server closes a connection as soon as its last response is written to the channel, which
/// would cut off what the kernel hasn't taken yet. Such a close waits here.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The limit that ended a connection.
    enum Reason: String, CaseIterable {
        case header, idle, body, response, request, age, drain
        case bodySize = "body_size"
    }

    private let limits: EndpointLimits
    private let metrics: ServiceMetrics

    private var isCounted = false
    /// A connection has one reason to end, the first.
    private var isReasonCounted = false
    private var isReadingBody = false
    private var bodyBytes = 0
    /// Whole requests less whole responses in the kernel: -1 where a response came before its request's end.
    private var unanswered = 0
    /// Whole responses that the kernel hasn't taken yet.
    private var unflushed = 0
    private var isAged = false
    /// The response being written says that it is the last.
    private var announcesClose = false
    /// The last response is written.
    private var isClosing = false
    private var reading: Scheduled<Void>?
    private var responding: Scheduled<Void>?
    private var requesting: Scheduled<Void>?
    private var aging: Scheduled<Void>?
    private var draining: Scheduled<Void>?
    private var heldClose: (mode: CloseMode, promise: EventLoopPromise<Void>?)?

    init(limits: EndpointLimits, metrics: ServiceMetrics) {
        self.limits = limits
        self.metrics = metrics
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func begin(_ context: ChannelHandlerContext) {
        if isCounted { return }
        isCounted = true
        metrics.connectionOpened()
        reading = deadline(.header, limits.header, context)
        requesting = deadline(.request, limits.request, context)
        aging = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.age)) {
            self.isAged = true
            self.aging = self.deadline(.age, self.limits.request, context)
        }
    }

    private func end() {
        if !isCounted { return }
        isCounted = false
        metrics.connectionClosed()
        for task in [reading, responding, requesting, aging, draining] { task?.cancel() }
        heldClose?.promise?.succeed()
        heldClose = nil
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReadingBody = true
            bodyBytes = 0
            reading?.cancel()
            reading = deadline(.body, limits.body, context)
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            if bodyBytes > limits.bodyBytes { return cutOff(.bodySize, context) }
        case .end:
            isReadingBody = false
            unanswered += 1
            reading?.cancel()
            reading = unanswered == 0 ? deadline(.idle, limits.idle, context) : nil
            if unanswered == 1 { responding = deadline(.response, limits.response, context) }
        }
        if !isClosing { context.fireChannelRead(data) }
    }

    // MARK: Responses

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // Answers to what was sent ahead of the last response. Its sender knows that it has to ask again.
        if isClosing {
            promise?.succeed()
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            SecurityHeaders.complete(&head.headerFields)
            if isAged {
                head.headerFields[.connection] = "close"
                count(.age)
            }
            announcesClose = head.headerFields[.connection] == "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let flushed = promise ?? context.eventLoop.makePromise()
            unflushed += 1
            isClosing = announcesClose
            flushed.futureResult.assumeIsolated().whenComplete { _ in self.responseLeft(context) }
            context.write(data, promise: flushed)
        }
    }

    private func responseLeft(_ context: ChannelHandlerContext) {
        unflushed -= 1
        unanswered -= 1
        guard isCounted else { return }
        requesting?.cancel()
        requesting = deadline(.request, limits.request, context)
        responding?.cancel()
        responding = unanswered > 0 ? deadline(.response, limits.response, context) : nil
        if unanswered == 0, !isReadingBody {
            reading?.cancel()
            reading = deadline(.idle, limits.idle, context)
        }
        guard unflushed == 0 else { return }
        if let held = heldClose {
            heldClose = nil
            context.close(mode: held.mode, promise: held.promise)
        } else if isClosing {
            context.close(mode: .output, promise: nil)
        }
    }

    // MARK: Closing

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode != .input, unflushed > 0 else { return context.close(mode: mode, promise: promise) }
        heldClose?.promise?.succeed()
        heldClose = (heldClose?.mode == .all ? .all : mode, promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { draining = deadline(.drain, limits.drain, context) }
        context.fireUserInboundEventTriggered(event)
    }

    private func deadline(_ reason: Reason, _ time: Duration, _ context: ChannelHandlerContext) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { self.cutOff(reason, context) }
    }

    private func cutOff(_ reason: Reason, _ context: ChannelHandlerContext) {
        count(reason)
        context.close(mode: .all, promise: nil)
    }

    private func count(_ reason: Reason) {
        if isReasonCounted { return }
        isReasonCounted = true
        metrics.connectionCutOff(reason)
    }
}
