import NIOCore
import NIOPosix
import Synchronization

@testable import Bitrix24

/// A server on a real socket that answers every request with whatever bytes a test wants, as slowly as it wants.
final class RawServer: Sendable {
    /// What follows a request.
    enum Answer: Sendable {
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

        static func text(_ text: String) -> Answer {
            .bytes(Array(text.replacing("\n", with: "\r\n").utf8))
        }
    }

    let port: Int
    /// How many bytes were handed to the network.
    let sent: Counter
    /// How many requests came.
    let requests: Counter
    private let channel: any Channel

    private init(channel: any Channel, sent: Counter, requests: Counter) {
        self.channel = channel
        self.port = channel.localAddress?.port ?? 0
        self.sent = sent
        self.requests = requests
    }

    /// Starts a server on a port that the system chooses.
    static func start(
        _ answer: @escaping @Sendable (String) -> Answer
    ) async throws -> RawServer {
        let sent = Counter()
        let requests = Counter()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        RawHandler(answer: answer, sent: sent, requests: requests))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RawServer(channel: channel, sent: sent, requests: requests)
    }

    func stop() async {
        try? await channel.close()
    }
}

/// Counts from any thread.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ number: Int) { count.withLock { $0 += number } }
}

/// Waits for the end of a request's head and plays the answer.
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
        guard received.contains("\r\n\r\n") else { return }
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
