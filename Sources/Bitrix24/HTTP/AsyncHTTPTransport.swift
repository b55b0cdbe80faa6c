import HTTPExchange
import NIOCore

/// Carries requests over real connections.
final class AsyncHTTPTransport: HTTPTransport {
    private let exchanger: HTTPExchanger

    /// Makes a transport that has no connection yet.
    init(limits: Bitrix24Limits, group: any EventLoopGroup) {
        let limits = ExchangeLimits(
            exchange: limits.exchange, connect: limits.connect, idle: limits.idle,
            answerBytes: limits.answerBytes)
        exchanger = HTTPExchanger(limits: limits, group: group)
    }

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        try await exchanger.exchange(
            "POST", url: request.target.secretURL, origin: request.target.origin,
            headers: request.headers, body: request.body)
    }

    func shutdown() async { await exchanger.shutdown() }
}
