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
}
