/// A person's name cut down to its initials: `A. P.` for `Anna Petrova`.
///
/// - The first letters of the first and the last word: `A. P.` for `Anna Maria Petrova`.
/// - One word gives one letter: `A.` for `Anna`.
/// - A comma stands behind the family name: `A. P.` for `Petrova, Anna`.
/// - Of an address like `anna.petrova+rooms@example.org` what stands before the `@` or a `+` counts, its parts divided
///   by `.` and `_`: `A. P.`; where a name stands in front of an address, the name alone counts.
/// - What is neither letter nor digit (an emoji, a bracket, a quotation mark) is passed over; of a name without any
///   nothing is left. Words in round or square brackets are no part of the name: `Anna Petrova (HR)`.
/// - A hyphen makes no second word: `A. P.` for `Anna-Maria Petrova`.
public struct Initials: Hashable, Sendable {
    /// One or two letters in upper case, each with a full stop.
    public let text: String

    /// How much of a name is looked at, in characters.
    static let greatestLength = 256
    /// How many scalars of Unicode a letter may have, accents and vowel signs among them.
    static let greatestScalars = 8

    /// Reads a name; nil if there is no letter and no digit in it.
    public init?(_ name: String) {
        let letters = Self.words(of: name.prefix(Self.greatestLength)).compactMap(Self.initial)
        guard let first = letters.first, let last = letters.last else { return nil }
        text = letters.count == 1 ? "\(first)." : "\(first). \(last)."
    }

    private static func words(of name: Substring) -> [Substring] {
        let name = withoutBrackets(name)
        guard let at = name.firstIndex(of: "@") else { return turned(name) }
        let mailbox = name[..<at]
        guard !mailbox.contains(where: \.isWhitespace) else {
            return turned(mailbox[..<(mailbox.lastIndex(where: \.isWhitespace) ?? at)])
        }
        return mailbox.prefix { $0 != "+" }.split { "._".contains($0) }
    }

    /// The words with those behind a comma in front.
    private static func turned(_ name: Substring) -> [Substring] {
        let parts = name.split(separator: ",", maxSplits: 1)
        return parts.reversed().flatMap { $0.split(whereSeparator: \.isWhitespace) }
    }

    /// The name without what stands in brackets; all of it if nothing else is there.
    private static func withoutBrackets(_ name: Substring) -> Substring {
        var depth = 0
        var kept = ""
        for character in name {
            if "([<".contains(character) { depth += 1 }
            if depth == 0 { kept.append(character) }
            if ")]>".contains(character) { depth = max(0, depth - 1) }
        }
        return kept.contains { $0.isLetter || $0.isNumber } ? Substring(kept) : name
    }

    /// A letter may have accents without end: only so many of them are taken along.
    private static func initial(_ word: Substring) -> Character? {
        guard let letter = word.first(where: { $0.isLetter || $0.isNumber }) else { return nil }
        let scalars = letter.unicodeScalars.prefix(greatestScalars)
        return String(String.UnicodeScalarView(scalars)).uppercased().first
    }
}
