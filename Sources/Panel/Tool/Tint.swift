import PanelWeb
import RoomCore

/// A colour that makes a word easy to find on a terminal; the word alone says the same.
enum Tint: Int {
    case red = 31
    case green = 32
    case yellow = 33

    /// The text in this colour (ECMA-48, SGR).
    func around(_ text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }

    /// Whether a room can be used, by the words and names that say so.
    static let availability: [String: Tint] = {
        let tints: [(String, Tint)] = Availability.allCases.map { ($0.rawValue, tint(of: $0)) }
        let words = tints.map { (Words.of($0.0), $0.1) }
        return Dictionary(tints + words + [("away", Tint.red)]) { first, _ in first }
    }()

    /// Whether a panel is well, by the names of states and findings.
    static let health: [String: Tint] = [
        HealthDocument.Status.ok.rawValue: .green, HealthDocument.Status.degraded.rawValue: .yellow,
        HealthDocument.Status.failing.rawValue: .red,
        HealthFinding.Severity.warning.rawValue: .yellow,
        HealthFinding.Severity.failure.rawValue: .red, "away": .red,
    ]

    private static func tint(of availability: Availability) -> Tint {
        switch availability {
        case .free, .startingSoon: .green
        case .busy: .red
        case .occupiedUnbooked, .claimable, .unknown: .yellow
        }
    }
}
