import NIOCore
import NIOHTTP1

/// Gives a client so much time for the head of each request, a TLS handshake included, and as much again for its body.
///
/// The time does not begin anew with whatever trickles in, as that of `HTTP1Channel`'s own limit does within a body.
final class RequestDeadline: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart

    private let limit: TimeAmount
    private var progress = RequestProgress()
    private var alarm: Scheduled<Void>?

    /// Closes a connection that keeps the panel waiting for longer than `limit`.
    init(_ limit: TimeAmount) {
        self.limit = limit
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { follow(.begins, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        follow(.isOver, context)
    }

    func channelActive(context: ChannelHandlerContext) {
        follow(.begins, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        follow(.isOver, context)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: follow(progress.takeHead(), context)
        case .body: break
        case .end: follow(progress.takeEnd(), context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { follow(progress.finishAnswer(), context) }
        context.write(data, promise: promise)
    }

    private func follow(_ wait: RequestProgress.Wait, _ context: ChannelHandlerContext) {
        guard wait != .goesOn else { return }
        alarm?.cancel()
        alarm = nil
        guard wait == .begins, context.channel.isActive else { return }
        alarm = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            context.close(promise: nil)
        }
    }
}
