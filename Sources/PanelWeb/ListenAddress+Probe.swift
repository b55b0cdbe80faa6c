import NIOCore
import NIOPosix

extension ListenAddress {
    /// Takes the address and gives it back at once, to know before anything else happens whether it can be had.
    ///
    /// - Throws: ``WebError`` with the operation `listen on`, as ``WebServer/run()`` would.
    public func probe() async throws(WebError) {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port).get()
            try await channel.close()
        } catch {
            throw WebError(listeningOn: self, error, code: (error as? IOError)?.errnoCode)
        }
    }
}

extension WebError {
    /// Whether another program listens on the address.
    public var isAddressTaken: Bool { code == EADDRINUSE }

    init(listeningOn address: ListenAddress, _ error: any Error, code: CInt?) {
        let reason =
            switch code {
            case EADDRINUSE: "the address is in use by another program"
            case EADDRNOTAVAIL: "this machine has no such address"
            case EACCES: "the system does not permit it"
            default: "\(error)".clipped(to: 256)
            }
        self.init(
            operation: "listen on", code: code, subject: address.description, reason: reason,
            underlying: error)
    }
}
