/// A press by the page: one thing, said by its name, and what the page showed when it was tapped.
///
/// The button has one press for everything, and the room decides what it means. A tap means what it says or is refused
/// (decision 0034).
public struct Tap: Hashable, Sendable {
    /// What is wanted.
    public enum Deed: Hashable, Sendable {
        /// The people of the booking are there.
        case checkIn
        /// A booking of the panel, from `from` on, or from now on if that is nil or past.
        case book(from: WallTime?, until: WallTime)
        /// The booking ends now.
        case end
        /// What the last press has done about the booking is taken back.
        case takeBack
    }

    /// A booking as the page showed it.
    public struct Seen: Hashable, Sendable {
        /// Its name.
        public var booking: BookingID
        /// When it runs.
        public var span: Span

        /// Makes a sight of a booking.
        public init(_ booking: BookingID, _ span: Span) {
            self.booking = booking
            self.span = span
        }
    }

    /// Its own name, chosen by the page, 1 - 64 characters: a tap that is sent again is answered, and not done again.
    public var id: String
    /// What is wanted.
    public var deed: Deed
    /// The booking that it is about; of ``Deed/book(from:until:)`` the one that gives way, nil where the time was free.
    public var seen: Seen?

    /// Makes a tap.
    public init(id: String, _ deed: Deed, seen: Seen? = nil) {
        self.id = id
        self.deed = deed
        self.seen = seen
    }
}

extension Press {
    /// What a press was to do: told by how long the button was held, or by name on the page.
    public enum Wish: String, Hashable, Sendable, Codable, CaseIterable {
        /// The button, let go before `long_press`.
        case short
        /// The button, held that long.
        case long
        /// A tap: check in.
        case checkIn = "check_in"
        /// A tap: book, now or ahead.
        case book
        /// A tap: end.
        case end
        /// A tap: take back.
        case takeBack = "take_back"

        /// The wish of a button held so long.
        public init(_ length: Length) {
            self =
                switch length {
                case .short: .short
                case .long: .long
                }
        }

        /// The wish of a tap.
        public init(_ deed: Tap.Deed) {
            self =
                switch deed {
                case .checkIn: .checkIn
                case .book: .book
                case .end: .end
                case .takeBack: .takeBack
                }
        }

        /// Whether it was made by hand at the door.
        ///
        /// Where a page is looked at nobody knows, so that a tap proves nobody's presence.
        public var isAtDoor: Bool { self == .short || self == .long }
    }
}
