/// What a CalDAV exchange may take at most: time, bytes, and things in a calendar.
///
/// The defaults suit a panel; tests shorten the times. Nothing here is unlimited.
public struct CalDAVLimits: Hashable, Sendable {
    /// From the start of one exchange to the last byte of its answer.
    ///
    /// Default 20 s.
    public var exchange: Duration = .seconds(20)
    /// Until the connection stands, TLS included.
    ///
    /// Default 5 s.
    public var connect: Duration = .seconds(5)
    /// Between two pieces of an answer.
    ///
    /// Default 10 s.
    public var idle: Duration = .seconds(10)
    /// For one read or write with all its exchanges: a first read may need several.
    ///
    /// Default 60 s.
    public var operation: Duration = .seconds(60)
    /// The body of one answer, in bytes, counted while it streams.
    ///
    /// Default 1 MiB, at most 8 MiB. A longer list is asked for in smaller portions; a single event that is longer is left out.
    public var answerBytes: Int = 1 << 20
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

    /// The most that ``answerBytes`` may be.
    static let greatestAnswerBytes = 8 << 20
    /// The most lines of ``RoomCore/ScheduleReading/complaints``.
    static let complaints = 16
    /// The most bytes of one complaint.
    static let complaintBytes = 200
    /// The most characters of a title or a name.
    static let nameCharacters = 200
    /// The most bytes of a booking's name; longer ones are left out.
    static let identifierBytes = 1_024
}
