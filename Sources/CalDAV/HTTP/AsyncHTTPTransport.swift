import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Carries requests over real connections, with every limit in force while the answer streams in.
final class AsyncHTTPTransport: HTTPTransport {
    private let client: HTTPClient
    private let probe: CertificateProbe
    private let limits: CalDAVLimits
    private let clock: any Clock<Duration>

    /// Makes a transport that has no connection yet.
    ///
    /// - Parameters:
    ///   - tls: what certificates are checked against; the system's roots by default.
    ///   - clock: what the deadlines run on.
    init(
        limits: CalDAVLimits, group: any EventLoopGroup,
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

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        do {
            return try await withDeadline(limits.exchange, on: clock, late: .deadline) {
                [self] () throws(TransportFailure) in try await perform(request)
            }
        } catch TransportFailure.tls(let reason) where reason.contains("CERTIFICATE_VERIFY_FAILED")
        {
            throw .tls(await probe.reason(request.url) ?? "the certificate is not trusted")
        } catch {
            throw error
        }
    }

    func shutdown() async {
        // Fails only if it was called before; then there is nothing left to close.
        try? await client.shutdown()
    }

    private func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        do {
            var message = HTTPClientRequest(url: request.url.text)
            message.method = HTTPMethod(rawValue: request.method)
            for field in request.headers {
                message.headers.add(name: field.name, value: field.value)
            }
            if !request.body.isEmpty { message.body = .bytes(ByteBuffer(bytes: request.body)) }
            let response = try await send(message)
            return try await take(in: response)
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

extension TransportFailure {
    /// Names what NIO, NIOSSL or AsyncHTTPClient reports.
    init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError:
            self.init(client: error)
        case let error as NIOConnectionError:
            self = .unreachable(error.reason)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .tls("the certificate is for another host")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self = .tls(String(describing: error).oneLine(200))
        case let error as HTTPParserError where error == .invalidEOFState:
            self = .unreachable("the connection closed inside the answer")
        case is HTTPParserError:
            self = .malformed(String(describing: error).oneLine(80))
        case let error as IOError:
            self = .unreachable(error.description.oneLine(120))
        case ChannelError.connectTimeout:
            self = .connectTimeout
        default:
            self = .unreachable(String(describing: error).oneLine(120))
        }
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout: self = .connectTimeout
        case .readTimeout, .writeTimeout: self = .idle
        case .deadlineExceeded, .getConnectionFromPoolTimeout: self = .deadline
        case .remoteConnectionClosed: self = .unreachable("the connection closed before the answer")
        default: self = .unreachable(error.shortDescription.oneLine(120))
        }
    }
}

extension NIOConnectionError {
    /// What kept the connection from standing, without the list of every address tried.
    fileprivate var reason: String {
        if let refused = connectionErrors.first?.error {
            if case ChannelError.connectTimeout = refused { return "no connection in time" }
            return String(describing: refused).oneLine(120)
        }
        return dnsAError == nil && dnsAAAAError == nil
            ? "no address to connect to" : "the host name cannot be resolved"
    }
}
