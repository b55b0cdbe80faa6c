import AsyncHTTPClient
package import NIOCore
import NIOHTTP1
package import NIOSSL

/// Carries requests over real connections, with every limit in force while the answer streams in.
///
/// Follows no redirect and adds no credentials. Errors name no address: it may hold a secret.
package final class HTTPExchanger: Sendable {
    private let client: HTTPClient
    private let probe: CertificateProbe
    private let limits: ExchangeLimits
    private let clock: any Clock<Duration>

    /// Makes an exchanger that has no connection yet; ``shutdown()`` has to be called before it is let go.
    ///
    /// - Parameters:
    ///   - tls: what certificates are checked against; the system's roots by default.
    ///   - clock: what the deadlines run on.
    package init(
        limits: ExchangeLimits, group: any EventLoopGroup,
        tls: TLSConfiguration = .makeClientConfiguration(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        var tls = tls
        tls.minimumTLSVersion = .tlsv12
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = TimeAmount(limits.connect)
        configuration.timeout.read = TimeAmount(limits.idle)
        configuration.timeout.write = TimeAmount(limits.idle)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 2
        self.client = HTTPClient(
            eventLoopGroupProvider: .shared(group), configuration: configuration)
        self.probe = CertificateProbe(group: group, timeout: limits.connect)
        self.limits = limits
        self.clock = clock
    }

    /// Sends a request and takes in the whole answer.
    ///
    /// - Parameters:
    ///   - url: the whole address.
    ///   - origin: the address's own; asked for its certificate where that was turned down.
    ///   - body: sent if it is not empty.
    /// - Throws: ``TransportFailure``.
    package func exchange(
        _ method: String, url: String, origin: HTTPOrigin, headers: [HTTPField], body: [UInt8]
    ) async throws(TransportFailure) -> HTTPAnswer {
        var message = HTTPClientRequest(url: url)
        message.method = HTTPMethod(rawValue: method)
        for field in headers { message.headers.add(name: field.name, value: field.value) }
        if !body.isEmpty { message.body = .bytes(ByteBuffer(bytes: body)) }
        do {
            return try await withDeadline(limits.exchange, on: clock, late: .deadline) {
                [self, message] () throws(TransportFailure) in try await perform(message)
            }
        } catch TransportFailure.tls(TLSReason.untrusted) {
            throw .tls(await probe.reason(origin) ?? TLSReason.untrusted)
        } catch {
            throw error
        }
    }

    /// Asks with GET, and hands over the answer's body as it comes, however long that goes on.
    ///
    /// The whole exchange has no deadline: the answer has to begin in time, and may not stop coming for the idle time.
    /// - Returns: the status; nothing is handed over unless it is 200.
    /// - Throws: ``TransportFailure``; what `take` throws, and then the connection is given up.
    package func stream(url: String, _ take: ([UInt8]) throws -> Void) async throws -> Int {
        let response: HTTPClientResponse
        do {
            response = try await client.execute(
                HTTPClientRequest(url: url), deadline: .now() + TimeAmount(limits.exchange))
        } catch {
            throw TransportFailure(error)
        }
        guard response.status == .ok else { return Int(response.status.code) }
        do {
            for try await piece in response.body {
                do { try take(Array(piece.readableBytesView)) } catch {
                    throw ReaderFault(underlying: error)
                }
            }
        } catch let fault as ReaderFault {
            throw fault.underlying
        } catch {
            throw TransportFailure(error)
        }
        return 200
    }

    /// What a reader threw, told apart from what the connection threw.
    private struct ReaderFault: Error {
        var underlying: any Error
    }

    /// Closes the connections; no exchange follows.
    package func shutdown() async {
        // Fails only if it was called before; then there is nothing left to close.
        try? await client.shutdown()
    }

    private func perform(
        _ message: HTTPClientRequest
    ) async throws(TransportFailure) -> HTTPAnswer {
        do {
            return try await take(in: try await send(message))
        } catch let failure as TransportFailure {
            throw failure
        } catch {
            throw TransportFailure(error)
        }
    }

    /// Sends the request; once more at once if the server had just closed the idle connection, which is no failure of
    /// its (RFC 9112, section 9.3.1), and sending it twice changes nothing.
    private func send(_ message: HTTPClientRequest) async throws -> HTTPClientResponse {
        let deadline = NIODeadline.now() + TimeAmount(limits.exchange)
        do {
            return try await client.execute(message, deadline: deadline)
        } catch  where Self.isHarmless(message.method) && Self.meansClosed(error) {
            return try await client.execute(message, deadline: deadline)
        }
    }

    private static func isHarmless(_ method: HTTPMethod) -> Bool {
        [.GET, .OPTIONS, .PROPFIND, .REPORT].contains(method)
    }

    private static func meansClosed(_ error: any Error) -> Bool {
        error as? HTTPClientError == .remoteConnectionClosed
            || error as? ChannelError == .ioOnClosedChannel
    }

    private func take(in response: HTTPClientResponse) async throws -> HTTPAnswer {
        var answer = HTTPAnswer(status: Int(response.status.code))
        answer.headers = response.headers.map { HTTPField($0.name, $0.value) }
        let announced = response.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        if announced > limits.answerBytes {
            throw TransportFailure.tooLarge(limit: limits.answerBytes)
        }
        for try await piece in response.body {
            if answer.body.count + piece.readableBytes > limits.answerBytes {
                throw TransportFailure.tooLarge(limit: limits.answerBytes)
            }
            answer.body.append(contentsOf: piece.readableBytesView)
        }
        return answer
    }
}

extension TimeAmount {
    /// The same length in whole nanoseconds.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
