/// What is known about the people of one booking: came, late, left, never.
///
/// Begins when the check-in window opens, and is kept until a day after the booking's end. Everything in it survives
/// a restart, so all its times are wall times.
public struct Sitting: Hashable, Sendable, Codable {
    /// The fact that somebody took the booking up.
    public struct CheckIn: Hashable, Sendable, Codable {
        /// How.
        public var source: CheckInSource
        /// When its people arrived: never before the window's opening.
        public var arrivedAt: WallTime

        /// Makes a check-in.
        public init(source: CheckInSource, arrivedAt: WallTime) {
            self.source = source
            self.arrivedAt = arrivedAt
        }
    }

    /// Time that the button took, and the server may have given to somebody else before.
    public struct Contest: Hashable, Sendable, Codable {
        /// From when on the booking's time is contested.
        public var from: WallTime
        /// From when on it is what a press made the booking longer by; nil if none has.
        public var addedFrom: WallTime?
        /// When that press was, the first if there were more; nil if there was none.
        public var addedAt: WallTime?
        /// When it was left to whoever had it first; nil while nobody knows whose it is.
        public var yieldedAt: WallTime?
        /// When it was, if the server had no more by then than what was left: that may be somebody else's, too, and what the
        /// server has beyond it is not the panel's; nil if it had more.
        public var yieldedUnheardAt: WallTime?

        /// Makes a contest that is open.
        public init(from: WallTime) {
            self.from = from
        }

        /// Whether nobody knows yet whose it is, or what was left of it.
        var isOpen: Bool { yieldedAt == nil || yieldedUnheardAt != nil }

        /// What of it a press has added to a booking that starts then; nil if nothing.
        func ofAddedTime(after start: WallTime) -> Contest? {
            guard let addedFrom, addedFrom > start else { return nil }
            var added = Contest(from: addedFrom)
            (added.addedFrom, added.addedAt) = (addedFrom, addedAt)
            return added
        }
    }

    /// The booking.
    public var booking: BookingID
    /// When it runs, as last known.
    public var span: Span
    /// Since when the panel, running and with a trusted clock, has known without a break that it runs then; nil where
    /// that is not the question yet, or no more.
    ///
    /// Its people are expected from then on, if that is after its start (decision 0021). A start of the panel begins it
    /// anew, unless something was found out about its people before: nobody saw to them meanwhile.
    public var knownSince: WallTime?
    /// How it was taken up; nil while it is not.
    public var checkIn: CheckIn?
    /// The standing verdict on the arrival; nil while there is none.
    public var arrival: Verdict.Kind?
    /// The number of that verdict.
    public var arrivalNumber: Int64?
    /// The standing verdict on the leaving; nil while there is none.
    public var leaving: Verdict.Kind?
    /// The number of that verdict.
    public var leavingNumber: Int64?
    /// When it was ended by hand or claimed by somebody; nil otherwise.
    ///
    /// From then on ``span`` keeps the planned end.
    public var endedAt: WallTime?
    /// Since when the server is known to have that end; nil while it is not.
    public var cutAt: WallTime?
    /// When its people were last seen, if it was claimed after they had left; nil otherwise.
    public var leftAt: WallTime?
    /// The state last written back to the server; nil if none was.
    public var mark: BookingMark?
    /// When the button was last pressed about it after it was taken up: a sign of life; nil if never.
    public var pressedAt: WallTime?
    /// When presence was first seen from the opening of the window on.
    public var firstPresence: WallTime?
    /// When another booking was first seen to have the room in its time; nil if none was.
    ///
    /// Whoever came may have been that one's people, wherever the calendar says that one is by now.
    public var overlappedAt: WallTime?
    /// What the button took and no reading has borne out yet; nil if nothing (decision 0004).
    public var contest: Contest?
    /// Active edges of healthy sensors from the start on.
    public var activeEdges: Int
    /// Whether edges were lost between the start and `no_show_after`.
    public var hasLostEdges: Bool

    /// The sensors that saw nothing of its people, though they were there, and nothing since; nil until it is over.
    public var unseenBy: [String]?

    /// Begins the sitting of a booking.
    public init(booking: BookingID, span: Span) {
        self.booking = booking
        self.span = span
        self.activeEdges = 0
        self.hasLostEdges = false
    }

    /// Whether nothing has been found out about its people yet.
    var awaitsPeople: Bool { checkIn == nil && arrival == nil }

    /// What a later run makes of it.
    var recalled: Sitting {
        guard awaitsPeople else { return self }
        var sitting = self
        sitting.knownSince = nil
        return sitting
    }

    /// From when on its people are expected: its start, or when the panel learned of it, if that was later.
    public var expectedFrom: WallTime { span.expected(since: knownSince) }

    /// How late its people came, by a standing verdict of `late`; nil otherwise.
    public var lateBy: Duration? {
        guard arrival == .late, let checkIn else { return nil }
        return max(checkIn.arrivedAt - expectedFrom, .zero)
    }

    /// Whether the next reading has to tell whose time it is that this booking shares with another one.
    public func isContested(by other: Span) -> Bool {
        guard let contest, contest.isOpen, other.end > contest.from else { return false }
        return contest.from <= span.start || other.start >= contest.from
    }
}
