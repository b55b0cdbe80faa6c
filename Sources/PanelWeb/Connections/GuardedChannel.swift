import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// What every connection goes through: the door, TLS if there is any, HTTP/1.1, and the time that each request has.
struct GuardedChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    /// HTTP/1.1 as the library speaks it.
    let http: HTTP1Channel
    /// How many connections there may be.
    let places: PlaceShare
    /// How long a client may take for the head of a request, and again for its body.
    let patience: TimeAmount
    /// Where the certificate is from; nil to speak without TLS.
    let certificates: (any WebCertificates)?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ConnectionDoor(places))
            if let certificate = certificates?.current() {
                try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context))
            }
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(
                type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(RequestDeadline(patience), position: .after(decoder))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }
}
