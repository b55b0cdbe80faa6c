/// What the lamps at this door can say: every state with its signal, as ``LampGrammar`` shows it.
///
/// Made by asking the grammar, so that a legend cannot tell anything else than the lamps do.
public struct LampLegend: Hashable, Sendable {
    /// What a lamp says with a signal.
    public enum Meaning: String, Hashable, Sendable, Codable, CaseIterable {
        /// The room is free.
        case free
        /// Free, and a booking starts within `starting_soon`.
        case startingSoon = "starting_soon"
        /// Booked: in use, or waiting for its people.
        case busy
        /// Somebody is there without a booking.
        case occupiedUnbooked = "occupied_unbooked"
        /// Booked, but nobody uses it: anyone may take it.
        case claimable
        /// The panel does not know.
        case unknown
        /// No booking to tell of.
        case none
        /// The booking is not confirmed.
        case unconfirmed
        /// The booking is confirmed, or somebody has checked in.
        case confirmed
        /// Its people are late.
        case late
        /// The last minute before the booking becomes a no-show.
        case lastMinute = "last_minute"
        /// Booked at the door; the server has not confirmed it yet.
        case pending
        /// The schedule is older than `stale_after`.
        case stale
        /// The press was refused.
        case refused
    }

    /// One signal of a lamp, and what it says.
    public struct Entry: Hashable, Sendable {
        /// What it says.
        public var meaning: Meaning
        /// What is lit.
        public var signal: LampSignal
    }

    /// The lamp that says whether the room can be used; in `combined` mode the one lamp.
    public let availability: [Entry]
    /// The lamp that says how the booking stands; empty in `combined` mode.
    public let booking: [Entry]

    /// Lists what the lamps can say.
    ///
    /// What never comes under this policy is left out: no room is claimable unless a no-show has that consequence, and
    /// a panel that only watches warns of none.
    ///
    /// - Parameter server: without one nothing is ever pending or stale, and neither is listed.
    public init(_ policy: Policy, server: RoomSettings.ServerKind) {
        let grammar = LampGrammar(policy)
        let hasServer = server != .none
        let standings = LampGrammar.BookingStanding.allCases
            .filter { hasServer || $0 != .pending }
            .filter { !policy.isShadow || $0 != .lastMinute }
            .map { ($0.meaning, grammar.display(booking: $0)) }
        var others: [(Meaning, LampDisplay)] = []
        if hasServer { others.append((.stale, grammar.display(isStale: true))) }
        others.append((.refused, grammar.display(isRefusing: true)))
        let offersRooms = policy.onNoShow == .soft && !policy.isShadow
        let rooms = Availability.allCases.filter { offersRooms || $0 != .claimable }
            .map { ($0.meaning, grammar.display($0)) }
        guard grammar.isCombined else {
            availability = Self.entries(rooms, of: \.availability)
            booking = Self.entries(standings + others, of: \.booking)
            return
        }
        availability = Self.entries(rooms + standings + others, of: \.availability)
        booking = []
    }

    /// The entries of one lamp; of several meanings with the same signal the first one is told.
    private static func entries(
        _ displays: [(Meaning, LampDisplay)], of lamp: (LampDisplay) -> LampSignal
    ) -> [Entry] {
        var entries: [Entry] = []
        for (meaning, display) in displays {
            let signal = lamp(display)
            guard !entries.contains(where: { $0.signal == signal }) else { continue }
            entries.append(Entry(meaning: meaning, signal: signal))
        }
        return entries
    }
}

extension LampGrammar {
    /// A room that is booked and otherwise as said.
    fileprivate func display(
        _ availability: Availability = .busy, booking: BookingStanding = .none,
        isStale: Bool = false, isRefusing: Bool = false
    ) -> LampDisplay {
        display(availability, booking, isStale: isStale, isRefusing: isRefusing)
    }
}

extension Availability {
    fileprivate var meaning: LampLegend.Meaning {
        switch self {
        case .free: .free
        case .startingSoon: .startingSoon
        case .busy: .busy
        case .occupiedUnbooked: .occupiedUnbooked
        case .claimable: .claimable
        case .unknown: .unknown
        }
    }
}

extension LampGrammar.BookingStanding {
    fileprivate var meaning: LampLegend.Meaning {
        switch self {
        case .none: .none
        case .unconfirmed: .unconfirmed
        case .confirmed: .confirmed
        case .late: .late
        case .lastMinute: .lastMinute
        case .pending: .pending
        }
    }
}
