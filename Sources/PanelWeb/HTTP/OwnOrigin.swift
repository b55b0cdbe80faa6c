import HTTPTypes
package import HummingbirdCore

extension Request {
    /// The request as one that came under TLS; the library takes each for one without.
    var underTLS: Request {
        var head = head
        head.scheme = "https"
        return Request(head: head, body: body)
    }

    /// Refuses what a browser sends for another site's page.
    ///
    /// `Origin` and `Sec-Fetch-Site` are set by browsers and out of a page's reach; other programs send neither.
    ///
    /// A panel that speaks TLS itself is opened by https alone; before one that does not there may be a proxy that does.
    ///
    /// - Parameter deed: what only the own page may do, for the error.
    /// - Throws: ``ErrorReply``, 403.
    package func checkOrigin(doing deed: String) throws(ErrorReply) {
        let host = head.authority?.lowercased() ?? ""
        let origin = headers[.origin].map { $0.lowercased() }
        let schemes = head.scheme == "https" ? ["https"] : ["http", "https"]
        let isOwn = origin.map { origin in
            !host.isEmpty && schemes.contains { origin == "\($0)://\(host)" }
        }
        let site = headers[.secFetchSite] ?? "same-origin"
        guard isOwn ?? true, site == "same-origin" || site == "none" else {
            throw ErrorReply(
                status: .forbidden, code: "foreign_origin",
                message: "only the panel's own page may \(deed) from a browser")
        }
    }
}
