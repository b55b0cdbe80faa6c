import NIOCore

/// Who asks, at which address of the panel, and how to be rid of them.
package struct Caller: Sendable {
    /// The address that the connection came in on; nil if it is gone.
    package var local: IPAddress?
    /// The address of the client; nil if it is gone.
    package var remote: IPAddress?
    /// Closes the connection at once, whatever is on its way.
    package var hangUp: @Sendable () -> Void

    /// Makes the other end of a connection.
    package init(
        local: IPAddress? = nil, remote: IPAddress? = nil,
        hangUp: @escaping @Sendable () -> Void = {}
    ) {
        self.local = local
        self.remote = remote
        self.hangUp = hangUp
    }
}

extension Caller {
    /// The other end of a connection.
    init(_ channel: any Channel) {
        self.init(
            local: IPAddress(channel.localAddress), remote: IPAddress(channel.remoteAddress)
        ) { channel.close(promise: nil) }
    }
}
