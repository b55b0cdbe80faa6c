package import HTTPTypes
import HummingbirdCore

/// An answer that is an error, thrown by whatever finds it.
package struct ErrorReply: Error, Hashable {
    /// The HTTP status.
    package var status: HTTPResponse.Status
    /// A fixed word to be told by programs.
    package var code: String
    /// One line for people: what, where, and what is allowed.
    package var message: String
    /// Headers that belong to the status, such as `Allow` or `Retry-After`.
    package var headers: HTTPFields

    /// Makes an answer.
    package init(
        status: HTTPResponse.Status, code: String, message: String, headers: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
    }

    /// A mistake in the request.
    package static func badRequest(_ code: String, _ message: String) -> ErrorReply {
        ErrorReply(status: .badRequest, code: code, message: message)
    }

    /// Something that is not there.
    package static func notFound(_ code: String, _ message: String) -> ErrorReply {
        ErrorReply(status: .notFound, code: code, message: message)
    }

    /// A limit of how much is done at a time, free again in some seconds.
    package static func busy(_ code: String, _ message: String, retryAfterSeconds: Int)
        -> ErrorReply
    {
        ErrorReply(
            status: .serviceUnavailable, code: code, message: message,
            headers: [.retryAfter: retryAfterSeconds.description])
    }

    /// Something that cannot be told now, but may be later.
    ///
    /// - Parameter message: one line; more than 256 characters of it are left out.
    package static func unavailable(_ message: String, retryAfterSeconds: Int) -> ErrorReply {
        ErrorReply(
            status: .serviceUnavailable, code: "unavailable", message: message.clipped(to: 256),
            headers: [.retryAfter: retryAfterSeconds.description])
    }

    /// Something that needs a clock that is right.
    package static let clockUntrusted = unavailable(
        "the panel does not trust its clock", retryAfterSeconds: 60)

    /// Reads something of the panel's.
    ///
    /// - Throws: ``unavailable(_:retryAfterSeconds:)`` with what `body` throws.
    package static func readable<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw unavailable("\(error)", retryAfterSeconds: 10)
        }
    }

    /// The answer in the one shape that all errors have.
    func response() -> Response {
        let document = ErrorDocument(code: code, message: message)
        return .json(document, status: status, headers: headers)
    }
}
