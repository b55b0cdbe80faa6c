/// What the panel wants of one booking, or wanted: an intent, with what it was decided on (``ServerWrite``).
public struct OutboxEntry: Hashable, Sendable, Codable {
    /// Where it stands.
    ///
    /// It moves from `queued` by way of `sent` and `answered` to one of the others, and back to `queued` while a failed
    /// try waits.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Waits for its turn or for its next try. Successors: all.
        case queued
        /// Asked of the server, answer not known; after a restart it is asked again. Successors: all below, or itself.
        case sent
        /// The server has it, and readings have to bear that out: a copy of the calendar may lag behind.
        ///
        /// Successors: `acknowledged`, `superseded`.
        case answered
        /// The server has it. Final.
        case acknowledged
        /// Refused for good, or parked as poison; shown to people. Final.
        case rejected
        /// Made pointless by a later intent of the panel before it took effect. Final.
        case superseded
        /// People have changed the booking since: what they wrote stands. Final.
        case dropped
        /// Too old to matter. Final.
        case expired

        /// Whether nothing follows any more.
        public var isFinal: Bool {
            switch self {
            case .queued, .sent, .answered: false
            case .acknowledged, .rejected, .superseded, .dropped, .expired: true
            }
        }

        /// Whether the server has yet to take it.
        public var isOwed: Bool { self == .queued || self == .sent }
    }

    /// Whose wish it is.
    public enum Cause: String, Hashable, Sendable, Codable, CaseIterable {
        /// A press of the button made, extended, claimed or ended a booking.
        case press
        /// A tap on the page made, claimed or ended a booking.
        case tap
        /// A press took back what one before it had done, or what it had claimed is given back.
        case undo
        /// A rule: a no-show is released, or a booking's state is written back.
        case rule
        /// Time that somebody else had first is given back.
        case settlement
        /// People changed the booking before the server heard of a claim or an end: decided anew, once.
        case renewal

        /// Whether it is a wish of people, at the door or on the page.
        public var isOfPeople: Bool { self == .press || self == .tap }
    }

    /// Its number: 1, 2, 3 ...
    ///
    /// in the order owed, across restarts.
    public var number: Int64
    /// What to write.
    public var write: ServerWrite
    /// Whose wish it is.
    public var cause: Cause
    /// When it came to be owed.
    public var createdAt: WallTime
    /// Where it stands.
    public var state: State
    /// How often it was asked of the server.
    public var attempts: Int
    /// Why the last try failed, or why it was parked; nil if nothing failed.
    ///
    /// At most 512 bytes.
    public var lastError: String?

    /// Makes an entry, by default a fresh one.
    public init(
        number: Int64, write: ServerWrite, cause: Cause = .press, createdAt: WallTime,
        state: State = .queued, attempts: Int = 0, lastError: String? = nil
    ) {
        self.number = number
        self.write = write
        self.cause = cause
        self.createdAt = createdAt
        self.state = state
        self.attempts = attempts
        self.lastError = lastError
    }
}

extension OutboxEntry {
    var isMark: Bool {
        if case .mark = write { true } else { false }
    }

    var isCreate: Bool {
        if case .create = write { true } else { false }
    }

    /// Whether it makes its booking shorter.
    var isShortening: Bool {
        if case .changeEnd(_, let from, let to) = write { to < from } else { false }
    }

    /// What the press that it comes from was to do: a tap books or ends, and of the button a long press makes shorter.
    var wish: Press.Wish {
        switch cause {
        case .tap: isCreate ? .book : .end
        case .press, .undo, .rule, .settlement, .renewal: isShortening ? .long : .short
        }
    }

    /// The time that a press takes for its booking, which somebody else may have had first; nil if it takes none.
    ///
    /// Time that is given back was the booking's own.
    var taken: Span? {
        switch write {
        case .create(let booking): booking.span
        case .changeEnd(_, let from, let to) where cause.isOfPeople && from < to:
            Span(start: from, end: to)
        case .changeEnd, .withdraw, .mark: nil
        }
    }
}
