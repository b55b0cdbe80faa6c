import HTTPTypes
import HummingbirdCore

/// One request and the writing of its answer.
struct Exchange: Sendable {
    /// The request.
    let request: Request
    /// How much is given away at a time.
    let limits: WebLimits

    /// A connection has to be closed, since the rest of a body on it is not worth reading.
    struct UnreadBody: Error {}

    /// Writes the answer.
    ///
    /// - Throws: ``UnreadBody`` to close the connection, or the server's own error when it is lost.
    @concurrent func answer(
        with responder: PanelResponder, to writer: consuming ResponseWriter
    ) async throws {
        guard hasShortBody else {
            var response = await responder.respond(to: request)
            response.headers[.connection] = "close"
            try await writer.write(response: response.head, body: response.body)
            throw UnreadBody()
        }
        let response = await responder.respond(to: request)
        try await writer.write(response: response.head, body: response.body)
    }

    /// Whether the body, if there is one, is short enough to be read and dropped.
    private var hasShortBody: Bool {
        guard request.headers[.transferEncoding] == nil else { return false }
        return (request.headers[.contentLength].flatMap { Int($0) } ?? 0) <= limits.body
    }
}
