import RoomCore

/// Whether the sensors of a room are known to miss people.
extension Knowledge {
    enum Missed {
        case nobody
        /// People, for so long.
        case people(Duration)
        /// The facts leave it open which sensors may be believed.
        case open
    }

    /// What the sensors that can be believed now have missed in the last 30 days.
    func missed(by policy: Policy, _ sight: Sight) -> Missed {
        guard !silences.isEmpty else { return .nobody }
        // What a sensor says at that very moment may come after the judgement.
        guard !sight.isOfSensors else { return .open }
        var believed: [String] = []
        for sensor in presence.sensors {
            switch sensor.standing(at: sight.now.uptime) {
            case .bad: continue
            case .doubtful: return .open
            case .sure: believed.append(sensor.settings.name)
            }
        }
        guard !believed.isEmpty else { return .nobody }
        let longest = silences.filter { silence in
            sight.now.wall - silence.endedAt < .seconds(30 * 86_400)
                && Set(believed).isSubset(of: silence.sensors)
        }.map(\.length).max()
        guard let longest, longest > policy.noShowAfter else { return .nobody }
        return .people(longest)
    }

    /// How long a room must have been empty to count as left; nil where the facts leave that open.
    func vacancyNeeded(by policy: Policy, _ sight: Sight) -> Duration? {
        switch missed(by: policy, sight) {
        case .nobody: policy.vacantAfter
        case .people(let length): max(policy.vacantAfter, length + length / 2)
        case .open: nil
        }
    }
}
