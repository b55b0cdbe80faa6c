/// Decides what to tell whom, once: pure, beside the room and fed with what the room orders.
///
/// Apply an event to the room, then hand the effects to ``decide(on:room:at:)``. What happened is told when it happens:
/// a restart repeats nothing, and a double booking that the journal knew already is not told again.
public struct MessageDesk: Sendable {
    /// The kinds that are told.
    public var kinds: Set<Message.Kind>

    private var takeovers = TakeoverWatch()
    private var doubles: DoubleBookingWatch

    /// Makes a desk for a room that was just made.
    public init(kinds: Set<Message.Kind> = Set(Message.Kind.allCases), room: Room, at now: Now) {
        self.kinds = kinds
        doubles = DoubleBookingWatch(knownTo: room)
    }

    /// What follows from what the room ordered.
    ///
    /// - Parameters:
    ///   - effects: what `room.apply` returned.
    ///   - room: the room after that.
    /// - Returns: messages to send, at most a few; none of a kind that is switched off.
    public mutating func decide(on effects: [Effect], room: Room, at now: Now) -> [Message] {
        var messages: [Message] = []
        for case .note(let notice) in effects {
            switch notice {
            case .verdict(let verdict):
                if let message = message(verdict, room, at: now) { messages.append(message) }
            case .press(let press): takeovers.remember(press, room)
            case .availability, .sensor, .buttonStuck, .clockTrust, .clockStepped, .stale, .outbox,
                .slotLost, .conflict, .complaint, .outboxFull:
                break
            }
        }
        if !takeovers.isEmpty { messages += takeovers.due(room, at: now) }
        if doubles.hasNews(room) { messages += doubles.appeared(room, at: now) }
        return messages.isEmpty ? [] : messages.filter { kinds.contains($0.kind) }
    }

    // MARK: - Verdicts

    private func message(_ verdict: Verdict, _ room: Room, at now: Now) -> Message? {
        guard let booking = room.schedule.booking(verdict.booking), booking.source == .server,
            let kind = kind(verdict, booking, room, at: now)
        else { return nil }
        var message = Message(
            kind, to: booking.id, span: verdict.span, title: booking.title,
            room: room.settings.name)
        if kind == .late {
            message.seconds = verdict.seconds
        } else {
            message.evidence = Message.Evidence(
                observedSeconds: verdict.evidence.observedSeconds,
                dueSeconds: verdict.evidence.dueSeconds, activeEdges: verdict.evidence.activeEdges)
        }
        return message
    }

    /// What a booking's people ought to know of a verdict; nil if nothing.
    ///
    /// A no-show is told only if something followed: a booking that may not be cut, or that is over, was not given
    /// up.
    private func kind(
        _ verdict: Verdict, _ booking: Booking, _ room: Room, at now: Now
    ) -> Message.Kind? {
        switch (verdict.kind, room.policy.onNoShow) {
        // Whoever may have come in time is told nothing.
        case (.late, _): verdict.evidence.atMostBecause == nil ? .late : nil
        case (.noShow, .end): room.sittings[booking.id]?.endedAt == nil ? nil : .released
        case (.noShow, .soft): room.isOffered(booking, at: now) ? .claimable : nil
        default: nil
        }
    }
}
