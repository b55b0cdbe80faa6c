/// The forms that Russian nouns take after a number (CLDR, plural rules of `ru`).
enum Plural {
    /// The form for a number.
    ///
    /// - Parameters:
    ///   - one: after 1, 21, 31, but not 11.
    ///   - few: after 2 to 4, 22 to 24, but not 12 to 14.
    ///   - many: after all others.
    static func of(_ count: Int, _ one: String, _ few: String, _ many: String) -> String {
        let (tens, units) = (count.magnitude % 100, count.magnitude % 10)
        if (11...14).contains(tens) { return many }
        switch units {
        case 1: return one
        case 2...4: return few
        default: return many
        }
    }
}
