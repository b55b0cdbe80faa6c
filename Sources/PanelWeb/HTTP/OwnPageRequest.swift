import HTTPTypes
import HummingbirdCore
import NIOCore

/// A request that changes something, as the panel's own page sends it.
///
/// Another site's page must not be able to press the button from a visitor's browser: a JSON body cannot be sent
/// across origins without being asked about first, and what a browser says of the origin has to be true.
struct OwnPageRequest {
    private let request: Request

    /// Lets the request in, by its header alone.
    ///
    /// - Parameter deed: what only the own page may do, for the error.
    /// - Throws: ``ErrorReply``, 403 for another site's page, 415 for anything but JSON.
    init(_ request: Request, to deed: String) throws {
        self.request = request
        try checkOrigin(deed)
        try checkType()
    }

    /// Refuses what a browser sends for another site's page.
    ///
    /// `Origin` and `Sec-Fetch-Site` are set by browsers and out of a page's reach; other programs send neither.
    private func checkOrigin(_ deed: String) throws {
        let host = request.head.authority?.lowercased()
        let origin = request.headers[.origin].map { $0.lowercased() }
        let isOwnOrigin = origin.map { host != nil && $0 == "http://\(host ?? "")" } ?? true
        let site = request.headers[.secFetchSite] ?? "same-origin"
        guard isOwnOrigin, site == "same-origin" || site == "none" else {
            throw ErrorReply(
                status: .forbidden, code: "foreign_origin",
                message: "only the panel's own page may \(deed) from a browser")
        }
    }

    private func checkType() throws {
        let type = request.headers[.contentType] ?? ""
        guard type.prefix(while: { $0 != ";" }).trimmed.lowercased() == "application/json" else {
            throw ErrorReply(
                status: .unsupportedMediaType, code: "not_json",
                message: "Content-Type must be application/json, not \"\(type.clipped)\"")
        }
    }

    /// The body, as long as it may be.
    ///
    /// - Throws: ``ErrorReply``, 413 for a longer one, 400 for one that cannot be read.
    func body(upTo limit: Int) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw ErrorReply(
                status: .contentTooLarge, code: "body_too_long",
                message: "the body is longer than \(limit) bytes")
        } catch {
            // Chunks that are none, or a client that has left: its trouble, and no failure of the panel's.
            throw ErrorReply(
                status: .badRequest, code: "bad_body", message: "the body cannot be read",
                headers: [.connection: "close"])
        }
    }
}

/// Any JSON text, not looked into.
struct AnyJSON: Decodable {
    init(from decoder: any Decoder) {}
}
