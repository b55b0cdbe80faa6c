/// One thing for the journal to keep.
public enum Record: Hashable, Sendable {
    /// A press and what came of it.
    indirect case press(Press)
    /// A judgement.
    indirect case verdict(Verdict)
    /// An outbox entry, new or with a new state; replaces the one of the same number.
    indirect case outbox(OutboxEntry)
    /// What is known about one booking's people; replaces the one of the same booking.
    indirect case sitting(Sitting)
    /// The sitting of this booking is over and kept no longer.
    case sittingClosed(BookingID)
    /// The silences of the sensors while people were there, all that are remembered; replaces the earlier ones.
    indirect case silences([SensorSilence])
    /// The whole schedule as last read; replaces the earlier one. `heardAt` is when.
    indirect case schedule(ScheduleReading, heardAt: WallTime)
    /// The server answered that nothing has changed.
    case heard(at: WallTime)
    /// A raw change of a sensor's line.
    case edge(SensorEdge)
    /// A stretch of equal presence that has ended.
    case presence(PresenceSpan)
    /// One exchange with the server.
    case sync(SyncRecord)
    /// What became of a message to an organiser.
    indirect case message(MessageRecord)
}

/// How safe records have to be before the room goes on.
public enum Durability: Hashable, Sendable {
    /// On the card before the answer: `synchronous=FULL`.
    ///
    /// The journal answers with ``Event/JournalFact/stored(_:)`` or ``Event/JournalFact/notStored(_:_:)`` and this
    /// receipt.
    case durable(Receipt)
    /// May be gathered, and is lost if the power goes within a minute: the sensor log.
    case relaxed
}

/// The number under which the journal answers for a group of durable records.
public struct Receipt: Hashable, Sendable {
    /// Counts up from 1 in one run of the process.
    public var number: Int64

    /// Makes a receipt.
    public init(_ number: Int64) {
        self.number = number
    }
}

/// One press, of the button or by the page, and what came of it.
public struct Press: Hashable, Sendable, Codable {
    /// How long the button was held.
    public enum Length: String, Hashable, Sendable, Codable, CaseIterable {
        /// Let go before 1.5 s.
        case short
        /// Held for 1.5 s.
        case long
    }

    /// What came of it.
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// Checked in to a booking.
        case checkedIn = "checked_in"
        /// Was checked in already; nothing changed.
        case alreadyCheckedIn = "already_checked_in"
        /// Made an ad hoc booking.
        case booked
        /// Made an ad hoc booking in place of one that nobody used.
        case claimed
        /// Extended the running booking.
        case extended
        /// Ended the running booking.
        case ended
        /// Took back the booking or check-in made just before.
        case undone
        /// Refused; see ``Press/refusal``.
        case refused
    }

    /// Why a press was refused.
    public enum Refusal: String, Hashable, Sendable, Codable, CaseIterable {
        /// Too little time before the next booking.
        case tooShort = "too_short"
        /// The booking cannot be made longer: the next one starts, or it is at its greatest length.
        case noRoomToExtend = "no_room_to_extend"
        /// The policy or the server does not allow it.
        case notAllowed = "not_allowed"
        /// There is nothing to end or to take back.
        case nothingToEnd = "nothing_to_end"
        /// The wall clock is not trusted.
        case clockUntrusted = "clock_untrusted"
        /// The journal could not keep it.
        case notStored = "not_stored"
        /// The outbox is full.
        case outboxFull = "outbox_full"
        /// Too many presses wait for the journal.
        case tooMany = "too_many"
        /// The time is another booking's, or the server had given it to somebody else.
        case slotTaken = "slot_taken"
        /// The booking is not, or no longer, what the press was about: people have changed it, and what they wrote stands;
        /// or it was ended, never was, or is not open for that.
        case changedMeanwhile = "changed_meanwhile"
    }

    /// Its number: 1, 2, 3 ...
    ///
    /// in the order made, across restarts; 0 for a refused tap that is one too many to be kept.
    public var number: Int64
    /// When the button went down, or the tap came in.
    public var pressedAt: WallTime
    /// What it was to do.
    public var wish: Wish
    /// What came of it.
    public var outcome: Outcome
    /// Why it was refused; nil otherwise.
    public var refusal: Refusal?
    /// The booking it was about; nil if none.
    public var booking: BookingID?

    /// Makes a press of the button.
    public init(
        number: Int64, pressedAt: WallTime, length: Length, outcome: Outcome,
        refusal: Refusal? = nil, booking: BookingID? = nil
    ) {
        self.init(
            number: number, pressedAt: pressedAt, wish: Wish(length), outcome: outcome,
            refusal: refusal, booking: booking)
    }

    /// Makes a press.
    public init(
        number: Int64, pressedAt: WallTime, wish: Wish, outcome: Outcome,
        refusal: Refusal? = nil, booking: BookingID? = nil
    ) {
        self.number = number
        self.pressedAt = pressedAt
        self.wish = wish
        self.outcome = outcome
        self.refusal = refusal
        self.booking = booking
    }
}

