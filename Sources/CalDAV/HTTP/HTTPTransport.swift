import HTTPExchange

/// One request and one answer: the seam between what is said and how it travels.
///
/// The real one is ``AsyncHTTPTransport``; tests play scripted answers.
protocol HTTPTransport: Sendable {
    /// Sends the request and takes in the whole answer.
    ///
    /// Follows no redirect, adds no credentials, and never tries twice.
    /// - Throws: ``TransportFailure``.
    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer

    /// Closes the connections; no exchange follows.
    func shutdown() async
}

/// One request, ready to be sent.
struct HTTPRequest: Hashable, Sendable {
    var method: String
    var url: ResourceURL
    var headers: [HTTPField] = []
    var body: [UInt8] = []
}
