/// A place where bookings live: what the core wants of a CalDAV server or a portal.
///
/// An implementation never decides when to try again or which booking comes first: it reads, or makes one write,
/// within its own deadline (60 s), and tells how it went. Calls may come from any task; at most one read and one
/// write are under way at a time.
public protocol BookingServer: Sendable {
    /// Reads every booking that shares an instant with `window`.
    ///
    /// - Parameter window: the stretch of wall time to read, usually yesterday to 14 days ahead.
    /// - Returns: all blocking and free bookings in the window, in any order, each id once.
    /// - Throws: ``ServerFailure``, with the cache untouched.
    func read(window: Span) async throws(ServerFailure) -> ScheduleReading

    /// Carries out one write, once in effect even when it is asked for twice.
    ///
    /// - Throws: ``ServerFailure``; its ``ServerFailure/Kind`` says whether to try again.
    func write(_ write: ServerWrite) async throws(ServerFailure)
}

/// What one successful read brought back.
public struct ScheduleReading: Hashable, Sendable, Codable {
    /// The window that was read; nothing is known outside it.
    public var window: Span
    /// Every booking in the window.
    public var bookings: [Booking]
    /// The server's own clock (`Date` header); nil when it sent none.
    public var serverDate: WallTime?
    /// What had to be left out, one line each, at most 16: broken events, limits reached.
    public var complaints: [String]

    /// Makes a reading.
    public init(
        window: Span, bookings: [Booking], serverDate: WallTime? = nil, complaints: [String] = []
    ) {
        self.window = window
        self.bookings = bookings
        self.serverDate = serverDate
        self.complaints = complaints
    }
}

/// One change the panel owes the server.
public enum ServerWrite: Hashable, Sendable, Codable {
    /// Make this booking; its id was chosen by the panel.
    case create(Booking)
    /// Let the booking end at `to`, where it ends at `from` now; of a series only the one occurrence that the id names.
    ///
    /// Done if it ends at `to` already; with any other end it is ``ServerFailure/Kind/changed``.
    case changeEnd(BookingID, from: WallTime, to: WallTime)
    /// Take back a booking that the panel itself made. Never asked for anybody else's.
    case withdraw(BookingID)
    /// Write the state of the booking back: the room's PARTSTAT and the event's colour.
    case mark(BookingID, BookingMark)

    /// The booking it is about.
    public var bookingID: BookingID {
        switch self {
        case .create(let booking): booking.id
        case .changeEnd(let id, _, _), .withdraw(let id), .mark(let id, _): id
        }
    }
}

/// The state of a booking as it is written back to the server, in the colours of the booking lamp.
public enum BookingMark: String, Hashable, Sendable, Codable, CaseIterable {
    /// Light blue: nobody has confirmed it.
    case unconfirmed
    /// Green: confirmed or checked in; the room accepts.
    case confirmed
    /// Orange: started, and nobody came so far.
    case late
    /// Grey: nobody came.
    case noShow = "no_show"
}

/// Why an exchange with the server failed.
public struct ServerFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is; decides what the panel does next.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// No connection, no answer in time, TLS trouble, or an answer that broke off.
        case unreachable
        /// Something answered that is not the server: a captive portal or a proxy page.
        case offline
        /// Wrong user or password; tried again once in 10 minutes.
        case authentication
        /// The account lacks a right; permanent for a write.
        case forbidden
        /// What the configuration names is not there, or the account or its plan cannot have it.
        case configuration
        /// Too many requests, or asked to come back later.
        case limit
        /// The panel waits of its own accord, so that it asks no more than the server allows.
        ///
        /// Nothing is wrong; ``ServerFailure/retryAfter`` says for how long.
        case paced
        /// The server failed inside (5xx).
        case server
        /// An answer that breaks the protocol or a limit of the panel.
        case malformed
        /// The booking to change is not there any more; permanent for a write.
        case gone
        /// The time is somebody else's, and nothing is wrong; permanent for a change of the end.
        ///
        /// Of a booking to be made nothing is on the server: a reading tells whose the time is, and the booking is made
        /// shorter, or not at all.
        case taken
        /// The booking ends at another time than when the change was decided: people have changed it since, and nothing
        /// was written. A reading tells what becomes of the change.
        case changed
        /// The server refuses the change for good.
        case refused
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// One line for people: what was tried, on what, what came back.
    ///
    /// Holds no secret; at most 512 bytes.
    public var message: String
    /// When the server asked to be left alone: for how long (1 s - 1 h); nil otherwise.
    public var retryAfter: Duration?
    /// The server's clock in the failed answer; nil when there was none.
    public var serverDate: WallTime?

    /// Makes a failure.
    public init(
        _ kind: Kind, _ message: String, retryAfter: Duration? = nil, serverDate: WallTime? = nil
    ) {
        self.kind = kind
        self.message = message
        self.retryAfter = retryAfter
        self.serverDate = serverDate
    }

    /// Kind and message on one line.
    public var description: String { "\(kind.rawValue): \(message)" }

    /// Whether the server stumbled over the request: it may have done what was asked, or not.
    var isStumble: Bool { kind == .server || kind == .malformed }
}
