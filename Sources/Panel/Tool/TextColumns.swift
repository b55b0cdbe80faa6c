/// How many columns of a terminal a text takes up: wide letters and pictures take two (UAX #11).
extension StringProtocol {
    /// The columns of the whole text.
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The longest beginning that fits into so many columns; one character at least.
    func prefix(columns width: Int) -> SubSequence {
        var (end, used) = (startIndex, 0)
        while end < endIndex, end == startIndex || used + self[end].columns <= width {
            used += self[end].columns
            end = index(after: end)
        }
        return self[..<end]
    }
}

extension Character {
    /// Wide and full-width blocks of Unicode; pictures are told by their own property.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
    ]

    /// 2 for wide letters and pictures, 1 for all others; what combines with the letter before takes none of its own.
    var columns: Int {
        guard let scalar = unicodeScalars.first, scalar.value >= 0x1100 else { return 1 }
        // Or a sign that is asked to be shown as a picture.
        if scalar.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
        return Self.wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
}
