import FoundationEssentials
import HTTPExchange

/// An incoming webhook: `https://{portal}/rest/{userId}/{secret}/`.
///
/// Whoever knows the secret acts as the user, so it is shown nowhere: not by printing, dumping or reflecting.
struct Webhook: Sendable {
    /// Where the portal is; changes when it was renamed.
    var origin: HTTPOrigin
    /// The user in whose name the panel acts.
    let userID: Int64
    private let secret: String

    /// Reads the webhook's address, as the portal shows it; white space around it does not matter.
    ///
    /// - Returns: nil if it is no such address.
    init?(_ text: String) {
        guard text.utf8.count <= 2_048, let parts = URLComponents(string: text.trimmed),
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            let origin = HTTPOrigin(parts)
        else { return nil }
        let names = parts.percentEncodedPath.split(separator: "/")
        guard names.count == 3, names[0] == "rest", let userID = Int64(names[1]), userID > 0,
            (4...128).contains(names[2].utf8.count), names[2].utf8.allSatisfy(Webhook.isPlain)
        else { return nil }
        self.origin = origin
        self.userID = userID
        self.secret = String(names[2])
    }

    /// Where a method is called.
    func target(_ method: String) -> CallTarget {
        CallTarget(origin: origin, method: method, path: "/rest/\(userID)/\(secret)/\(method)")
    }

    /// The text without the secret, in case the portal or a proxy sent it back.
    func redacting(_ text: String) -> String {
        text.contains(secret) ? text.replacing(secret, with: "…") : text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Webhook: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address without the secret.
    var description: String { "\(origin)/rest/\(userID)/…" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

/// One method of one portal, with the secret that a call needs.
struct CallTarget: Sendable {
    var origin: HTTPOrigin
    var method: String
    fileprivate(set) var path: String

    init(origin: HTTPOrigin, method: String, path: String) {
        self.origin = origin
        self.method = method
        self.path = path
    }

    /// The whole address; only ever handed to the transport.
    var secretURL: String { "\(origin)\(path)" }
}

extension CallTarget: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Portal and method.
    var description: String { "\(method) at \(origin)" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: ["call": description]) }
}
