import HTTPExchange
import JSONText

/// One request and one answer: the seam between what is said and how it travels.
///
/// The real one is ``AsyncHTTPTransport``; tests play a portal.
protocol HTTPTransport: Sendable {
    /// Posts the request and takes in the whole answer.
    ///
    /// Follows no redirect and never tries twice.
    /// - Throws: ``TransportFailure``.
    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer

    /// Closes the connections; no exchange follows.
    func shutdown() async
}

/// One request by POST, ready to be sent.
struct HTTPRequest: Sendable {
    var target: CallTarget
    var headers: [HTTPField] = []
    var body: [UInt8] = []
}
