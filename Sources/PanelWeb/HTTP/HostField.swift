/// The host that a request was sent to, as its `Host` field names it (RFC 9112, section 3.2).
///
/// The port is left aside: a proxy or a forwarded port shows another one than the panel listens on.
struct HostField: Hashable, Sendable {
    /// The name or address, in lower case, without brackets and without a dot at its end.
    let host: String

    /// Reads a field's value; nil if it is none (RFC 3986, section 3.2.2).
    init?(_ text: String) {
        guard text.utf8.count <= 264, let host = Self.split(text) else { return nil }
        let name = (host.hasSuffix(".") ? host.dropLast() : host).lowercased()
        guard !name.isEmpty else { return nil }
        self.host = name
    }

    private static func split(_ text: String) -> Substring? {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let address = text[text.index(after: text.startIndex)..<end]
            guard address.contains(":"), IPAddress(address) != nil,
                isPort(text[text.index(after: end)...])
            else { return nil }
            return address
        }
        let host = text.prefix { $0 != ":" }
        guard host.utf8.allSatisfy(isNameByte), isPort(text[host.endIndex...]) else { return nil }
        return host
    }

    /// Whether this is nothing, or a colon and up to five digits.
    private static func isPort(_ text: Substring) -> Bool {
        guard let colon = text.utf8.first else { return true }
        return colon == UInt8(ascii: ":") && text.utf8.count <= 6
            && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }
}
