import HTTPExchange
import NIOCore

/// Carries requests over real connections.
final class AsyncHTTPTransport: HTTPTransport {
    private let exchanger: HTTPExchanger

    /// Makes a transport that has no connection yet.
    init(limits: Bitrix24Limits, group: any EventLoopGroup) {
        exchanger = HTTPExchanger(limits: limits.http, group: group)
    }

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        try await exchanger.exchange(
            "POST", url: request.target.secretURL, origin: request.target.origin,
            headers: request.headers, body: request.body)
    }

    func shutdown() async { await exchanger.shutdown() }
}
