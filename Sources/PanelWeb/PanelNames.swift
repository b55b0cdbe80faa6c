import HTTPTypes
import HummingbirdCore

/// The names that the panel answers to, `web.names` of the configuration among them.
///
/// A page of a stranger's site can have its own name resolve to the panel's address (DNS rebinding); a browser then
/// takes the panel for that site and lets the page read and switch what it likes. The name it asks for gives it away.
/// An address cannot be rebound, and nobody but this machine decides what `localhost` is.
public struct PanelNames: Hashable, Sendable {
    private let names: Set<String>
    /// The first name of the list, which the legend prints; nil without any.
    public let first: String?

    /// Takes the loopback, the panel's own addresses, and these names.
    ///
    /// - Parameter names: host names or IP addresses, without port; case and a dot at the end do not matter.
    ///   What is no name is left out.
    public init(_ names: [String] = []) {
        let names = names.compactMap(Self.canonical)
        self.names = Set(names)
        first = names.first
    }

    /// Whether a text may stand in the list: a host name or an IP address, without scheme, port and brackets.
    public static func isName(_ text: String) -> Bool { canonical(text) != nil }

    private static func canonical(_ text: String) -> String? {
        if let address = IPAddress(text) { return address.description }
        guard !text.contains(":") else { return nil }
        return HostField(text)?.host
    }

    /// Checks what a request calls the panel.
    ///
    /// - Throws: ``ErrorReply``, 400 where there is no name or more than one, 421 where it is a stranger's.
    func admit(_ request: Request, at local: IPAddress?) throws {
        guard let text = request.head.authority, request.headers[.anotherHost] == nil else {
            let count = request.head.authority == nil ? "none" : "more than one"
            throw Self.badHost("a request names its host in one Host field; there is \(count)")
        }
        guard let field = HostField(text) else {
            throw Self.badHost(
                "Host is \"\(text.clipped)\"; allowed: a name or an address, and a port")
        }
        guard isOwn(field.host, at: local) else {
            throw ErrorReply(
                status: .misdirectedRequest, code: "unknown_host",
                message: "this panel does not answer to \"\(field.host.clipped)\"; allowed: "
                    + "its address, or a name in web.names of its configuration")
        }
    }

    private func isOwn(_ host: String, at local: IPAddress?) -> Bool {
        guard let address = IPAddress(host) else {
            return host == "localhost" || host.hasSuffix(".localhost") || names.contains(host)
        }
        return address == local || address.isLoopback || names.contains(address.description)
    }

    /// The connection is of no more use: where one request ends and the next begins may be in doubt as well.
    private static func badHost(_ message: String) -> ErrorReply {
        ErrorReply(
            status: .badRequest, code: "bad_host", message: message,
            headers: [.connection: "close"])
    }
}
