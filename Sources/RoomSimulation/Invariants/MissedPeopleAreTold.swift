import RoomCore

/// The state tells the longest silence that the sensors which can be believed now are remembered for, if nobody can be called
/// absent because of it (decision 0029).
struct MissedPeopleAreTold: Invariant {
    static let name = "missed-people-are-told"
    /// So long a silence is remembered.
    private static let keptFor = Duration.seconds(30 * 86_400)

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        guard sight.effects.last == .publish else { return nil }
        let expected = sight.state.isClockTrusted ? longest(sight, known) : nil
        let told = sight.state.missedPeople?.longest.seconds
        guard told != expected else { return nil }
        let words = { (seconds: Int?) in seconds.map { "\($0) s of silence" } ?? "no silence" }
        return "\(words(told)) is told, and \(words(expected)) remembered"
    }

    /// The longest that matters of the sensors that the state says are well, in seconds; nil if there is none.
    private func longest(_ sight: Sight, _ known: Knowledge) -> Int? {
        let believed = sight.state.sensors.filter { $0.health == .ok }.map(\.name)
        guard !believed.isEmpty else { return nil }
        let longest = known.silences.filter { silence in
            sight.now.wall - silence.endedAt < Self.keptFor
                && Set(believed).isSubset(of: silence.sensors)
        }.map(\.seconds).max()
        return longest.flatMap { Duration.seconds($0) > sight.policy.noShowAfter ? $0 : nil }
    }
}
