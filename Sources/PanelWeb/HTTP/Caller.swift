import NIOCore

/// Who asks, at which address of the panel, and how to be rid of them.
struct Caller: Sendable {
    /// The address that the connection came in on; nil if it is gone.
    var local: IPAddress?
    /// The address of the client; nil if it is gone.
    var remote: IPAddress?
    /// Closes the connection at once, whatever is on its way.
    var hangUp: @Sendable () -> Void = {}
}

extension Caller {
    /// The other end of a connection.
    init(_ channel: any Channel) {
        self.init(
            local: IPAddress(channel.localAddress), remote: IPAddress(channel.remoteAddress)
        ) { channel.close(promise: nil) }
    }
}
