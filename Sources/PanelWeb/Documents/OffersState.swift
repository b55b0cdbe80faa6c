public import RoomCore

/// What can be tapped, in `offers` of the state; a tap says again what of this it was made on.
public struct OffersState: Hashable, Sendable, Codable {
    /// A booking as it is shown.
    public struct Seen: Hashable, Sendable, Codable {
        /// Its name.
        public var booking: String
        /// When it begins.
        public var startsAt: Timestamp
        /// When it ends.
        public var endsAt: Timestamp

        private enum CodingKeys: String, CodingKey {
            case booking
            case startsAt = "starts_at"
            case endsAt = "ends_at"
        }
    }

    /// What the last press did, as long as it can be taken back.
    public struct TakeBack: Hashable, Sendable, Codable {
        /// The booking it was about.
        public var seen: Seen
        /// What it did: `booked`, `checked_in` or `ended`.
        public var outcome: Press.Outcome
        /// Until when it can be taken back.
        public var until: Timestamp
    }

    /// A stretch of time that can be booked.
    public struct Gap: Hashable, Sendable, Codable {
        /// When it begins; nil for now.
        @NullWhenNil public var from: Timestamp?
        /// When the next booking begins; nil if none does within the next 24 h.
        @NullWhenNil public var until: Timestamp?
        /// The running booking that gives way; nil if the time is free.
        @NullWhenNil public var inPlaceOf: Seen?

        private enum CodingKeys: String, CodingKey {
            case from, until
            case inPlaceOf = "in_place_of"
        }
    }

    /// The booking that can be checked in; nil if none.
    @NullWhenNil public var checkIn: Seen?
    /// The booking that can be ended; nil if none.
    @NullWhenNil public var end: Seen?
    /// What can be taken back; nil if nothing.
    @NullWhenNil public var takeBack: TakeBack?
    /// What can be booked within the next 24 h, by time.
    public var gaps: [Gap]
    /// The shortest booking in seconds.
    public var shortestSeconds: Int
    /// The longest booking in seconds.
    public var longestSeconds: Int

    private enum CodingKeys: String, CodingKey {
        case end, gaps
        case checkIn = "check_in"
        case takeBack = "take_back"
        case shortestSeconds = "shortest_seconds"
        case longestSeconds = "longest_seconds"
    }
}

extension OffersState {
    /// Puts offers into the words of the contract.
    public init(_ offers: RoomState.Offers, _ policy: Policy) {
        self.init(
            checkIn: offers.checkIn.map(Seen.init), end: offers.end.map(Seen.init),
            takeBack: offers.takeBack.map {
                TakeBack(
                    seen: Seen($0.seen), outcome: $0.outcome,
                    until: Timestamp(millisecondsOf: $0.until))
            },
            gaps: offers.gaps.map(Gap.init),
            shortestSeconds: Int(policy.adHocMin.components.seconds),
            longestSeconds: Int(policy.adHocMax.components.seconds))
    }
}

extension OffersState.Gap {
    fileprivate init(_ gap: RoomState.Offers.Gap) {
        self.init(
            from: gap.from.map { Timestamp($0) }, until: gap.until.map { Timestamp($0) },
            inPlaceOf: gap.inPlaceOf.map(OffersState.Seen.init))
    }
}

extension OffersState.Seen {
    init(_ seen: Tap.Seen) {
        self.init(
            booking: seen.booking.text, startsAt: Timestamp(seen.span.start),
            endsAt: Timestamp(seen.span.end))
    }
}
