import CLibmd

/// A SHA-256 (FIPS 180-4) of bytes that come one portion after the other.
package struct SHA256: Sendable {
    /// How many bytes a digest has; twice as many are its hexadecimal digits.
    package static let byteCount = 32

    private var context = SHA2_CTX()

    /// Begins with no bytes.
    package init() {
        // SAFETY: the structure outlives each of the calls, here and below, and no pointer to it is kept.
        SHA256Init(&context)
    }

    /// Takes the next bytes.
    package mutating func take(_ bytes: [UInt8]) {
        // SAFETY: the buffer has that many bytes.
        SHA256Update(&context, bytes, bytes.count)
    }

    /// The digest of all that was taken so far; more may follow.
    package var digest: [UInt8] {
        var (copy, digest) = (context, [UInt8](repeating: 0, count: Self.byteCount))
        // SAFETY: libmd writes the digest's 32 bytes.
        SHA256Final(&digest, &copy)
        return digest
    }

    /// The digest of some bytes.
    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.take(bytes)
        return hash.digest
    }

    /// The digest of a text in UTF-8, in hexadecimal digits.
    package static func hexadecimal(of text: String) -> String {
        digest(of: Array(text.utf8)).hexadecimal
    }
}
