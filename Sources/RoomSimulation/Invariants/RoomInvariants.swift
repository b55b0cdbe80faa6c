import RoomCore

/// Never free while a trusted booking runs, except claimable by the rules (sections 2 and 3).
struct NeverFreeWhileBooked: Invariant {
    static let name = "never-free-while-booked"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        guard known.isTrusted else { return nil }
        let held = known.schedule.running.first { !known.isGivenUp($0.id) }
        switch sight.state.availability {
        case .free, .startingSoon, .occupiedUnbooked:
            if let held { return "\(sight.state.availability) during \(held.id)" }
            return unbooked(sight, known)
        case .busy: return held == nil ? waiting(sight, known) : nil
        case .claimable: return held == nil ? "claimable without a booking" : nil
        case .unknown:
            if let held { return "unknown during \(held.id)" }
            return isCovered(sight, known) ? "unknown, but the schedule is known" : nil
        }
    }

    private func isCovered(_ sight: Sight, _ known: Knowledge) -> Bool {
        known.settings.server == .none
            || known.schedule.window?.contains(sight.now.wall) ?? false
    }

    private func unbooked(_ sight: Sight, _ known: Knowledge) -> String? {
        if !isCovered(sight, known) { return "\(sight.state.availability) outside what is known" }
        guard let presence = known.presence.now else { return nil }
        let isOccupied = sight.state.availability == .occupiedUnbooked
        if isOccupied != (presence == .present) {
            return "\(sight.state.availability) while the sensors say \(presence)"
        }
        guard !isOccupied else { return nil }
        let next = known.schedule.nextStart
        let isSoon = next.map { $0 - sight.policy.startingSoon <= sight.now.wall } ?? false
        return isSoon == (sight.state.availability == .startingSoon)
            ? nil : "\(sight.state.availability), next at \(next.debugDescription)"
    }

    /// Busy before a start: its people are at the door.
    private func waiting(_ sight: Sight, _ known: Knowledge) -> String? {
        let isTaken = known.schedule.bookings.contains { booking in
            booking.isBlocking && booking.span.start > sight.now.wall
                && booking.span.start - sight.policy.checkInWindow <= sight.now.wall
                && (booking.source == .panel || known.sittings[booking.id]?.checkIn != nil)
        }
        return isTaken ? nil : "busy, and nobody has booked"
    }
}

/// What the panel lists is what it knows: nobody's booking is lost or invented, and the right one has the room.
struct KnowsTheSchedule: Invariant {
    static let name = "knows-the-schedule"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        let running = known.schedule.running
        let shown = sight.state.conflicts.count + (sight.state.current == nil ? 0 : 1)
        if shown != running.count {
            return "\(shown) bookings run, \(running.count) are known"
        }
        for view in sight.state.conflicts {
            if let fault = Self.check(view, running) { return fault }
        }
        if let fault = sight.state.current.flatMap({ Self.check($0, running) }) { return fault }
        let next = known.schedule.nextStart
        let near = next.flatMap { $0 - sight.state.now < .seconds(86_400) ? $0 : nil }
        if sight.state.next?.span.start != near { return "the next booking is another one" }
        return precedence(sight, known, running)
    }

    private static func check(_ view: RoomState.BookingView, _ running: [Booking]) -> String? {
        guard let index = running.firstIndex(where: { $0.id == view.id }) else {
            return "\(view.id) runs, and nobody knows it"
        }
        return running[index].span == view.span
            ? nil
            : "\(view.id) is shown from \(view.span), and not from \(running[index].span)"
    }

    /// A timed one has the room before a whole day, and then the one that starts first, if both are still held (design,
    /// "Overlaps").
    private func precedence(
        _ sight: Sight, _ known: Knowledge, _ running: [Booking]
    ) -> String? {
        guard running.count > 1, let id = sight.state.current?.id,
            let current = running.first(where: { $0.id == id })
        else { return nil }
        for other in running where other.id != id && !known.isGivenUp(other.id) {
            if current.isAllDay, !other.isAllDay { return "\(id) has the room of \(other.id)" }
            if isNoShow(current, sight, known), isAwaited(other, known) {
                return "\(id) has the room, and its people did not come; \(other.id) is waited for"
            }
            guard other.span.start < current.span.start, other.isAllDay == current.isAllDay,
                !mayBeClaimable(other, sight, known)
            else { continue }
            return "\(current.id) has the room of \(other.id), which began before"
        }
        return nil
    }

    /// Whether nobody has come, so that anyone may take the room, whoever is there by now (decision 0029).
    private func isNoShow(_ booking: Booking, _ sight: Sight, _ known: Knowledge) -> Bool {
        guard known.isTrusted, sight.policy.onNoShow == .soft, !booking.isAllDay,
            !known.isGivenUp(booking.id), !known.isUnread(booking.span, at: sight.now),
            let sitting = known.sittings[booking.id]
        else { return false }
        let moments = known.moments(of: booking, by: sight.policy)
        return sitting.checkIn == nil && sitting.arrival == .noShow && moments.isJudged
            && sight.now.wall >= moments.noShow
    }

    private func isAwaited(_ booking: Booking, _ known: Knowledge) -> Bool {
        let sitting = known.sittings[booking.id]
        return !booking.isAllDay && booking.source == .server && sitting?.checkIn == nil
            && sitting?.arrival != .noShow
    }

    private func mayBeClaimable(_ booking: Booking, _ sight: Sight, _ known: Knowledge) -> Bool {
        guard sight.policy.onNoShow == .soft else { return false }
        return known.standing[booking.id]?[.arrival]?.kind == .noShow
            || known.sittings[booking.id]?.arrival == .noShow
            || known.presence.now != .present
    }
}

