import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Stands between the HTTP codec and the server: absolute deadlines, a body limit, security headers on everything
/// that leaves, and no close before the last response has.
///
/// Hummingbird's own idle timeout begins anew with every byte of a body and stops while a response is written, so a
/// client that drips or that doesn't read would stay for ever. At every moment at least one deadline here is armed:
/// - `header` or `idle` while a request's header is awaited,
/// - `body` while a body is,
/// - `response` while a whole request has no whole response.
///
/// When told to stop, the server closes a connection as soon as its last response is written to the channel, which
/// would cut off what the kernel hasn't taken yet. Such a close waits here.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The limit that ended a connection.
    enum Reason: String, CaseIterable { case header, idle, body, response, drain, bodySize = "body_size" }

    private let limits: EndpointLimits
    private let metrics: ServiceMetrics

    private var isCounted = false
    private var isReadingBody = false
    private var bodyBytes = 0
    /// Whole requests without a whole response in the kernel.
    private var unanswered = 0
    /// Whole responses that the kernel hasn't taken yet.
    private var unflushed = 0
    private var reading: Scheduled<Void>?
    private var responding: Scheduled<Void>?
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
    }

    private func end() {
        if !isCounted { return }
        isCounted = false
        metrics.connectionClosed()
        for task in [reading, responding, draining] { task?.cancel() }
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
            reading = nil
            if unanswered == 1 { responding = deadline(.response, limits.response, context) }
        }
        context.fireChannelRead(data)
    }

    // MARK: Responses

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            SecurityHeaders.complete(&head.headerFields)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let flushed = promise ?? context.eventLoop.makePromise()
            unflushed += 1
            flushed.futureResult.assumeIsolated().whenComplete { _ in self.responseLeft(context) }
            context.write(data, promise: flushed)
        }
    }

    private func responseLeft(_ context: ChannelHandlerContext) {
        unflushed -= 1
        // A response may come before its request's body has ended, and then nothing was waiting.
        unanswered = max(0, unanswered - 1)
        guard isCounted else { return }
        responding?.cancel()
        responding = unanswered == 0 ? nil : deadline(.response, limits.response, context)
        if unanswered == 0, !isReadingBody {
            reading?.cancel()
            reading = deadline(.idle, limits.idle, context)
        }
        if unflushed == 0, let held = heldClose {
            heldClose = nil
            context.close(mode: held.mode, promise: held.promise)
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
        metrics.connectionCutOff(reason)
        context.close(mode: .all, promise: nil)
    }
}
