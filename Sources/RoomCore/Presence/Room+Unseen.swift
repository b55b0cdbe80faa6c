/// Which sensors saw nothing of people who were certainly there: a cut cable, a part that has died.
///
/// Certainly there were those of a booking that lasted for ten minutes and was taken up by a press or by activity that
/// sensors saw. What a sensor can have seen of them begins with the check-in window and ends with the booking. Two such
/// bookings in a row, and it is silent until its line moves (decision 0022).
extension Room {
    /// Shorter ones prove nothing: who pressed need not have gone in.
    static let leastProof = Duration.seconds(600)

    /// Asks every sensor about the bookings that have just ended.
    mutating func askWhatSensorsSaw(at now: Now) {
        var over: [Sitting] = []
        for sitting in sittings.all where sitting.unseenBy == nil {
            if isOver(sitting, at: now) { over.append(sitting) }
        }
        over.sort { ($0.overAt, $0.booking.text) < ($1.overAt, $1.booking.text) }
        for sitting in over { ask(about: sitting, at: now) }
    }

    private func isOver(_ sitting: Sitting, at now: Now) -> Bool {
        guard sitting.overAt <= now.wall else { return false }
        return desk.undoEnds(sitting.booking, at: now.uptime) == nil
    }

    private mutating func ask(about sitting: Sitting, at now: Now) {
        let blind = isProof(sitting) ? sensorsBlind(to: sitting, at: now) : []
        sittings[sitting.booking]?.unseenBy = blind.map { senses.sensors[$0].settings.name }
        guard !blind.isEmpty, let sitting = sittings[sitting.booking] else { return }
        senses.missed(sitting.booking, by: blind)
        keep([.sitting(sitting)])
        step.isDirty = true
    }

    private func isProof(_ sitting: Sitting) -> Bool {
        guard let source = sitting.checkIn?.source, source != .carriedOver,
            sitting.overAt - sitting.span.start >= Self.leastProof
        else { return false }
        return schedule.booking(sitting.booking, startingAt: sitting.span.start) != nil
    }

    private func sensorsBlind(to sitting: Sitting, at now: Now) -> [Int] {
        let opens = now.uptime(at: sitting.span.start - policy.checkInWindow)
        guard let trustedSince = trust.trustedSince, trustedSince <= opens else { return [] }
        return senses.blind(since: opens)
    }

    // MARK: Signs

    /// A sensor's line has moved: whatever it missed before, it is not cut off.
    mutating func forgetUnseen(by name: String) {
        for var sitting in sittings.all(where: { $0.unseenBy?.contains(name) ?? false }) {
            sitting.unseenBy?.removeAll { $0 == name }
            keep(sitting)
        }
    }

    /// Takes up what a journal tells that was opened late.
    mutating func recallUnseen() {
        for index in senses.sensors.indices {
            let name = senses.sensors[index].settings.name
            let earlier = Senses.unseen(by: name, in: sittings.all)
            if !senses.remember(unseen: earlier, of: index) { forgetUnseen(by: name) }
        }
    }
}

extension Senses {
    /// The bookings that a sensor saw nothing of in earlier runs, oldest first.
    static func unseen(by name: String, in sittings: some Collection<Sitting>) -> [BookingID] {
        sittings.filter { $0.unseenBy?.contains(name) ?? false }
            .sorted { ($0.overAt, $0.booking.text) < ($1.overAt, $1.booking.text) }
            .map(\.booking)
    }
}

extension Sitting {
    /// When it is over: at its end, or when it was ended before.
    fileprivate var overAt: WallTime { min(endedAt ?? span.end, span.end) }
}
