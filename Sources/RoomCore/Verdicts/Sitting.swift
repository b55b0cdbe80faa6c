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

    /// The fact that a booking's room was given up before its end.
    public struct GivenUp: Hashable, Sendable, Codable {
        /// By whom.
        public enum Cause: Hashable, Sendable, Codable {
            /// By its people: a long press.
            case people
            /// Its people had left or never came, and somebody else has booked the room at the door.
            case claim(BookingID)
            /// Nobody came (`on_no_show: end`).
            case noShow
        }

        /// When.
        public var at: WallTime
        /// By whom; nil where only a verdict tells of it.
        public var cause: Cause?
        /// When its people were last seen, if it was claimed; nil otherwise.
        public var lastSeen: WallTime?
        /// Whether the server has that end.
        public var isOnServer: Bool

        /// Makes the fact.
        public init(
            at: WallTime, by cause: Cause?, lastSeen: WallTime? = nil, isOnServer: Bool = false
        ) {
            self.at = at
            self.cause = cause
            self.lastSeen = lastSeen
            self.isOnServer = isOnServer
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
    /// Why ``lateBy`` is the most it may have been; nil if it is what it was.
    public var lateAtMostBecause: Verdict.Reason?
    /// The standing verdict on the leaving; nil while there is none.
    public var leaving: Verdict.Kind?
    /// The number of that verdict.
    public var leavingNumber: Int64?
    /// How its room was given up before its end; nil while it is its own.
    ///
    /// From then on ``span`` keeps the planned end.
    public var givenUp: GivenUp?
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
    /// Active edges of healthy sensors from the start on.
    public var activeEdges: Int
    /// Whether edges were lost between the start and `no_show_after`, or while its absence was not judged yet.
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

    /// When it was ended by hand, claimed by somebody or released; nil otherwise.
    public var endedAt: WallTime? { givenUp?.at }

    /// From when on its people are expected: its start, or when the panel learned of it, if that was later.
    public var expectedFrom: WallTime { span.expected(since: knownSince) }

    /// How late its people came, by a standing verdict of `late`; nil otherwise.
    public var lateBy: Duration? {
        guard arrival == .late, let checkIn else { return nil }
        return max(checkIn.arrivedAt - expectedFrom, .zero)
    }
}
