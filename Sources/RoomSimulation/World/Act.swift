public import RoomCore

/// Something people do, of several steps that belong together: a booking and those who come to it, a press in panic.
public struct Act: Hashable, Sendable, Codable {
    /// What it is, for the story: `late by 301 s`.
    public var name: String
    /// What is done, and when.
    public var steps: [Step]

    /// One deed and its moment.
    public struct Step: Hashable, Sendable, Codable {
        /// Microseconds since the world began.
        public var at: Int64
        /// What is done.
        public var deed: Deed
    }
}

/// One thing that somebody does.
public enum Deed: Hashable, Sendable, Codable {
    /// Comes in and moves about every so many seconds; 0 sits still from the first moment.
    case enter(person: Int, movesEverySeconds: Int64)
    /// Goes on moving about every so many seconds, or sits still (0).
    case settle(person: Int, movesEverySeconds: Int64)
    /// Goes out.
    case leave(person: Int)
    /// Holds the button of a panel down for so long.
    case press(panel: Int, milliseconds: Int64)
    /// Taps on the page of a panel what it offers of this kind; nothing happens if it offers none.
    case tap(panel: Int, Press.Wish)
    /// Changes the calendar elsewhere.
    case edit(Edit)
}

/// A change of the calendar by somebody else; without effect on what is not there.
public enum Edit: Hashable, Sendable, Codable {
    /// A new booking.
    case make(Meeting)
    /// Another time; seconds since the world began.
    case move(id: String, start: Int64, end: Int64)
    /// Another end; seconds since the world began.
    case changeEnd(id: String, end: Int64)
    /// Taken away.
    case delete(id: String)
    /// Its title is hidden from the panel.
    case hide(id: String)
    /// It becomes the first occurrence of a series of days.
    case repeatDaily(id: String, times: Int)
    /// It does not take up the room any more.
    case free(id: String)
    /// The panel may not change it any more.
    case lock(id: String)
    /// Its standing.
    case confirm(id: String, Booking.Confirmation)
    /// Whatever panel booking is the newest is deleted or moved by somebody with a calendar.
    case meddle(deletes: Bool, bySeconds: Int64)
}

/// A booking as somebody makes it.
public struct Meeting: Hashable, Sendable, Codable {
    /// Its name.
    public var id: String
    /// Seconds since the world began.
    public var start: Int64
    /// Seconds since the world began.
    public var end: Int64
    /// What it is about.
    public var title: String?
    /// Who called it; nil if the server does not know whom to tell.
    public var organiser: String? = "Ada"
    /// What the server says about its standing.
    public var confirmation: Booking.Confirmation?
    /// Whether the server tells when it was made.
    public var tellsCreation = true
    /// Whether it fills whole days.
    public var isAllDay = false
    /// Whether it takes up the room.
    public var isBlocking = true
    /// Whether the panel may change it.
    public var isWritable = true
}

/// Something that goes wrong, at one moment or for a while.
public struct Misfortune: Hashable, Sendable, Codable {
    /// When it begins: microseconds since the world began.
    public var at: Int64
    /// When it is over; the same as `at` for what happens in a moment.
    public var until: Int64
    /// Whom it befalls; of no meaning for the server's.
    public var panel: Int
    /// What it is.
    public var kind: Kind

    /// What goes wrong.
    public enum Kind: Hashable, Sendable, Codable {
        /// The power is off.
        case powerCut
        /// The process dies and is started again at `until`; the kernel goes on.
        case crash
        /// The power goes right after so many more effects are carried out; it returns half a minute later.
        case powerCutAfterEffects(Int)
        /// The wall clock is set by so many microseconds.
        case clockStep(byMicroseconds: Int64)
        /// The kernel does not call the clock synchronised.
        case notSynchronised
        /// The line of a sensor stays at this level: latched, or cut off.
        case stuck(sensor: Int, isActive: Bool)
        /// The line of a sensor changes so often in a minute, each time after as long: a bad wire, or a part that oscillates.
        case chatter(sensor: Int, perMinute: Int64)
        /// A sensor's line or chip is lost.
        case sensorGone(sensor: Int)
        /// So many edges of a sensor are lost.
        case edgesLost(sensor: Int, count: Int)
        /// A sensor pulses though nobody moves.
        case falsePulse(sensor: Int)
        /// The button's line is lost.
        case buttonGone
        /// The server cannot be reached, or answers with this.
        case serverAway(ServerFailure.Kind)
        /// The server's clock is off by so many seconds.
        case serverClock(bySeconds: Int64)
        /// The server tells no time.
        case serverDateless
        /// The journal can keep nothing.
        case journalFull
        /// The process is started again, and the journal's file cannot be opened; perhaps it can be read.
        case journalShut(isReadable: Bool)
        /// The server answers reads, and asks to be left alone by writes.
        case writesAway
        /// A commit takes so long.
        case journalSlow(milliseconds: Int64)
        /// The lamps cannot be lit.
        case lampFault
        /// Other figures are read from the configuration.
        case reload(PolicyFigures)
    }
}
