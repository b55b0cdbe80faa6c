import HTTPTypes
package import HummingbirdCore
package import NIOCore

/// A request that changes something, as only a page of the panel's own may send it from a browser.
///
/// A JSON body cannot be sent across origins without being asked about first, and what a browser says of the origin
/// has to be true.
package struct PageWrite {
    private let request: Request
    private let deed: String
    private let limit: Int

    /// Takes a request; nothing is checked yet.
    ///
    /// - Parameters:
    ///   - deed: the change, as in "only the panel's own page may ... from a browser".
    ///   - limit: the most bytes of the body.
    package init(_ request: Request, doing deed: String, limit: Int) {
        self.request = request
        self.deed = deed
        self.limit = limit
    }

    /// Checks where the request comes from, and that its body is JSON.
    ///
    /// - Throws: ``ErrorReply``, 403 or 415.
    package func check() throws {
        try checkOrigin()
        try checkType()
    }

    /// Checks where the request comes from: `Origin` and `Sec-Fetch-Site` are set by browsers and out of a page's
    /// reach; other programs send neither.
    ///
    /// - Throws: ``ErrorReply``, 403.
    package func checkOrigin() throws {
        let host = request.head.authority?.lowercased() ?? ""
        let origin = request.headers[.origin].map { $0.lowercased() }
        // A proxy in front may speak TLS where the panel does not.
        let isOwn = origin.map { $0 == "http://\(host)" || $0 == "https://\(host)" } ?? true
        let site = request.headers[.secFetchSite] ?? "same-origin"
        guard isOwn, site == "same-origin" || site == "none" else {
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

    /// The body.
    ///
    /// - Throws: ``ErrorReply``, 413 if it is too long, 400 if it cannot be read.
    package func body() async throws -> ByteBuffer {
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
