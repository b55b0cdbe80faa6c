/// What the page speaks: `web.language` of the configuration.
///
/// Titles and names are never translated.
public enum PageLanguage: String, Hashable, Sendable, Codable, CaseIterable {
    /// What the reader's browser asks for first of the languages the page has; English if that is none.
    case auto
    /// English.
    case en
    /// Russian.
    case ru
}
