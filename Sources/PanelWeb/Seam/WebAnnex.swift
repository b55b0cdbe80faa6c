package import HummingbirdCore

/// A part of the web with places of its own, such as the desk.
///
/// Its requests have been checked as all are (host, length of the target), and its answers get the headers that all do.
package protocol WebAnnex: Sendable {
    /// Whether a path is one of its places, or would be if there were anything.
    func has(_ path: String) -> Bool

    /// The answer to a request for one of its places.
    ///
    /// - Throws: ``ErrorReply`` for the answer to be that error; any other error becomes 500 and is told to the log.
    func answer(_ request: Request, from caller: Caller) async throws -> Response
}
