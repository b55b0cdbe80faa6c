/// A language that people are told in.
public enum Language: String, Hashable, Sendable, Codable, CaseIterable {
    /// English.
    case en
    /// Russian.
    case ru

    /// The language that a browser asks for first of those there are (RFC 9110, section 12.5.4; browsers name the one they
    /// like most first); English if that is none.
    public init(acceptLanguage field: String?) {
        let tags = (field ?? "").prefix(256).split(separator: ",").map { tag in
            tag.drop { $0 == " " }.prefix(2).lowercased()
        }
        self = tags.lazy.compactMap(Language.init(rawValue:)).first ?? .en
    }

    /// The language that an environment asks messages to be in: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
    /// not empty decides (POSIX, section 8.2); English for any but Russian.
    public init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        let name = locale?.prefix { !"_.@".contains($0) } ?? ""
        self = name.lowercased() == "ru" ? .ru : .en
    }
}
