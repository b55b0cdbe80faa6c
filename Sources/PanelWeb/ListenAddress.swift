import NIOCore

/// Where the web listens: an IP address and a port, `web.listen` of the configuration.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// The IPv4 or IPv6 address, without brackets.
    public let host: String
    /// The port, 0-65535; 0 lets the system choose a free one.
    public let port: Int

    /// Reads `127.0.0.1:8080` or `[::1]:8080`.
    ///
    /// Host names are not taken: which of their addresses would be meant is for a resolver to say, and may change.
    ///
    /// - Throws: ``WebError`` with the operation `read the address`, the text as subject, and what is allowed.
    public init(_ text: String) throws(WebError) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Self.port(text[text.index(after: colon)...]),
            let host = Self.host(text[..<colon])
        else {
            throw WebError(
                operation: "read the address", subject: text.clipped,
                reason: "must be an IP address and a port of 0-65535, "
                    + "such as 127.0.0.1:8080 or [::1]:8080")
        }
        self.init(host: host, port: port)
    }

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Address and port as they are written in the configuration.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func port(_ text: Substring) -> Int? {
        guard text.utf8.count <= 5, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(text).flatMap { $0 <= 65_535 ? $0 : nil }
    }

    private static func host(_ text: Substring) -> String? {
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]") && text.count > 2
        let address = String(isBracketed ? text.dropFirst().dropLast() : text)
        guard let parsed = try? SocketAddress(ipAddress: address, port: 0) else { return nil }
        return (parsed.protocol == .inet6) == isBracketed ? address : nil
    }
}
