import FoundationEssentials
import HTTPExchange

/// The address of a resource on the server: an origin and a path.
///
/// The path is kept as the server writes it, since servers want their own spelling back; two paths are compared by
/// ``key``, which takes percent-encoding away.
struct ResourceURL: Hashable, Sendable, CustomStringConvertible {
    /// Scheme, host and port.
    let origin: HTTPOrigin
    /// The percent-encoded path; begins with `/`.
    let path: String

    /// Reads an absolute address; nil if it is none with `http` or `https`.
    init?(_ text: String) {
        guard let parts = URLComponents(string: text), let origin = HTTPOrigin(parts) else {
            return nil
        }
        let path = parts.percentEncodedPath
        self.init(origin: origin, path: path.isEmpty ? "/" : path)
    }

    private init(origin: HTTPOrigin, path: String) {
        self.origin = origin
        self.path = path
    }

    /// Host name or address literal, in lower case; IPv6 without brackets.
    var host: String { origin.host }

    /// The address that an href means when it is found here; nil if it is none.
    ///
    /// Takes absolute addresses and absolute paths (RFC 4918, section 8.3), and names relative to here.
    func resolving(_ href: String) -> ResourceURL? {
        let href = href.trimmed
        if href.contains("://") { return ResourceURL(href) }
        guard !href.isEmpty, !href.hasPrefix("//"), let base = URL(string: text),
            let resolved = URL(string: href, relativeTo: base)
        else { return nil }
        return ResourceURL(resolved.absoluteString)
    }

    /// The resource of this name directly inside, which is taken as a folder.
    func appending(name: String) -> ResourceURL {
        let folder = path.hasSuffix("/") ? path : path + "/"
        return ResourceURL(origin: origin, path: folder + ResourceURL.encode(name))
    }

    /// The same address as a folder: the path ends with `/`.
    var asFolder: ResourceURL {
        path.hasSuffix("/") ? self : ResourceURL(origin: origin, path: path + "/")
    }

    /// This origin with another path.
    func with(path: String) -> ResourceURL {
        ResourceURL(origin: origin, path: path)
    }

    /// Whether both have the same scheme, host and port.
    func hasSameOrigin(as other: ResourceURL) -> Bool {
        origin == other.origin
    }

    /// The path without percent-encoding: equal for two spellings of one resource.
    var key: String {
        ResourceURL.decode(path)
    }

    /// The last part of the path without percent-encoding; empty for the root.
    var name: String {
        key.split(separator: "/").last.map(String.init) ?? ""
    }

    /// The whole address, as it is sent.
    var text: String {
        "\(origin)\(path)"
    }

    /// The address as it is shown: one line of at most 160 bytes; it never holds a secret.
    var description: String { text.oneLine(160) }

    /// Puts the bytes that are meant for every `%XX`.
    private static func decode(_ path: String) -> String {
        guard path.contains("%") else { return path }
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"),
                let text = String(validating: rest.prefix(2), as: UTF8.self),
                text.utf8.count == 2, let value = UInt8(text, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Percent-encodes all but RFC 3986's unreserved characters, and `@`, which calendar programs leave as it is.
    private static func encode(_ name: String) -> String {
        var encoded = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "@"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hexadecimal = String(byte, radix: 16, uppercase: true)
                encoded += byte < 16 ? "%0\(hexadecimal)" : "%\(hexadecimal)"
            }
        }
        return encoded
    }
}