/// A raw change of a sensor's line, for the log that facilities staff work with.
public struct SensorEdge: Hashable, Sendable, Codable {
    /// The sensor's name.
    public var sensor: String
    /// Whether the line became active.
    public var isActive: Bool
    /// When, by the wall clock as it stood then.
    public var at: WallTime
    /// Whether the sensor could be believed at the time.
    public var health: SensorHealth

    /// Makes an edge.
    public init(sensor: String, isActive: Bool, at: WallTime, health: SensorHealth) {
        self.sensor = sensor
        self.isActive = isActive
        self.at = at
        self.health = health
    }
}

/// A stretch of equal presence.
public struct PresenceSpan: Hashable, Sendable, Codable {
    /// What was seen.
    public var presence: Presence
    /// When.
    public var span: Span

    /// Makes a stretch.
    public init(_ presence: Presence, _ span: Span) {
        self.presence = presence
        self.span = span
    }
}

/// One exchange with the server, for the sync history.
public struct SyncRecord: Hashable, Sendable, Codable {
    /// What was tried.
    public var operation: ServerOperation
    /// When the answer was in.
    public var at: WallTime
    /// What kind of failure it was; nil for a success.
    public var failure: ServerFailure.Kind?
    /// One line about the failure; nil for a success.
    public var message: String?

    /// Makes a record.
    public init(
        operation: ServerOperation, at: WallTime, failure: ServerFailure.Kind? = nil,
        message: String? = nil
    ) {
        self.operation = operation
        self.at = at
        self.failure = failure
        self.message = message
    }
}

/// What the journal remembered from the last run.
public struct Memory: Hashable, Sendable {
    /// Whether there is a journal that could not be read, and may be opened later; see
    /// ``Event/JournalFact/recalled(_:)``.
    public var isMissing = false
    /// The schedule as last read; nil if never.
    public var schedule: ScheduleReading?
    /// When the server was last heard; nil if never.
    public var heardAt: WallTime?
    /// The sittings that were open.
    public var sittings: [Sitting]
    /// The outbox entries that are not final, by number.
    public var outbox: [OutboxEntry]
    /// The last active edge of each sensor, by name, of at most the last two hours.
    public var lastActiveEdges: [String: WallTime]
    /// The silences of the sensors while people were there.
    public var silences: [SensorSilence]
    /// The greatest press number given out; 0 if none.
    public var lastPress: Int64
    /// The greatest verdict number given out; 0 if none.
    public var lastVerdict: Int64
    /// The greatest outbox number given out; 0 if none.
    public var lastOutbox: Int64
    /// 8 lower-case hexadecimal digits chosen when the journal was made; part of the ids of ad hoc bookings.
    public var salt: String

    /// Makes a memory, by default an empty one.
    public init(
        schedule: ScheduleReading? = nil, heardAt: WallTime? = nil, sittings: [Sitting] = [],
        outbox: [OutboxEntry] = [],
        lastActiveEdges: [String: WallTime] = [:], silences: [SensorSilence] = [],
        lastPress: Int64 = 0, lastVerdict: Int64 = 0, lastOutbox: Int64 = 0,
        salt: String = "00000000"
    ) {
        self.schedule = schedule
        self.heardAt = heardAt
        self.sittings = sittings
        self.outbox = outbox
        self.lastActiveEdges = lastActiveEdges
        self.silences = silences
        self.lastPress = lastPress
        self.lastVerdict = lastVerdict
        self.lastOutbox = lastOutbox
        self.salt = salt
    }
}

extension Memory {
    /// The memory of a start whose journal cannot even be read: empty, with numbers that no journal has given out.
    ///
    /// The journal may be opened later, and then holds what earlier runs numbered from 1, or from another such start.
    /// A million numbers go to each second, so that later starts count on above earlier ones; a clock that shows no
    /// time yet counts as `builtAt`, and chance keeps two such starts apart.
    ///
    /// - Parameters:
    ///   - now: the wall clock, right or wrong.
    ///   - builtAt: a time that is surely past.
    ///   - chance: 64 random bits.
    public static func far(at now: WallTime, builtAt: WallTime, chance: UInt64) -> Memory {
        let seconds = min(max(now, builtAt).secondsSinceEpoch, 1 << 33)
        let number = max(seconds, 0) << 20 + Int64(chance & 0xF_FFFF)
        let digits = String(chance >> 32, radix: 16)
        var memory = Memory(
            lastPress: number, lastVerdict: number, lastOutbox: number,
            salt: String(repeating: "0", count: 8 - digits.count) + digits)
        memory.isMissing = true
        return memory
    }
}
