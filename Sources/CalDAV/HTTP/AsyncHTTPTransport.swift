import HTTPExchange
import NIOCore
import NIOSSL

/// Carries requests over real connections.
final class AsyncHTTPTransport: HTTPTransport {
    private let exchanger: HTTPExchanger

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
        exchanger = HTTPExchanger(limits: limits.http, group: group, tls: tls, clock: clock)
    }

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        try await exchanger.exchange(
            request.method, url: request.url.text, origin: request.url.origin,
            headers: request.headers, body: request.body)
    }

    func shutdown() async { await exchanger.shutdown() }
}
