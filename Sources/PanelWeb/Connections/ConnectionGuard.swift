import NIOCore

/// Keeps one connection from holding more than its share of memory and time.
///
/// What is written waits in small buffers, so that a slow reader of events gets new states rather than old ones, and a
/// reader that takes nothing for the time of an `IdleStateHandler` in front is let go.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private static let sendBufferBytes = 32_768
    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(
        low: 4_096, high: 16_384)

    func handlerAdded(context: ChannelHandlerContext) {
        // A system that refuses keeps its own sizes: the guard is then weaker, and nothing else is wrong.
        let options = context.channel.syncOptions
        try? options?.setOption(.socketOption(.so_sndbuf), value: Self.sendBufferBytes)
        try? options?.setOption(.writeBufferWaterMark, value: Self.waterMark)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let idle = event as? IdleStateHandler.IdleStateEvent, idle == .write {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