/// Claimable only after a no-show while nobody is there, or after `vacant_after` of vacancy in a taken booking (section 2).
struct ClaimableByTheRules: Invariant {
    static let name = "claimable-by-the-rules"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        guard sight.state.availability == .claimable else { return missed(sight, known) }
        guard sight.policy.onNoShow == .soft else { return "claimable though not soft" }
        guard let current = sight.state.current, let booking = known.schedule.booking(current.id)
        else { return "claimable without a booking" }
        guard known.moments(of: booking, by: sight.policy).isJudged,
            !known.isUnread(booking.span, at: sight.now)
        else { return "\(booking.id) is claimable, but not judged" }
        if known.sittings[booking.id]?.checkIn == nil, booking.source == .server {
            if known.presence.now == .present { return "\(booking.id): somebody is there" }
            return known.sittings[booking.id]?.arrival == .noShow
                ? nil : "\(booking.id) is claimable without a no-show"
        }
        return vacancy(booking, sight, known)
    }

    private func vacancy(_ booking: Booking, _ sight: Sight, _ known: Knowledge) -> String? {
        let needed = known.vacancyNeeded(by: sight.policy, sight) ?? sight.policy.vacantAfter
        let from = sight.now.uptime - needed
        if known.presence.isOpen(from: from, to: sight.now.uptime) { return nil }
        guard let since = known.presence.since else { return nil }
        guard known.presence.now == .vacant, since <= from else {
            return "\(booking.id) is claimable without \(needed) of vacancy"
        }
        let arrived = known.sittings[booking.id]?.checkIn?.arrivedAt ?? booking.span.start
        if sight.now.wall - max(arrived, booking.span.start) < needed {
            return "\(booking.id) is claimable too soon after its people came"
        }
        return nil
    }

    /// The other way round: a taken room that has been empty long enough is offered.
    private func missed(_ sight: Sight, _ known: Knowledge) -> String? {
        guard sight.state.availability == .busy, sight.policy.onNoShow == .soft, known.isTrusted,
            known.presence.now == .vacant, let since = known.presence.since,
            let current = sight.state.current, sight.state.conflicts.isEmpty,
            sight.state.next.map({ $0.span.start - sight.policy.checkInWindow > sight.now.wall })
                ?? true,
            let booking = known.schedule.booking(current.id),
            !known.isUnread(booking.span, at: sight.now),
            known.moments(of: booking, by: sight.policy).isJudged,
            let sitting = known.sittings[current.id], sitting.endedAt == nil
        else { return nil }
        guard let checkIn = sitting.checkIn else {
            let moments = known.moments(of: booking, by: sight.policy)
            return sitting.arrival == .noShow && sight.now.wall >= moments.noShow
                ? "\(booking.id) is a no-show, nobody is there, and it is not claimable" : nil
        }
        let sign = max(checkIn.arrivedAt, booking.span.start, sitting.pressedAt ?? .earliest)
        let empty = min(sight.now.uptime - since, sight.now.wall - sign)
        guard let needed = known.vacancyNeeded(by: sight.policy, sight) else { return nil }
        return empty > needed + .seconds(1)
            ? "\(booking.id) has been empty for \(empty) and is not claimable" : nil
    }
}

/// Presence is what the sensors say, each by its rules (design, "Presence").
struct PresenceAsSensed: Invariant {
    static let name = "presence-as-sensed"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        guard let presence = known.presence.now, presence != sight.state.presence else {
            return nil
        }
        let sensors = known.presence.sensors.map { $0.words(at: sight.now.uptime) }
        return "\(sight.state.presence), but the sensors say \(presence): \(sensors)"
    }
}

/// The room wakes in time, and never keeps the processor busy (``Room/deadline``).
struct WakesInTime: Invariant {
    static let name = "wakes-in-time"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        let wait = sight.deadline - sight.now.uptime
        return wait > .seconds(60) ? "sleeps for \(wait)" : nil
    }
}

/// After a jump of the clock the window of the last reading may lie anywhere: the schedule is asked for at once.
struct AsksAfterAJump: Invariant {
    static let name = "asks-after-a-jump"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        guard known.settings.server != .none else { return nil }
        for case .note(.clockStepped(let step)) in sight.effects
        where !sight.effects.contains(.readSchedule) {
            return "the clock jumped by \(step), and the schedule is not asked for"
        }
        return nil
    }
}
