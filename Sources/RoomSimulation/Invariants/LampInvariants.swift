import RoomCore

/// The availability lamp says what section 3 says of the state, and the door shows what was ordered last.
struct LampsAgree: Invariant {
    static let name = "lamps-agree"
    private var shown: LampDisplay?

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        if sight.hasOrders {
            for case .show(let display) in sight.effects { shown = display }
        }
        guard let shown else { return "nothing is shown" }
        if shown != sight.state.lamps { return "the door shows something else than the state" }
        let signal = sight.state.lamps.availability
        if sight.policy.isCombined { return combined(signal, sight) }
        let right = Self.signal(sight.state.availability, sight.policy.palette)
        return signal == right ? nil : "\(signal) for \(sight.state.availability)"
    }

    /// One lamp for both tells more; but never green for a room that is taken, nor the other way round.
    private func combined(_ signal: LampSignal, _ sight: Sight) -> String? {
        if sight.state.lamps.booking != .dark { return "the second lamp of one is lit" }
        if signal.pattern == .refused { return nil }
        let free: LampSignal.Colour = sight.policy.palette == .standard ? .green : .blue
        let isFree = [.free, .startingSoon, .claimable].contains(sight.state.availability)
        return (signal.colour == free) == isFree
            ? nil : "\(signal) for \(sight.state.availability)"
    }

    static func signal(_ availability: Availability, _ palette: LampPalette) -> LampSignal {
        let (free, taken): (LampSignal.Colour, LampSignal.Colour) =
            palette == .standard ? (.green, .red) : (.blue, .orange)
        switch availability {
        case .free: return LampSignal(free)
        case .startingSoon: return LampSignal(free, .slowBlink)
        case .claimable: return LampSignal(free, .doubleBlink)
        case .busy: return LampSignal(taken)
        case .occupiedUnbooked: return LampSignal(taken, .slowBlink)
        case .unknown: return LampSignal(.redGreen, .doubleBlink)
        }
    }
}

/// The booking lamp says how the running booking stands, or the next one in its window (section 3).
struct BookingLampAgrees: Invariant {
    static let name = "booking-lamp-agrees"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        guard !sight.policy.isCombined else { return nil }
        let signal = sight.state.lamps.booking
        if signal.pattern == .refused { return refusal(sight, known) }
        if sight.state.sync.isStale {
            return signal == LampSignal(.blue, .doubleBlink) ? nil : "stale, but shows \(signal)"
        }
        guard sight.state.isClockTrusted else {
            return signal == .dark ? nil : "\(signal) without a trusted clock"
        }
        guard sight.policy.palette == .standard, let right = right(sight, known) else {
            return nil
        }
        return signal == right ? nil : "\(signal), and not \(right)"
    }

    private func refusal(_ sight: Sight, _ known: Knowledge) -> String? {
        guard let began = known.refusedAt, sight.now.uptime - began < .milliseconds(1_750) else {
            return "says refused without a reason"
        }
        return nil
    }

    /// Whether the last minute is warned of; nil where the facts leave that open.
    private func late(until noShow: WallTime, _ sight: Sight, _ known: Knowledge) -> LampSignal? {
        switch known.missed(by: sight.policy, sight) {
        case .nobody: break
        case .people: return LampSignal(.orange)
        case .open: return nil
        }
        switch known.presence.vacancyAhead(at: sight.now.uptime) {
        case .open: return nil
        case .unforeseen: return LampSignal(.orange)
        case .from(let vacant):
            let due = max(noShow, sight.now.wall(at: vacant))
            let last = Span(start: due - .seconds(60), end: due)
            return last.contains(sight.now.wall) && sight.state.presence != .unknown
                ? LampSignal(.orange, .fastBlink) : LampSignal(.orange)
        }
    }

    /// Nil where two bookings are at the door and either may be meant.
    private func right(_ sight: Sight, _ known: Knowledge) -> LampSignal? {
        var shown: RoomState.BookingView?
        if let current = sight.state.current, !known.isGivenUp(current.id) {
            shown = current
        }
        if let next = sight.state.next,
            next.span.start - sight.policy.checkInWindow <= sight.now.wall
        {
            guard shown == nil else { return nil }
            shown = next
        }
        guard let booking = shown else { return .dark }
        if booking.source == .panel, booking.isPending { return LampSignal(.green, .pending) }
        let moments = known.moments(
            of: Booking(id: booking.id, span: booking.span), by: sight.policy)
        switch booking.phase {
        case .noShow: return LampSignal(.orange)
        case .late:
            // Past the no-show a press is still being decided, or somebody is there.
            return late(until: moments.noShow, sight, known)
        case .awaiting, .checkedIn, .inProgress:
            return LampSignal(booking.confirmation == .confirmed ? .green : .blue)
        }
    }
}

/// Nothing is claimed to be fresh that is not, and nothing known without a clock (sections 2 and 3).
struct StaleIsShown: Invariant {
    static let name = "stale-is-shown"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        if sight.state.isClockTrusted != known.isTrusted {
            return "trust is \(sight.state.isClockTrusted)"
        }
        if !known.isTrusted, sight.state.availability != .unknown {
            return "\(sight.state.availability) without a trusted clock"
        }
        guard known.settings.server != .none else {
            return sight.state.sync.isStale ? "stale without a server" : nil
        }
        let isStale = known.age(at: sight.now).map { $0 >= sight.policy.staleAfter }
        if sight.state.sync.isStale != (isStale ?? true) {
            return "stale is \(sight.state.sync.isStale)"
        }
        return nil
    }
}
