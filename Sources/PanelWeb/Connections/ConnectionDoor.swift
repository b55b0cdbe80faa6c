import NIOCore

/// Stands first on a connection, and closes it at once where there is no place for its client.
final class ConnectionDoor: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let places: PlaceShare
    private var pass: PlaceShare.Pass?

    /// Makes a door to `places`, which are shared out by network.
    init(_ places: PlaceShare) {
        self.places = places
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { admit(context) }
    }

    /// Those behind learn of the connection before it may close.
    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        admit(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        pass = nil
        context.fireChannelInactive()
    }

    private func admit(_ context: ChannelHandlerContext) {
        pass = places.pass(for: IPAddress(context.channel.remoteAddress)?.network)
        if pass == nil { context.close(promise: nil) }
    }
}
