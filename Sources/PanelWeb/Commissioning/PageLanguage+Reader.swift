import Wording

extension PageLanguage {
    /// What a page speaks that is made for one reader.
    ///
    /// - Parameter accepted: what the reader asks for (`Accept-Language`, RFC 9110, section 12.5.4); nil for nothing.
    func language(accepting accepted: String?) -> Language {
        switch self {
        case .en: .en
        case .ru: .ru
        case .auto: Self.first(of: accepted ?? "") ?? .en
        }
    }

    /// The language there is that a reader wants most; of equals the one named first.
    private static func first(of accepted: String) -> Language? {
        var best: (language: Language, weight: Double)?
        for range in accepted.split(separator: ",") {
            let parts = range.split(separator: ";").map(\.trimmed)
            let name = parts.first?.prefix { $0 != "-" }.lowercased() ?? ""
            guard let language = Language(rawValue: name) else { continue }
            let quality = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }
            let weight = quality.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }
}
