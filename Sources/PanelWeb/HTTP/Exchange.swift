import HTTPTypes
import HummingbirdCore

/// One request and the writing of its answer.
struct Exchange: Sendable {
    /// The request.
    let request: Request
    /// Who sent it.
    let caller: Caller
    /// How much is given away at a time.
    let limits: WebLimits

    /// A connection has to be closed, since what follows on it is not worth reading.
    struct Closing: Error {}

    /// Writes the answer.
    ///
    /// - Throws: ``Closing`` to close the connection, or the server's own error when it is lost.
    @concurrent func answer(
        with responder: PanelResponder, to writer: consuming ResponseWriter
    ) async throws {
        let isShort = hasShortBody
        if isShort && isBodyHeldBack {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        var response = await responder.respond(to: request, from: caller)
        if !isShort { response.headers[.connection] = "close" }
        let isLast = response.headers[.connection] == "close"
        try await writer.write(response: response.head, body: response.body)
        if isLast { throw Closing() }
    }

    /// Whether the body, if there is one, is short enough to be read and dropped.
    private var hasShortBody: Bool {
        guard request.headers[.transferEncoding] == nil else { return false }
        return (request.headers[.contentLength].flatMap { Int($0) } ?? 0) <= limits.body
    }

    /// Whether the client sends the body only once it is asked to (RFC 9110, section 10.1.1).
    private var isBodyHeldBack: Bool {
        request.headers[.expect]?.lowercased() == "100-continue"
    }
}
