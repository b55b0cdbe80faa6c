package import FoundationEssentials

/// Scheme, host and port of a server: what of its address may always be shown.
package struct HTTPOrigin: Hashable, Sendable, CustomStringConvertible {
    /// `http` or `https`.
    package let scheme: String
    /// Host name or address literal, in lower case; IPv6 without brackets.
    package let host: String
    /// The port, the scheme's own if none was written.
    package let port: Int

    /// The origin of an address; nil if it is none with `http` or `https`, or with a port that does not exist.
    package init?(_ parts: URLComponents) {
        guard let scheme = parts.scheme?.lowercased(), let host = parts.host, !host.isEmpty,
            scheme == "http" || scheme == "https", Self.isPort(parts.port)
        else { return nil }
        self.scheme = scheme
        self.host = host.lowercased().filter { $0 != "[" && $0 != "]" }
        port = parts.port ?? Self.ownPort(scheme)
    }

    /// Whether a port can be connected to; one that is not written can.
    package static func isPort(_ port: Int?) -> Bool {
        port.map { (1...65_535).contains($0) } ?? true
    }

    private static func ownPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }

    /// The origin as it is written, such as `https://cal.example.org`.
    package var description: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(shown)" + (port == Self.ownPort(scheme) ? "" : ":\(port)")
    }

    /// Whether it is this machine itself.
    package var isLoopback: Bool {
        if ["localhost", "::1"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
