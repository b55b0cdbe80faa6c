import RoomCore

/// Why a press was refused is part of the state for five seconds, unless another one succeeds before (section 4).
struct RefusalIsTold: Invariant {
    static let name = "refusal-is-told"
    private static let told = Duration.seconds(5)
    private var last: (reason: Press.Refusal?, at: Uptime)?

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        for case .note(let notice) in sight.effects {
            switch notice {
            case .press(let press): last = (press.refusal, sight.now.uptime)
            case .slotLost: last = (.slotTaken, sight.now.uptime)
            default: break
            }
        }
        let isFresh = last.map { sight.now.uptime < $0.at + Self.told } ?? false
        let expected = isFresh ? last?.reason : nil
        guard sight.state.refusal?.reason != expected else { return nil }
        let told = sight.state.refusal?.reason.rawValue ?? "nothing"
        return "\(told) is told, and not \(expected?.rawValue ?? "nothing")"
    }
}
