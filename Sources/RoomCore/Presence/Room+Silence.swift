/// A room knows when its sensors miss people: presses prove that somebody is there (decision 0029).
extension Room {
    /// A press that is safe shows that the people of its booking are there, and were since their last one.
    mutating func takeProof(_ press: Press, at now: Now) {
        guard !senses.sensors.isEmpty, press.outcome != .refused else { return }
        // A tap may come from anywhere: it proves nobody's presence. But what it ended or took back does not go on.
        guard press.wish.isAtDoor else {
            if press.outcome == .ended || press.outcome == .undone { senses.forgetProof() }
            return
        }
        guard press.outcome != .undone, let id = press.booking,
            let booking = schedule.booking(id)
        else {
            senses.forgetProof()
            return
        }
        let proven = senses.pressed(
            about: id, from: now.uptime(at: booking.span.start),
            at: now.uptime(at: press.pressedAt), now: now.uptime)
        if press.outcome == .ended { senses.forgetProof() }
        guard let proven else { return }
        let missed = SensorSilence(
            sensors: proven.believed, seconds: Int(proven.length.components.seconds),
            endedAt: now.wall(at: proven.endedAt))
        guard senses.remember(missed) else { return }
        keep([.silences(senses.silences.all)])
        step.isDirty = true
    }

    /// What a journal remembers that was opened late.
    mutating func recallSilences(_ remembered: [SensorSilence]) {
        let isNew = remembered.map { senses.remember($0) }.contains(true)
        if isNew, senses.silences.all != remembered {
            keep([.silences(senses.silences.all)])
        }
    }

    /// The longest silence of each sensor while presses proved that people were there, by its name.
    ///
    /// Of the last 30 days and of 5 min or more; a sensor without one is left out. What a sensor was silent in together
    /// with others counts for each of them.
    public func longestSilences(at now: Now) -> [String: SensorSilence] {
        senses.longestSilences(at: now.wall)
    }

    /// The longest silence of the sensors while people were there, if it is so long that nobody can be called absent.
    func missedPeople(at now: Now) -> SensorSilence? {
        guard trust.isTrusted, let longest = senses.longestSilence(at: now.wall),
            longest.length > policy.noShowAfter
        else { return nil }
        return longest
    }

    /// How long a room must have been empty to count as not used.
    func vacancyNeeded(at now: Now) -> Duration {
        guard let missed = missedPeople(at: now) else { return policy.vacantAfter }
        return max(policy.vacantAfter, missed.length * 3 / 2)
    }
}

extension RoomState {
    /// That the sensors miss people, and what follows.
    public struct MissedPeople: Hashable, Sendable {
        /// Their longest silence while presses prove that people were there.
        public var longest: SensorSilence
        /// How long the room has to be *vacant* to count as left: `vacant_after` at least.
        public var vacancyNeeded: Duration

        /// Makes the finding.
        public init(_ longest: SensorSilence, vacancyNeeded: Duration) {
            self.longest = longest
            self.vacancyNeeded = vacancyNeeded
        }
    }
}
