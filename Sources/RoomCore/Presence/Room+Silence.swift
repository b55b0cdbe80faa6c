/// A room knows when its sensors miss people: presses prove that somebody is there (decision 0029).
extension Room {
    /// The names of the sensors that can be believed.
    private var believed: [String] {
        sensors.filter { $0.health == .ok }.map(\.settings.name)
    }

    private var isAnyActive: Bool { sensors.contains(where: \.saysActive) }

    /// What the sensors say has been brought up to `instant`.
    mutating func followSilence(at instant: Uptime) {
        guard silence.isWatching else { return }
        silence.hear(believed, isActive: isAnyActive, at: instant)
    }

    /// A press that is safe shows that the people of its booking are there, and were since their last one.
    mutating func takeProof(_ press: Press, at now: Now) {
        guard !sensors.isEmpty, press.outcome != .refused else { return }
        guard press.outcome != .undone, let id = press.booking,
            let booking = schedule.booking(id)
        else {
            silence.forget()
            return
        }
        let proven = silence.pressed(
            about: id, from: now.uptime(at: booking.span.start),
            at: now.uptime(at: press.pressedAt), now: now.uptime, believed, isActive: isAnyActive)
        if press.outcome == .ended { silence.forget() }
        guard let proven else { return }
        let missed = SensorSilence(
            sensors: proven.believed, seconds: Int(proven.length.components.seconds),
            endedAt: now.wall(at: proven.endedAt))
        guard silences.add(missed) else { return }
        keep([.silences(silences.all)])
        step.isDirty = true
    }

    /// What a journal remembers that was opened late.
    mutating func recallSilences(_ remembered: [SensorSilence]) {
        let isNew = remembered.map { silences.add($0) }.contains(true)
        if isNew, silences.all != remembered { keep([.silences(silences.all)]) }
    }

    /// The longest silence of the sensors while people were there, if it is so long that nobody can be called absent.
    func missedPeople(at now: Now) -> SensorSilence? {
        guard trust.isTrusted, !silences.all.isEmpty,
            let longest = silences.longest(missedBy: believed, at: now.wall),
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
