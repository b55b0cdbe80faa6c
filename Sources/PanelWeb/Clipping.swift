extension StringProtocol {
    /// The text, made fit for a place inside a one-line message: at most 64 characters.
    package var clipped: String { clipped(to: 64) }

    /// The text, made fit for one line: control characters become `?`, and what is too long ends with an ellipsis.
    package func clipped(to limit: Int) -> String {
        let line = prefix(limit).map { character -> Character in
            character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }
                ? "?" : character
        }
        return String(line) + (dropFirst(limit).isEmpty ? "" : "…")
    }
}
