import HTTPTypes
import HummingbirdCore

/// The cookies by which the desk knows a browser again.
///
/// No script can read them, and no other site's page has them sent. Where the browser speaks TLS they have names that
/// browsers take from nobody but the host itself (`__Host-`, draft-ietf-httpbis-rfc6265bis); without TLS they take no
/// such name.
struct DeskCookies: Hashable, Sendable {
    /// What a cookie is for; its name without TLS.
    enum Kind: String, Hashable, Sendable {
        /// Shows a session.
        case session = "domovoy-desk"
        /// Shows that the browser was let in before.
        case device = "domovoy-desk-device"

        fileprivate var secureName: String { "__Host-\(rawValue)" }
    }

    /// Whether the panel itself speaks TLS.
    let isSecure: Bool

    /// What a request carries; nil if it carries none.
    ///
    /// Browsers tell with writes alone how the page came to them, so both names are looked for where a proxy may speak
    /// TLS; the name that no other host can set goes first.
    func value(_ kind: Kind, in request: Request) -> String? {
        let cookies = Self.cookies(of: request)
        for name in [kind.secureName] + (isSecure ? [] : [kind.rawValue]) {
            if let cookie = cookies.first(where: { $0.name == name }) { return cookie.value }
        }
        return nil
    }

    /// The `Set-Cookie` field that has a browser keep a cookie.
    ///
    /// - Parameter request: the write that is answered: its `Origin` tells whether the browser speaks TLS.
    func field(
        _ kind: Kind, _ value: String, for length: Duration, answering request: Request
    ) -> String {
        let origin = request.headers[.origin]?.lowercased() ?? ""
        let isSecure = self.isSecure || origin.hasPrefix("https://")
        let name = isSecure ? kind.secureName : kind.rawValue
        let seconds = Int(length / .seconds(1))
        return "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }

    private static func cookies(of request: Request) -> [(name: String, value: String)] {
        (request.headers[.cookie] ?? "").split(separator: ";").compactMap { cookie in
            let parts = cookie.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return (String(parts[0].filter { $0 != " " }), String(parts[1].filter { $0 != " " }))
        }
    }
}
