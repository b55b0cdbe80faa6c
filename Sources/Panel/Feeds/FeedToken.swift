import CLibmd

/// The secret part of a feed's address.
///
/// A word of 192 random bits cannot be guessed, so that one round of SHA-256 keeps it from whoever reads the list.
enum FeedToken {
    private static let words = 3

    /// A new one, from the system's random generator: 48 hexadecimal digits.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<words).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }

    /// The SHA-256 of a token, in hexadecimal digits: all that is kept of it.
    static func hash(_ token: String) -> String {
        let bytes = Array(token.utf8)
        var text = [CChar](repeating: 0, count: hashDigits + 1)
        // SAFETY: libmd writes two digits for each of the digest's 32 bytes, and a zero.
        text.withUnsafeMutableBufferPointer { buffer in
            if let start = buffer.baseAddress { _ = SHA256Data(bytes, bytes.count, start) }
        }
        return String(decoding: text.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// How many digits a hash has.
    static let hashDigits = 64

    /// Whether two hashes are the same, told in the same time wherever they differ.
    static func isEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
