package import RoomCore

/// What every client of a server keeps to when that answers too much, too slowly or something else.
///
/// The limit under test is short, so that the test is; the others are long, so that a busy machine does not matter.
package enum HostileServerClaim: String, CaseIterable, Sendable {
    case aGigabyteThatIsAnnouncedIsNotTaken
    case anAnswerWithoutEndIsCutWhileItStreams
    case aSlowAnswerEndsAtTheDeadline
    case aSlowHeadEndsAtTheDeadline
    case silenceEndsAtTheIdleLimit
    case anAnswerThatStopsEndsAtTheIdleLimit
    case anAnswerThatBreaksOffIsNone
    case whatIsNotHTTPIsMalformed
    case headersWithoutEndAreNotTaken
    case aPackedBombIsNotUnpacked
    case aSignInPageIsOffline
    case aSignInPageElsewhereIsOffline

    /// The limits of one reading.
    package struct Limits: Sendable {
        package var exchange: Duration
        package var connect = HangGuard.duration
        package var idle: Duration
        package var operation = HangGuard.duration

        package init(
            exchange: Duration = HangGuard.duration, idle: Duration = HangGuard.duration
        ) {
            self.exchange = exchange
            self.idle = idle
        }
    }

    /// A client that reads once from what listens on a port of this machine.
    package struct Client: Sendable {
        /// The first line and the media type of a good answer, both ended.
        package var head: String
        /// How a good body begins.
        package var body: String
        /// The most bytes that it takes.
        package var answerBytes: Int
        /// Reads, and tells why it failed; nil if it did not.
        package var read: @Sendable (_ port: Int, Limits) async throws -> ServerFailure?

        package init(
            head: String, body: String, answerBytes: Int,
            read: @escaping @Sendable (_ port: Int, Limits) async throws -> ServerFailure?
        ) {
            self.head = head
            self.body = body
            self.answerBytes = answerBytes
            self.read = read
        }

        /// Reads from a server that gives these answers.
        package func read(
            _ limits: Limits = Limits(),
            _ answer: @escaping @Sendable (String) -> RawServer.Answer
        ) async throws -> (failure: ServerFailure, raw: RawServer) {
            let raw = try await RawServer.start(answer)
            let failure = try await read(raw.port, limits)
            await raw.stop()
            guard let failure else { throw Breach("it succeeded") }
            try HostileServerClaim.expect(
                failure.message.contains("http://127.0.0.1:\(raw.port)"), failure)
            return (failure, raw)
        }
    }

    /// A claim that does not hold.
    package struct Breach: Error, CustomStringConvertible {
        package var description: String

        init(_ description: String) { self.description = description }
    }

    private static func expect(
        _ condition: Bool, _ failure: ServerFailure, line: Int = #line
    ) throws {
        guard !condition else { return }
        throw Breach("not what was expected in line \(line): \(failure.kind), \(failure.message)")
    }

    /// Tries the claim.
    ///
    /// - Throws: ``Breach`` if it does not hold.
    package func check(_ client: Client) async throws {
        switch self {
        case .aGigabyteThatIsAnnouncedIsNotTaken:
            let (failure, raw) = try await client.read { _ in
                .endless(
                    head: Array((client.head + "Content-Length: 1073741824\r\n\r\n").utf8),
                    piece: [UInt8](repeating: 0x20, count: 65_536))
            }
            try HostileServerClaim.expect(failure.kind == .malformed, failure)
            try HostileServerClaim.expect(
                failure.message.contains("longer than \(client.answerBytes) bytes"), failure)
            try HostileServerClaim.expect(raw.sent.value < 64 << 20, failure)
        case .anAnswerWithoutEndIsCutWhileItStreams:
            let piece = "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n"
            let (failure, raw) = try await client.read { _ in
                .endless(
                    head: Array((client.head + "Transfer-Encoding: chunked\r\n\r\n").utf8),
                    piece: Array(piece.utf8))
            }
            try HostileServerClaim.expect(failure.kind == .malformed, failure)
            try HostileServerClaim.expect(raw.sent.value < 64 << 20, failure)
        case .headersWithoutEndAreNotTaken:
            let (failure, raw) = try await client.read { _ in
                .endless(
                    head: Array(client.head.utf8),
                    piece: Array("X-Header: \(String(repeating: "x", count: 1_000))\r\n".utf8))
            }
            try HostileServerClaim.expect(failure.kind == .malformed, failure)
            try HostileServerClaim.expect(raw.sent.value < 64 << 20, failure)
        case .aPackedBombIsNotUnpacked:
            let requests = Counter()
            let (failure, raw) = try await client.read { request in
                if !request.lowercased().contains("accept-encoding") { requests.add(1) }
                let packed: [UInt8] = [31, 139, 8, 0]
                let fields = "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
                return .bytes(Array((client.head + fields).utf8) + packed)
            }
            try HostileServerClaim.expect(failure.kind == .malformed, failure)
            try HostileServerClaim.expect(failure.message.contains("packed as gzip"), failure)
            try HostileServerClaim.expect(raw.requests.value == 1 && requests.value == 1, failure)
        case .aSlowAnswerEndsAtTheDeadline, .aSlowHeadEndsAtTheDeadline,
            .silenceEndsAtTheIdleLimit, .anAnswerThatStopsEndsAtTheIdleLimit:
            try await checkTimes(client)
        case .anAnswerThatBreaksOffIsNone, .whatIsNotHTTPIsMalformed:
            try await checkBytes(client)
        case .aSignInPageIsOffline, .aSignInPageElsewhereIsOffline:
            try await checkPages(client)
        }
    }

    private func checkTimes(_ client: Client) async throws {
        let short = Limits(exchange: .milliseconds(300))
        let idle = Limits(idle: .milliseconds(200))
        let answer: RawServer.Answer
        switch self {
        case .aSlowAnswerEndsAtTheDeadline:
            answer = .drip(head: Array((client.head + "Content-Length: 100000\r\n\r\n").utf8))
        case .aSlowHeadEndsAtTheDeadline:
            answer = .drip(head: Array("HTTP/1.1 207 Multi".utf8))
        case .anAnswerThatStopsEndsAtTheIdleLimit:
            answer = .bytes(
                Array((client.head + "Content-Length: 1000\r\n\r\n" + client.body).utf8))
        default: answer = .silence
        }
        let isSlow = self == .aSlowAnswerEndsAtTheDeadline || self == .aSlowHeadEndsAtTheDeadline
        let (failure, _) = try await client.read(isSlow ? short : idle) { _ in answer }
        try HostileServerClaim.expect(failure.kind == .unreachable, failure)
        let words = isSlow ? "no whole answer in time" : "stopped coming"
        try HostileServerClaim.expect(failure.message.contains(words), failure)
    }

    private func checkBytes(_ client: Client) async throws {
        let texts =
            self == .anAnswerThatBreaksOffIsNone
            ? [
                "", "HTTP/1.1 200", client.head + "Content-Length: 1000\r\n\r\n" + client.body,
                client.head + "Transfer-Encoding: chunked\r\n\r\n100\r\nabc",
            ]
            : [
                "SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{1}\u{2}\u{3}\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "HTTP/9.9 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            ]
        let kind: ServerFailure.Kind =
            self == .anAnswerThatBreaksOffIsNone ? .unreachable : .malformed
        for text in texts {
            let (failure, _) = try await client.read { _ in .bytesThenClose(Array(text.utf8)) }
            try HostileServerClaim.expect(failure.kind == kind, failure)
        }
    }

    private func checkPages(_ client: Client) async throws {
        let page =
            self == .aSignInPageIsOffline
            ? "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 6\n\n<html>"
            : "HTTP/1.1 302 Found\nLocation: http://login.portal.example/?next=x\nContent-Length: 0\n\n"
        let (failure, raw) = try await client.read { _ in .text(page) }
        try HostileServerClaim.expect(failure.kind == .offline, failure)
        let words = self == .aSignInPageIsOffline ? "text/html" : "http://login.portal.example"
        try HostileServerClaim.expect(failure.message.contains(words), failure)
        try HostileServerClaim.expect(raw.requests.value == 1, failure)
    }
}
