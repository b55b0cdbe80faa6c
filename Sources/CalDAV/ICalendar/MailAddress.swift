import HTTPExchange

/// Mail addresses as calendars name people and rooms by them: as `mailto:` (RFC 6068), or plain.
package enum MailAddress {
    private static let scheme = "mailto:"

    /// The mail address that is meant, without `mailto:`, its escapes and its header fields (`?subject=`).
    ///
    /// A plain address is taken as it is. So is an escape that is none or stands for a control character, and the
    /// whole address if its escapes are no UTF-8.
    package static func read(_ text: String) -> String {
        let plain = text.trimmed
        guard plain.lowercased().hasPrefix(scheme) else { return plain }
        let address = String(plain.dropFirst(scheme.count).prefix { $0 != "?" })
        let bytes = PercentEncoding.decode(address) { $0 >= 0x20 && $0 != 0x7F }
        return (String(validating: bytes, as: UTF8.self) ?? address).trimmed
    }

    /// The address as a `mailto:` address that means it.
    ///
    /// Kept is what RFC 6068, section 2, lets stand as it is and people have in their addresses: servers compare the text.
    static func written(_ address: String) -> String {
        scheme + PercentEncoding.encode(address, keeping: "@+!$'*")
    }
}
