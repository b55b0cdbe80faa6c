import NIOCore

/// An IP address without port and zone, in its one canonical way of writing.
///
/// An IPv4 address inside an IPv6 one (`::ffff:192.0.2.1`), as a socket for both kinds tells it, is the IPv4 address.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address as inet_ntop(3) writes it.
    package let description: String

    /// Reads an address, a zone (`%eth0`) left aside; nil if the text is none.
    package init?(_ text: some StringProtocol) {
        let plain = text.prefix { $0 != "%" }
        guard let parsed = try? SocketAddress(ipAddress: String(plain), port: 0) else { return nil }
        self.init(parsed)
    }

    /// The address of one end of a connection; nil if the end has none.
    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress else { return nil }
        let mapped = "::ffff:"
        let isMapped = text.hasPrefix(mapped) && text.contains(".")
        description = isMapped ? String(text.dropFirst(mapped.count)) : text
    }

    /// What one visitor can have many of is one: of an IPv6 address its first 64 bits, of others all of it.
    package var network: String {
        guard description.contains(":") else { return description }
        let halves = description.split(
            separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let groups = halves.map { $0.split(separator: ":") }
        let missing = max(0, 8 - groups.map(\.count).reduce(0, +))
        let all =
            (groups.first ?? []) + Array(repeating: "0", count: missing)
            + groups.dropFirst().joined()
        return all.prefix(4).joined(separator: ":") + "::/64"
    }

    /// Whether it is this machine's own, `127.0.0.0/8` or `::1`.
    var isLoopback: Bool { description == "::1" || description.hasPrefix("127.") }
}
