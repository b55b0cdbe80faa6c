import RoomCore

/// Organisers are told what happened, all of it, once, and nothing else (``RoomCore/Message/Kind``).
struct MessagesAreTrue {
    static let name = "messages-are-true"

    /// One step of a panel, as far as organisers are concerned.
    struct Step {
        let effects: [Effect]
        let messages: [Message]
        let now: Now
        /// The true time.
        let moment: Moment
        /// What the server really holds, and held.
        let server: SimulatedServer
        /// The press that has just become safe.
        let press: Press?
        /// The bookings whose room it took.
        let claimed: [Sitting]
        /// Whether a journal was opened late.
        let isRecall: Bool
        /// Whether another policy came in this step: what was judged by the one before may have come to nothing by it.
        let hasNewPolicy: Bool
        let policy: Policy

        func told(_ kinds: Message.Kind...) -> [Message] {
            messages.filter { kinds.contains($0.kind) }
        }
    }

    private struct Claim {
        var sitting: Sitting
        var claimant: BookingID
        var at: Uptime
        var isTold = false
        /// Whether it came to nothing meanwhile, so that nothing need be told.
        var isVoid = false
    }

    private let kinds: Set<Message.Kind>
    private var claims: [Claim] = []
    private var releases = ReleaseWitness()
    private var doubles = DoubleBookingWitness()

    /// Until then a claim that nobody can take back any more has to be told.
    private static let patience = Duration.seconds(90)

    init(_ kinds: Set<Message.Kind>) {
        self.kinds = kinds
    }

    mutating func restart(_ known: Knowledge) {
        claims = []
        releases = ReleaseWitness()
        doubles.restart(known)
    }

    /// Whether a step that says nothing to anybody may all the same owe somebody a word.
    func isWaiting(_ known: Knowledge) -> Bool {
        !claims.isEmpty || !releases.isEmpty || doubles.hasNews(known)
    }

    mutating func check(_ step: Step, _ known: Knowledge) -> String? {
        if let message = step.messages.first(where: { !kinds.contains($0.kind) }) {
            return "\(message.words) is switched off"
        }
        return verdicts(step, known)
            ?? releases.check(step, known, isDue: kinds.contains(.released))
            ?? takeovers(step, known)
            ?? doubles.check(step, known, isDue: kinds.contains(.doubleBooked))
    }

    // MARK: Verdicts

    private func verdicts(_ step: Step, _ known: Knowledge) -> String? {
        let told = step.told(.late, .claimable)
        var due: [Message] = []
        for case .note(.verdict(let verdict)) in step.effects {
            if let message = message(verdict, step, known), kinds.contains(message.kind) {
                due.append(message)
            }
        }
        if step.hasNewPolicy, told.allSatisfy(due.contains) { return nil }
        return told == due ? nil : "tells \(told.map(\.words)), not \(due.map(\.words))"
    }

    private func message(_ verdict: Verdict, _ step: Step, _ known: Knowledge) -> Message? {
        guard let booking = known.schedule.booking(verdict.booking), booking.source == .server
        else { return nil }
        let sitting = known.sittings[booking.id]
        let kind: Message.Kind
        switch (verdict.kind, step.policy.onNoShow) {
        case (.late, _) where verdict.evidence.atMostBecause == nil: kind = .late
        case (.noShow, .soft)
        where sitting?.endedAt == nil && sitting?.checkIn == nil
            && booking.span.contains(step.now.wall):
            kind = .claimable
        default: return nil
        }
        var message = Message(
            kind, to: booking.id, span: verdict.span, title: booking.title,
            room: known.settings.name)
        if kind == .late {
            message.seconds = verdict.seconds
        } else {
            message.evidence = Message.Evidence(verdict.evidence)
        }
        return message
    }

    // MARK: Takeovers

    private mutating func takeovers(_ step: Step, _ known: Knowledge) -> String? {
        if let press = step.press, let fault = take(press, step, known) { return fault }
        for message in step.told(.takenOver) {
            if let fault = tell(message, known) { return fault }
        }
        guard !claims.isEmpty else { return nil }
        for index in claims.indices where !stands(claims[index], known) {
            claims[index].isVoid = true
        }
        let last = max(
            known.pressDecidedAt ?? known.startedAt, known.pressShownAt ?? known.startedAt)
        guard kinds.contains(.takenOver), known.pressUnderWay == nil,
            step.now.uptime - last > Self.patience
        else { return nil }
        let missed = claims.first { !$0.isTold && !$0.isVoid }
        // Nobody can take it back any more.
        claims.removeAll { $0.isTold || $0.isVoid }
        return missed.map { "nobody is told that \($0.sitting.booking) was taken over" }
    }

    private mutating func take(_ press: Press, _ step: Step, _ known: Knowledge) -> String? {
        if press.outcome == .undone {
            let undone = claims.filter { $0.claimant == press.booking }
            claims.removeAll { $0.claimant == press.booking }
            return undone.first { $0.isTold }.map {
                "\($0.sitting.booking) was told of a claim that was taken back"
            }
        }
        guard let claimant = press.booking else { return nil }
        for sitting in step.claimed where known.schedule.booking(sitting.booking)?.source != .panel
        {
            claims.append(Claim(sitting: sitting, claimant: claimant, at: step.now.uptime))
        }
        return nil
    }

    private func stands(_ claim: Claim, _ known: Knowledge) -> Bool {
        known.schedule.booking(claim.claimant) != nil
            && known.schedule.booking(claim.sitting.booking) != nil
            && known.isGivenUp(claim.sitting.booking)
    }

    private mutating func tell(_ message: Message, _ known: Knowledge) -> String? {
        let meant = claims.indices.filter {
            claims[$0].sitting.booking == message.booking && !claims[$0].isTold
        }
        // Of two claims the first may have come to nothing.
        guard let index = meant.first(where: { stands(claims[$0], known) }) ?? meant.first
        else { return "\(message.words), and nobody has claimed it, or it was told" }
        claims[index].isTold = true
        let claim = claims[index]
        if !stands(claim, known) { return "\(message.words), but \(claim.claimant) is gone" }
        if message.span != claim.sitting.span { return "\(message.words) at another time" }
        let title = known.schedule.booking(message.booking)?.title
        return message.title == title ? nil : "\(message.words) under another title"
    }
}
