import HTTPTypes
package import HummingbirdCore

extension Request {
    /// Refuses what a browser sends for another site's page.
    ///
    /// `Origin` and `Sec-Fetch-Site` are set by browsers and out of a page's reach; other programs send neither.
    ///
    /// - Parameter deed: what only the own page may do, for the error.
    /// - Throws: ``ErrorReply``, 403.
    package func checkOrigin(doing deed: String) throws(ErrorReply) {
        let host = head.authority?.lowercased() ?? ""
        let origin = headers[.origin].map { $0.lowercased() }
        // A proxy in front may speak TLS where the panel does not.
        let isOwn = origin.map {
            !host.isEmpty && ["http://\(host)", "https://\(host)"].contains($0)
        }
        let site = headers[.secFetchSite] ?? "same-origin"
        guard isOwn ?? true, site == "same-origin" || site == "none" else {
            throw ErrorReply(
                status: .forbidden, code: "foreign_origin",
                message: "only the panel's own page may \(deed) from a browser")
        }
    }
}
