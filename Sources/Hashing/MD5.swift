import CLibmd

/// MD5 (RFC 1321), for servers that know nothing better; proves nothing to anybody.
package enum MD5 {
    private static let byteCount = 16

    /// The digest of a text in UTF-8, in hexadecimal digits.
    package static func hexadecimal(of text: String) -> String {
        let bytes = Array(text.utf8)
        var (context, digest) = (MD5_CTX(), [UInt8](repeating: 0, count: byteCount))
        // SAFETY: the structure outlives the calls, the text's buffer has that many bytes, and libmd writes 16.
        MD5Init(&context)
        MD5Update(&context, bytes, bytes.count)
        MD5Final(&digest, &context)
        return digest.hexadecimal
    }
}
