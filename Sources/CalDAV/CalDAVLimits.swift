public import HTTPExchange

/// What a CalDAV exchange may take at most: time, bytes, and things in a calendar.
///
/// The defaults suit a panel; tests shorten the times. Nothing here is unlimited.
public struct CalDAVLimits: Hashable, Sendable {
    /// Times and bytes of exchanges.
    ///
    /// An answer is 1 MiB at most by default. A longer list is asked for in smaller portions; a single event that is longer is left out.
    public var http = ExchangeLimits(answerBytes: 1 << 20)
    /// Calendar objects in the window.
    ///
    /// Default 5 000; later ones are left out.
    public var objects: Int = 5_000
    /// Bookings in the window.
    ///
    /// Default 5 000; later ones are left out.
    public var bookings: Int = 5_000
    /// Occurrences of one series in the window.
    ///
    /// Default 500.
    public var occurrencesPerSeries: Int = 500
    /// Days and times that the rules of one series may look at.
    ///
    /// Default 40 000: a hundred years of days, some 10 ms of a fast core.
    public var stepsPerSeries: Int = 40_000
    /// Days and times that all rules of one read may look at.
    ///
    /// Default 2 000 000, some 0.5 s of a fast core.
    public var stepsPerRead: Int = 2_000_000
    /// Calendar text kept to expand again when the window moves, in bytes.
    ///
    /// Default 2 MiB.
    public var cachedBytes: Int = 2 << 20

    /// Makes the default limits.
    public init() {}

    /// The most lines of ``RoomCore/ScheduleReading/complaints``.
    static let complaints = 16
    /// The most bytes of one complaint.
    static let complaintBytes = 200
    /// The most characters of a title or a name.
    static let nameCharacters = 200
    /// The most bytes of an organiser's address: 64 before the @ and 255 after it (RFC 5321, section 4.5.3.1).
    static let addressBytes = 320
    /// The most bytes of a booking's name; longer ones are left out.
    static let identifierBytes = 1_024
}
