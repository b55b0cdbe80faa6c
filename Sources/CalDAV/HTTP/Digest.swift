import HTTPExchange
import Hashing

/// Digest access authentication: the server's nonce and what is answered to it (RFC 7616).
///
/// Knows MD5 and SHA-256, each also as `-sess`, with `qop=auth` or, for old servers, none.
struct Digest: Hashable, Sendable {
    private enum Algorithm: String {
        case sha256 = "SHA-256"
        case sha256Session = "SHA-256-SESS"
        case md5 = "MD5"
        case md5Session = "MD5-SESS"
    }

    /// The realm as the server named it.
    let realm: String
    /// The server's word that makes each answer worth nothing later.
    private(set) var nonce: String
    /// How often the nonce was used.
    private var count: UInt32 = 0
    private let opaque: String?
    private let algorithm: Algorithm
    private let algorithmAsWritten: String?
    private let usesQuality: Bool
    private let hashesUser: Bool

    /// Takes a challenge up; nil if it asks for something that is not known here.
    init?(_ challenge: Challenge) {
        let parameters = challenge.parameters
        guard challenge.scheme == "digest", let realm = parameters["realm"],
            let nonce = parameters["nonce"], !nonce.isEmpty,
            let algorithm = Algorithm(rawValue: (parameters["algorithm"] ?? "MD5").uppercased())
        else { return nil }
        if let offered = parameters["qop"] {
            let qualities = offered.split(separator: ",").map { String($0).trimmed.lowercased() }
            guard qualities.contains("auth") else { return nil }
        }
        self.realm = realm
        self.nonce = nonce
        self.opaque = parameters["opaque"]
        self.algorithm = algorithm
        self.algorithmAsWritten = parameters["algorithm"]
        self.usesQuality = parameters["qop"] != nil
        self.hashesUser = parameters["userhash"]?.lowercased() == "true"
    }

    /// How good it is compared with others: SHA-256 before MD5.
    var strength: Int {
        switch algorithm {
        case .sha256, .sha256Session: 2
        case .md5, .md5Session: 1
        }
    }

    /// Uses this nonce from now on (`nextnonce` of `Authentication-Info`).
    mutating func renew(nonce: String) {
        self.nonce = nonce
        self.count = 0
    }

    /// The value of the `Authorization` header for one request, by which the nonce is used once more.
    ///
    /// - Parameter clientNonce: a fresh random word of hexadecimal digits.
    mutating func authorization(
        user: String, password: String, method: String, path: String, clientNonce: String
    ) -> String {
        count += 1
        let turn = hexadecimal(count)
        let shownUser = hashesUser ? hash("\(user):\(realm)") : user
        let secret = secret(user: user, password: password, clientNonce: clientNonce)
        let action = hash("\(method):\(path)")
        let response =
            usesQuality
            ? hash("\(secret):\(nonce):\(turn):\(clientNonce):auth:\(action)")
            : hash("\(secret):\(nonce):\(action)")
        var fields = [
            "username=\(quote(shownUser))", "realm=\(quote(realm))", "nonce=\(quote(nonce))",
            "uri=\(quote(path))", "response=\"\(response)\"",
        ]
        if let algorithmAsWritten { fields.append("algorithm=\(algorithmAsWritten)") }
        if let opaque { fields.append("opaque=\(quote(opaque))") }
        if usesQuality { fields += ["qop=auth", "nc=\(turn)", "cnonce=\"\(clientNonce)\""] }
        if hashesUser { fields.append("userhash=true") }
        return "Digest " + fields.joined(separator: ", ")
    }

    private func secret(user: String, password: String, clientNonce: String) -> String {
        let plain = hash("\(user):\(realm):\(password)")
        switch algorithm {
        case .md5, .sha256: return plain
        case .md5Session, .sha256Session: return hash("\(plain):\(nonce):\(clientNonce)")
        }
    }

    private func hash(_ text: String) -> String {
        switch algorithm {
        case .sha256, .sha256Session: SHA256.hexadecimal(of: text)
        case .md5, .md5Session: MD5.hexadecimal(of: text)
        }
    }

    private func hexadecimal(_ number: UInt32) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    private func quote(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }
}
