/// A language that people are told in.
public enum Language: String, Hashable, Sendable, Codable, CaseIterable {
    /// English.
    case en
    /// Russian.
    case ru

    /// The language that an environment asks messages to be in: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
    /// not empty decides (POSIX, section 8.2); English for any but Russian.
    public init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        let name = locale?.prefix { !"_.@".contains($0) } ?? ""
        self = name.lowercased() == "ru" ? .ru : .en
    }
}
