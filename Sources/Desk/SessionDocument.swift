import FoundationEssentials
import NIOCore
import PanelWeb

/// The JSON of `/desk/session`.
struct SessionDocument: Hashable, Sendable, Codable {
    /// What goes with every write, as `X-Desk-Token`.
    var token: String
    /// How long the session still lasts.
    var secondsLeft: Int

    enum CodingKeys: String, CodingKey {
        case token
        case secondsLeft = "seconds_left"
    }
}

/// The body of a login: one member, and nothing else.
struct Login: Hashable, Sendable {
    /// The most bytes of the body: a password whose every byte is escaped.
    static let greatestBytes = 1_024

    /// What was typed.
    let password: String

    /// Reads a body.
    ///
    /// - Throws: ``PanelWeb/ErrorReply``, 400, which does not show what stands there.
    init(_ body: ByteBuffer) throws {
        let data = Data(body.readableBytesView)
        guard let members = try? JSONDecoder().decode([String: String].self, from: data),
            members.count == 1, let password = members["password"]
        else {
            throw ErrorReply.badRequest(
                "bad_login", #"the body does not fit; allowed: {"password":"..."}"#)
        }
        self.password = password
    }
}
