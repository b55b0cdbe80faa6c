/// What the lamps at this door can say: every state with its signal, as ``LampGrammar`` shows it.
///
/// Made by asking the grammar, so that a legend cannot tell anything else than the lamps do.
public struct LampLegend: Hashable, Sendable {
    /// What a lamp says with a signal.
    public enum Meaning: Hashable, Sendable {
        /// Whether the room can be used.
        case room(Availability)
        /// How the booking stands.
        case booking(BookingStanding)
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
        let standings = BookingStanding.allCases
            .filter { hasServer || $0 != .pending }
            .filter { !policy.isShadow || $0 != .lastMinute }
            .map { (Meaning.booking($0), grammar.display(booking: $0)) }
        var others: [(Meaning, LampDisplay)] = []
        if hasServer { others.append((.stale, grammar.display(isStale: true))) }
        others.append((.refused, grammar.display(isRefusing: true)))
        let offersRooms = policy.onNoShow == .soft && !policy.isShadow
        let rooms = Availability.allCases.filter { offersRooms || $0 != .claimable }
            .map { (Meaning.room($0), grammar.display($0)) }
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

/// As one word: that of the availability or the standing, `stale` or `refused`. No two share one.
extension LampLegend.Meaning: RawRepresentable, CaseIterable, Codable {
    /// Everything that a lamp can say, in the order of the legend.
    public static var allCases: [Self] {
        Availability.allCases.map(Self.room) + BookingStanding.allCases.map(Self.booking)
            + [.stale, .refused]
    }

    /// The word.
    public var rawValue: String {
        switch self {
        case .room(let availability): availability.rawValue
        case .booking(let standing): standing.rawValue
        case .stale: "stale"
        case .refused: "refused"
        }
    }

    /// Reads the word; nil for any other.
    public init?(rawValue: String) {
        guard let meaning = Self.allCases.first(where: { $0.rawValue == rawValue }) else {
            return nil
        }
        self = meaning
    }
}
