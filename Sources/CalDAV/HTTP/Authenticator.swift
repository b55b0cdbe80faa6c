import FoundationEssentials
import HTTPExchange

/// Knows the account, and what the server wants to see of it.
///
/// Nothing is sent before the server asks. Once asked, the same scheme is used from the start, so that a poll costs
/// one request. Within one exchange the password is shown at most once, except that a stale nonce is answered anew.
struct Authenticator: Sendable {
    private enum Scheme: Hashable {
        case unknown
        case basic
        case digest(Digest)
    }

    /// What to do about a 401.
    enum Verdict: Hashable {
        /// Send the same request again; the credentials are different now.
        case retry
        /// There is nothing better to send; the text says why, without any secret.
        case refuse(String)
    }

    private let user: String
    private let password: String
    private var scheme = Scheme.unknown

    init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// The `Authorization` header for the next request; nil while the server has not asked.
    ///
    /// - Parameter clientNonce: a fresh random word of hexadecimal digits.
    mutating func authorization(
        method: String, path: String, clientNonce: @autoclosure () -> String
    ) -> String? {
        switch scheme {
        case .unknown:
            return nil
        case .basic:
            return "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
        case .digest(var digest):
            let value = digest.authorization(
                user: user, password: password, method: method, path: path,
                clientNonce: clientNonce())
            scheme = .digest(digest)
            return value
        }
    }

    /// Takes up a 401.
    ///
    /// - Parameters:
    ///   - sent: whether the refused request carried credentials.
    ///   - retries: how often this exchange was sent again already.
    mutating func refused(_ answer: HTTPAnswer, sent: Bool, retries: Int) -> Verdict {
        let challenges = Challenge.parse(answer.values(of: "www-authenticate"))
        if user.isEmpty { return .refuse("the server asks for a user and none is configured") }
        if sent {
            guard case .digest = scheme, retries < 2, let fresh = strongest(of: challenges),
                challenges.contains(where: { $0.parameters["stale"]?.lowercased() == "true" })
            else {
                scheme = .unknown
                return .refuse(
                    "the server does not accept user \(user.oneLine(60)) and its password")
            }
            scheme = .digest(fresh)
            return .retry
        }
        if let digest = strongest(of: challenges) {
            scheme = .digest(digest)
        } else if challenges.contains(where: { $0.scheme == "basic" }) {
            scheme = .basic
        } else {
            let offered = challenges.map(\.scheme).joined(separator: ", ").oneLine(60)
            let list = offered.isEmpty ? "nothing" : offered
            return .refuse("the server offers \(list); Basic and Digest are known here")
        }
        return .retry
    }

    /// Takes up an answer that was not refused: the server may name the next nonce.
    mutating func accepted(_ answer: HTTPAnswer) {
        guard case .digest(var digest) = scheme, let line = answer["authentication-info"],
            let next = Challenge.parameters(line)["nextnonce"], !next.isEmpty
        else { return }
        digest.renew(nonce: next)
        scheme = .digest(digest)
    }

    private func strongest(of challenges: [Challenge]) -> Digest? {
        challenges.compactMap(Digest.init).max { $0.strength < $1.strength }
    }
}
