/// Decides what to tell whom, once: pure, beside the room and fed with what the room orders.
///
/// Apply an event to the room, then hand the effects to ``take(_:room:at:)``. What happened is told when it happens: a
/// restart repeats nothing, and a double booking that the journal knew already is not told again.
public struct MessageDesk: Sendable {
    /// The kinds that are told.
    public var kinds: Set<Message.Kind>

    /// Somebody has taken a room over and may still take that back.
    private struct Takeover: Sendable {
        var message: Message
        var claimant: BookingID
        var due: Uptime
    }

    private var told: Set<DoubleBookings.Pair>
    private var revision: Int?
    private var takeovers: [Takeover] = []

    /// Takeovers that wait at most.
    private static let mostTakeovers = 16

    /// Makes a desk for a room that was just made.
    public init(kinds: Set<Message.Kind> = Set(Message.Kind.allCases), room: Room, at now: Now) {
        self.kinds = kinds
        told = Set(Self.standing(room, at: now).map { Self.key($0.0, $0.1) })
    }

    /// What follows from what the room ordered.
    ///
    /// - Parameters:
    ///   - effects: what `room.apply` returned.
    ///   - room: the room after that.
    /// - Returns: messages to send, at most a few; none of a kind that is switched off.
    public mutating func take(_ effects: [Effect], room: Room, at now: Now) -> [Message] {
        var messages: [Message] = []
        for case .note(let notice) in effects {
            switch notice {
            case .verdict(let verdict): messages += message(verdict, room)
            case .press(let press): keepTakeovers(press, room, at: now)
            default: break
            }
        }
        messages += dueTakeovers(room, at: now)
        if revision != room.schedule.revision {
            revision = room.schedule.revision
            messages += appeared(room, at: now)
        }
        return messages.filter { kinds.contains($0.kind) }
    }

    // MARK: - Verdicts

    private func message(_ verdict: Verdict, _ room: Room) -> [Message] {
        guard let booking = room.schedule.booking(verdict.booking), booking.source == .server else {
            return []
        }
        var message = Message(
            .late, to: booking.id, span: verdict.span, title: booking.title,
            room: room.settings.name)
        switch (verdict.kind, room.policy.onNoShow) {
        case (.late, _):
            message.seconds = verdict.seconds
        case (.noShow, .end), (.noShow, .soft):
            message.kind = room.policy.onNoShow == .end ? .released : .claimable
            message.evidence = Message.Evidence(
                observedSeconds: verdict.evidence.observedSeconds,
                dueSeconds: verdict.evidence.dueSeconds, activeEdges: verdict.evidence.activeEdges)
        default:
            return []
        }
        return [message]
    }

    // MARK: - Takeovers

    /// A claim is told once it cannot be taken back any more.
    private mutating func keepTakeovers(_ press: Press, _ room: Room, at now: Now) {
        guard press.outcome == .claimed, let id = press.booking,
            let claimant = room.schedule.booking(id)
        else { return }
        let instant = Span(start: claimant.span.start, length: .microseconds(1))
        for sitting in room.sittings.values
        where sitting.endedAt == claimant.span.start && sitting.booking != id {
            guard takeovers.count < Self.mostTakeovers else { return }
            let booking = room.schedule.booking(sitting.booking)
            guard booking?.source != .panel, sitting.span.overlaps(instant) else { continue }
            let message = Message(
                .takenOver, to: sitting.booking, span: sitting.span, title: booking?.title,
                room: room.settings.name)
            takeovers.append(
                Takeover(
                    message: message, claimant: id,
                    due: now.uptime + room.policy.undoWindow + .seconds(5)))
        }
    }

    private mutating func dueTakeovers(_ room: Room, at now: Now) -> [Message] {
        let due = takeovers.filter { $0.due <= now.uptime }
        takeovers.removeAll { $0.due <= now.uptime }
        return due.filter { room.sittings[$0.message.booking]?.endedAt != nil }.map(\.message)
    }

    // MARK: - Double bookings

    private mutating func appeared(_ room: Room, at now: Now) -> [Message] {
        let pairs = Self.standing(room, at: now)
        let new = pairs.filter { !told.contains(Self.key($0.0, $0.1)) }
        told = Set(pairs.map { Self.key($0.0, $0.1) })
        return new.flatMap { first, second in
            [
                message(first, against: second, room, now),
                message(second, against: first, room, now),
            ]
        }.compactMap { $0 }
    }

    private func message(
        _ booking: Booking, against other: Booking, _ room: Room, _ now: Now
    ) -> Message? {
        guard booking.source == .server else { return nil }
        var message = Message(
            .doubleBooked, to: booking.id, span: booking.span, title: booking.title,
            room: room.settings.name)
        message.other = Message.Other(
            booking: other.id, span: other.span, title: other.title, organiser: other.organiser)
        message.nextFree = DoubleBookings.nextFree(
            for: booking, among: room.schedule.bookings, notBefore: now.wall)
        return message
    }

    /// The double bookings that people have to settle: not those that the panel settles itself.
    private static func standing(_ room: Room, at now: Now) -> [(Booking, Booking)] {
        DoubleBookings.pairs(in: room.schedule.bookings, after: now.wall).filter { pair in
            [pair.0, pair.1].allSatisfy { booking in
                room.sittings[booking.id]?.endedAt == nil && !room.outbox.isPending(booking.id)
                    && !room.contested.contains(booking.id)
            }
        }
    }

    private static func key(_ first: Booking, _ second: Booking) -> DoubleBookings.Pair {
        DoubleBookings.Pair(
            first: min(first.id.text, second.id.text) == first.id.text ? first.id : second.id,
            second: min(first.id.text, second.id.text) == first.id.text ? second.id : first.id)
    }
}
