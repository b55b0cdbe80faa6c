import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a real socket that answers every request with whatever bytes a test wants, as slowly as it wants.
package final class RawServer: Sendable {
    /// What follows a request.
    package enum Answer: Sendable {
        /// These bytes; then the connection stays open.
        case bytes([UInt8])
        /// These bytes; then the connection closes.
        case bytesThenClose([UInt8])
        /// This head, and then the same piece for ever, as fast as it is taken.
        case endless(head: [UInt8], piece: [UInt8])
        /// This head, and then one byte of it every 20 ms.
        case drip(head: [UInt8])
        /// Nothing at all.
        case silence

        package static func text(_ text: String) -> Answer {
            .bytes(Array(text.replacing("\n", with: "\r\n").utf8))
        }
    }

    package let port: Int
    /// How many bytes were handed to the network.
    package let sent: Counter
    /// How many requests came.
    package let requests: Counter
    private let channel: any Channel

    private init(channel: any Channel, sent: Counter, requests: Counter) {
        self.channel = channel
        self.port = channel.localAddress?.port ?? 0
        self.sent = sent
        self.requests = requests
    }

    /// Starts a server on a port that the system chooses.
    package static func start(
        certificate: String? = nil, _ answer: @escaping @Sendable (String) -> Answer
    ) async throws -> RawServer {
        let sent = Counter()
        let requests = Counter()
        let context = try certificate.map { try tlsContext($0) }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        RawHandler(answer: answer, sent: sent, requests: requests))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RawServer(channel: channel, sent: sent, requests: requests)
    }

    package func stop() async {
        try? await channel.close()
    }

    private static func tlsContext(_ certificate: String) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(TestCertificates.key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }
}

/// Counts from any thread.
package final class Counter: Sendable {
    private let count = Mutex(0)

    package init() {}

    package var value: Int { count.withLock { $0 } }

    package func add(_ number: Int) { count.withLock { $0 += number } }
}

/// Waits for the end of a request's head, or for a TLS handshake that is out of place, and plays the answer.
private final class RawHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: @Sendable (String) -> RawServer.Answer
    private let sent: Counter
    private let requests: Counter
    private var received = ""

    init(
        answer: @escaping @Sendable (String) -> RawServer.Answer, sent: Counter, requests: Counter
    ) {
        self.answer = answer
        self.sent = sent
        self.requests = requests
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(decoding: unwrapInboundIn(data).readableBytesView, as: UTF8.self)
        let isHandshake = received.utf8.first == 0x16
        guard isHandshake || received.contains("\r\n\r\n") else { return }
        let request = received
        received = ""
        requests.add(1)
        switch answer(request) {
        case .bytes(let bytes):
            write(bytes, context).whenComplete { _ in }
        case .bytesThenClose(let bytes):
            let loop = NIOLoopBound(context, eventLoop: context.eventLoop)
            write(bytes, context).whenComplete { _ in loop.value.close(promise: nil) }
        case .endless(let head, let piece):
            write(head, context).whenComplete { _ in }
            goOn(piece, context)
        case .drip(let head):
            write(head, context).whenComplete { _ in }
            drip(context)
        case .silence:
            break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) -> EventLoopFuture<Void>
    {
        sent.add(bytes.count)
        return context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)))
    }

    private func goOn(_ piece: [UInt8], _ context: ChannelHandlerContext) {
        let loop = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        write(piece, context).whenSuccess { loop.value.0.goOn(piece, loop.value.1) }
    }

    private func drip(_ context: ChannelHandlerContext) {
        let loop = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        write([0x20], context).whenSuccess {
            loop.value.1.eventLoop.scheduleTask(in: .milliseconds(20)) {
                loop.value.0.drip(loop.value.1)
            }
        }
    }
}
