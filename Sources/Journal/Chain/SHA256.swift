import CLibmd

/// A SHA-256 that is fed bit by bit.
struct SHA256 {
    private var context = SHA2_CTX()

    init() {
        // SAFETY: the structure outlives each of the calls, here and below, and no pointer to it is kept.
        SHA256Init(&context)
    }

    mutating func take(_ bytes: [UInt8]) {
        // SAFETY: the buffer has that many bytes.
        SHA256Update(&context, bytes, bytes.count)
    }

    /// The 32 bytes of all that was taken so far; more may follow.
    var digest: [UInt8] {
        var (copy, digest) = (context, [UInt8](repeating: 0, count: 32))
        // SAFETY: libmd writes the digest's 32 bytes.
        SHA256Final(&digest, &copy)
        return digest
    }

    /// The digest of some bytes.
    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.take(bytes)
        return hash.digest
    }

    /// The digest of a text, in hexadecimal digits.
    static func text(_ text: String) -> String { hexadecimal(digest(Array(text.utf8))) }

    /// Two digits for each byte.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
