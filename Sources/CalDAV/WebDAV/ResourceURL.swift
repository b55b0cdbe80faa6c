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
        // Calendar programs leave the @ as it is.
        let last = PercentEncoding.encode(name, keeping: "@")
        return ResourceURL(origin: origin, path: folder + last)
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
        String(decoding: PercentEncoding.decode(path), as: UTF8.self)
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
}
