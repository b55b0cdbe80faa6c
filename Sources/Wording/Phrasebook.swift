/// How people are told what the panel knows: every verdict, reason, piece of evidence and row of the log in words.
///
/// Pure; titles, names and errors are never translated. Times are put in by whoever knows the room's zone.
public struct Phrasebook: Hashable, Sendable {
    /// The language it speaks.
    public let language: Language

    /// Opens the book in a language.
    public init(_ language: Language) {
        self.language = language
    }

    /// One of two texts, by the language.
    func say(_ english: String, _ russian: String) -> String {
        language == .ru ? russian : english
    }

    /// `40 s`, `6 min`, `1 h 5 min`: minutes round down, so that nobody is told to be later than they were.
    public func duration(_ seconds: Int) -> String {
        let minutes = seconds / 60
        let (hours, rest) = (minutes / 60, minutes % 60)
        var parts: [String] = []
        if hours > 0 { parts.append("\(hours) \(say("h", "ч"))") }
        if rest > 0 { parts.append("\(rest) \(say("min", "мин"))") }
        return parts.isEmpty ? "\(seconds) \(say("s", "с"))" : parts.joined(separator: " ")
    }

    /// How many movements: `no movement`, `1 movement`, `14 movements`.
    public func movements(_ count: Int) -> String {
        guard count != 0 else { return say("no movement", "движений не было") }
        let english = count == 1 ? "movement" : "movements"
        return "\(count) \(say(english, Plural.of(count, "движение", "движения", "движений")))"
    }

    /// A sentence with a capital letter at its beginning and a full stop at its end.
    func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
