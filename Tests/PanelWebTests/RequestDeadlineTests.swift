import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import PanelWeb

/// A client that keeps the panel waiting is let go in time, by a clock that the test moves.
struct RequestDeadlineTests {
    private static let patience = TimeAmount.seconds(5)

    /// A connection as the server sees it, just opened.
    private func connection(_ places: Int = 1) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(
            ConnectionDoor(PlaceShare(limit: places, perClient: places)))
        try pipeline.addHandler(RequestDeadline(Self.patience))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private func pass(_ time: TimeAmount, on channel: EmbeddedChannel) {
        channel.embeddedEventLoop.advanceTime(by: time)
    }

    private func ask(_ channel: EmbeddedChannel, isWhole: Bool = true) throws {
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")
        _ = try channel.writeInbound(HTTPServerRequestPart.head(head))
        if isWhole { _ = try channel.writeInbound(HTTPServerRequestPart.end(nil)) }
    }

    private func answer(_ channel: EmbeddedChannel) throws {
        let head = HTTPResponseHead(version: .http1_1, status: .ok)
        _ = try channel.writeOutbound(HTTPServerResponsePart.head(head))
        _ = try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }

    @Test func aConnectionWithoutARequestIsClosed() throws {
        let channel = try connection()
        pass(.milliseconds(4_999), on: channel)
        #expect(channel.isActive)
        pass(.milliseconds(1), on: channel)
        #expect(!channel.isActive)
    }

    @Test func nobodyIsHurriedWhileThePanelAnswers() throws {
        let channel = try connection()
        try ask(channel)
        pass(.hours(1), on: channel)
        #expect(channel.isActive)
        try answer(channel)
        pass(.milliseconds(4_999), on: channel)
        try ask(channel)
        try answer(channel)
        pass(.milliseconds(4_999), on: channel)
        #expect(channel.isActive)
        pass(.milliseconds(1), on: channel)
        #expect(!channel.isActive)
    }

    @Test func aBodyThatTricklesInIsNotWaitedFor() throws {
        let channel = try connection()
        pass(.seconds(4), on: channel)
        try ask(channel, isWhole: false)
        for _ in 1...4 {
            pass(.seconds(1), on: channel)
            _ = try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(string: "x")))
        }
        #expect(channel.isActive)
        pass(.seconds(1), on: channel)
        #expect(!channel.isActive)
    }

    @Test func anAnswerBeforeTheEndOfTheBodyGivesNoMoreTime() throws {
        let channel = try connection()
        try ask(channel, isWhole: false)
        pass(.seconds(4), on: channel)
        try answer(channel)
        pass(.seconds(1), on: channel)
        #expect(!channel.isActive)
    }

    /// The second request is here before the first is answered; nobody waits for the client until both are.
    @Test func requestsThatFollowCloselyAreEachAnswered() throws {
        let channel = try connection()
        try ask(channel)
        try ask(channel)
        try answer(channel)
        pass(.hours(1), on: channel)
        #expect(channel.isActive)
        try answer(channel)
        pass(.seconds(5), on: channel)
        #expect(!channel.isActive)
    }

    @Test func aConnectionWithoutAPlaceIsClosedAtOnce() throws {
        let channel = try connection(0)
        #expect(!channel.isActive)
    }
}
