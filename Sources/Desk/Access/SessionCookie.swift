import HTTPTypes
import HummingbirdCore

/// The cookie that a browser shows a session by.
///
/// No script can read it, and no other site's page has it sent. Under TLS it has the name that browsers take from nobody
/// but the host itself (`__Host-`, draft-ietf-httpbis-rfc6265bis); without TLS they take no such name.
struct SessionCookie: Hashable, Sendable {
    /// Whether the page is served over TLS.
    let isSecure: Bool

    private var name: String { isSecure ? "__Host-domovoy-desk" : "domovoy-desk" }

    /// The session that a request claims to belong to; nil if it claims none.
    func id(in request: Request) -> String? {
        let cookies = (request.headers[.cookie] ?? "").split(separator: ";")
        for cookie in cookies {
            let parts = cookie.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ $0 != " " }) == name else { continue }
            return String(parts[1].filter { $0 != " " })
        }
        return nil
    }

    /// The `Set-Cookie` field that begins a session.
    func beginning(_ session: Session) -> String {
        field(session.id, seconds: Int(Sessions.length / .seconds(1)))
    }

    /// The `Set-Cookie` field that ends any.
    var ending: String { field("", seconds: 0) }

    private func field(_ value: String, seconds: Int) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }
}
