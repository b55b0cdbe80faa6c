extension RoomState {
    /// What a tap on the page could do now; a tap says again what of this it was made on.
    public struct Offers: Hashable, Sendable {
        /// Gaps that are offered at most.
        public static let greatestGaps = 8

        /// A stretch of time that can be booked, `ad_hoc_min` long or longer.
        public struct Gap: Hashable, Sendable {
            /// When it begins; nil for now.
            public var from: WallTime?
            /// When the next booking begins; nil if none does within the next 24 h.
            public var until: WallTime?
            /// The running booking that nobody uses, and that gives way; nil if the time is free.
            public var inPlaceOf: Tap.Seen?

            /// Makes a gap.
            public init(from: WallTime?, until: WallTime?, inPlaceOf: Tap.Seen? = nil) {
                self.from = from
                self.until = until
                self.inPlaceOf = inPlaceOf
            }
        }

        /// What the last press did, as long as it can be taken back.
        public struct TakeBack: Hashable, Sendable {
            /// The booking it was about.
            public var seen: Tap.Seen
            /// What it did: `booked`, `checked_in` or `ended`.
            public var outcome: Press.Outcome
            /// Until when it can be taken back.
            public var until: WallTime

            /// Makes an offer to take back.
            public init(_ seen: Tap.Seen, of outcome: Press.Outcome, until: WallTime) {
                self.seen = seen
                self.outcome = outcome
                self.until = until
            }
        }

        /// The booking that can be checked in; nil if none.
        public var checkIn: Tap.Seen?
        /// The booking that can be ended; nil if none.
        public var end: Tap.Seen?
        /// What can be taken back; nil if nothing.
        public var takeBack: TakeBack?
        /// What can be booked within the next 24 h, by time.
        public var gaps: [Gap] = []

        /// Makes offers of nothing.
        public init() {}
    }
}
