/// Something that the person who called a booking ought to know.
///
/// Addressed to a booking: who that is only the server can tell. Pure data; the words are the adapter's.
public struct Message: Hashable, Sendable, Codable {
    /// What it is about; each kind can be switched off.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nobody came, and the server has it: the rest of the booking was given up (`on_no_show: end`).
        case released
        /// Nobody came, and anyone may take the room now (`on_no_show: soft`).
        case claimable
        /// Somebody has taken the room over.
        case takenOver = "taken_over"
        /// The people came late, and that was recorded.
        case late
        /// Other bookings hold the same time; of several that come up together a person is told at once.
        case doubleBooked = "double_booked"
    }

    /// What it is about.
    public var kind: Kind
    /// The booking whose organiser it goes to.
    public var booking: BookingID
    /// When that booking was to run.
    public var span: Span
    /// What that booking is about; nil when hidden.
    public var title: String?
    /// The room, for people.
    public var room: String
    /// Seconds late; nil for other kinds.
    public var seconds: Int?
    /// What the panel saw; nil where nothing was judged.
    public var evidence: Evidence?
    /// The bookings of the person addressed that others are in the way of, the message's own one first; none for other
    /// kinds.
    public var collisions: [Collision] = []
    /// Further bookings in the way that are not named; 0 for other kinds.
    public var omitted = 0

    /// Bookings in the way that one message names; the rest is counted.
    public static let greatestOthers = 8

    /// What the panel saw of a no-show.
    public struct Evidence: Hashable, Sendable, Codable {
        /// Seconds that a healthy sensor watched.
        public var observedSeconds: Int
        /// Seconds that it should have.
        public var dueSeconds: Int
        /// Active edges in that time.
        public var activeEdges: Int

        /// Makes it.
        public init(observedSeconds: Int, dueSeconds: Int, activeEdges: Int) {
            self.observedSeconds = observedSeconds
            self.dueSeconds = dueSeconds
            self.activeEdges = activeEdges
        }
    }

    /// A booking of the person addressed, and what is in its way.
    public struct Collision: Hashable, Sendable, Codable {
        /// Its name.
        public var booking: BookingID
        /// When it runs.
        public var span: Span
        /// What it is about; nil when hidden.
        public var title: String?
        /// What is in its way; at least one.
        public var others: [Other]
        /// Where it would fit instead; nil if nothing near is free.
        public var nextFree: Span?

        /// Makes it.
        public init(
            booking: BookingID, span: Span, title: String?, others: [Other], nextFree: Span? = nil
        ) {
            self.booking = booking
            self.span = span
            self.title = title
            self.others = others
            self.nextFree = nextFree
        }
    }

    /// A booking that is in the way of another one.
    public struct Other: Hashable, Sendable, Codable {
        /// Its name.
        public var booking: BookingID
        /// When it runs.
        public var span: Span
        /// What it is about; nil when hidden.
        public var title: String?
        /// Who called it; nil when unknown or hidden.
        public var organiser: String?
        /// Whether that is the person addressed.
        public var isOwn: Bool

        /// Makes it.
        public init(
            booking: BookingID, span: Span, title: String?, organiser: String?, isOwn: Bool = false
        ) {
            self.booking = booking
            self.span = span
            self.title = title
            self.organiser = organiser
            self.isOwn = isOwn
        }
    }

    /// Makes a message.
    public init(_ kind: Kind, to booking: BookingID, span: Span, title: String?, room: String) {
        self.kind = kind
        self.booking = booking
        self.span = span
        self.title = title
        self.room = room
    }

    /// The name under which a newer message takes the place of an older one.
    ///
    /// What became of one booking replaces what was said of it before; double bookings have names of their own, by the
    /// first that is told.
    public var tag: String {
        switch kind {
        case .released, .claimable, .takenOver, .late: "domovoy|\(booking)|\(seconds(of: span))"
        case .doubleBooked:
            "domovoy|\(booking)|\(collisions.first?.others.first?.booking.text ?? "")"
        }
    }

    private func seconds(of span: Span) -> Int64 { span.start.secondsSinceEpoch }
}

/// A way to tell people.
public protocol Messenger: Sendable {
    /// Tells the organiser of the message's booking; a message with the same ``Message/tag`` is replaced.
    ///
    /// Does nothing where nobody can be told: a booking of a panel, or one whose organiser the server does not name.
    /// - Returns: whether somebody was told.
    /// - Throws: ``ServerFailure``.
    @discardableResult
    func tell(_ message: Message) async throws(ServerFailure) -> Bool
}
