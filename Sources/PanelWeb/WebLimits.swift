/// How much the web gives away at a time.
///
/// The defaults fit a board with 512 MB that serves a door page, a dashboard and a report or two.
public struct WebLimits: Hashable, Sendable {
    /// Open connections; further ones wait in the system's queue.
    public var connections = 64
    /// Open connections from one network (an IPv4 address, 64 bits of an IPv6 one); further ones are closed at once.
    public var connectionsPerClient = 48
    /// Readers of `/api/v1/events`; further ones get 503.
    public var subscribers = 16
    /// Readers of `/api/v1/events` from one address; further ones get 503.
    public var subscribersPerClient = 12
    /// Listings and feeds that are written at the same time; further ones get 503.
    public var listings = 8
    /// Listings and feeds that are written at the same time to one address; further ones get 503.
    public var listingsPerClient = 4
    /// Length of path and query in bytes; longer ones get 414.
    public var target = 2_048
    /// Length of all header fields in bytes; longer ones get a bare 400.
    public var headers = 16_384
    /// Length of a request's body in bytes; longer ones get 413.
    public var body = 256
    /// Presses of the page a minute; further ones get 429.
    public var presses = 120
    /// Presses of the page a minute from one address; further ones get 429.
    public var pressesPerClient = 30
    /// Length of a press's body in bytes, with the longest name of a booking; longer ones get 413.
    public var pressBody = 8_192
    /// Length of a listing's window in days; longer ones get 400.
    public var windowDays = 400
    /// Bookings in one listing; more get 400.
    public var bookings = 10_000
    /// Bookings in one feed; with more it gets 503.
    public var feedBookings = 2_000
    /// Rows of a listing that are held in memory at a time.
    public var page = 500
    /// Rows of one page of the log.
    public var logPage = 100
    /// How long a client may take for the head of a request, a TLS handshake included, and again for its body.
    ///
    /// Counted from the opening of the connection or the end of the answer before, however much trickles in meanwhile.
    public var idle: Duration = .seconds(5)
    /// How long a reader may take nothing of what is written to it.
    public var stall: Duration = .seconds(60)
    /// How long a reader of a listing, which holds a place others wait for, may take nothing of it.
    public var patience: Duration = .seconds(10)
    /// Time between two keep-alive comments of `/api/v1/events`.
    public var keepAlive: Duration = .seconds(15)
    /// How long open answers may take to end once the panel is asked to stop.
    public var drain: Duration = .seconds(3)

    /// The defaults.
    public init() {}
}
