/// What an exchange with a portal may take at most: time, bytes, rows.
///
/// The defaults suit a panel; tests shorten the times. Nothing here is unlimited.
public struct Bitrix24Limits: Hashable, Sendable {
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
    /// For one read or write with all its exchanges and the waits between them.
    ///
    /// Default 60 s.
    public var operation: Duration = .seconds(60)
    /// The body of one answer, in bytes, counted while it streams.
    ///
    /// Default 2 MiB, at most 8 MiB. A longer list of events is asked for in shorter stretches of time.
    public var answerBytes: Int = 2 << 20
    /// The JSON values of one answer: each text, number, list, object and so on counts.
    ///
    /// Default 200 000, at most 1 000 000; an event has some 80. Bounds what an answer takes in memory, which its bytes do
    /// not: `[{},{},...` takes ten times its length. A longer list of events is asked for in shorter stretches of time.
    public var answerValues: Int = 200_000
    /// Bookings in the window.
    ///
    /// Default 5 000; later ones are left out, with a complaint.
    public var bookings: Int = 5_000

    /// Makes the default limits.
    public init() {}

    /// The most that ``answerBytes`` may be.
    static let greatestAnswerBytes = 8 << 20
    /// The most that ``answerValues`` may be.
    static let greatestAnswerValues = 1_000_000
    /// The most lines of ``RoomCore/ScheduleReading/complaints``.
    static let complaints = 16
    /// The most bytes of one complaint.
    static let complaintBytes = 200
    /// The most characters of a title or a name.
    static let nameCharacters = 200
    /// Commands in one `batch` (Bitrix24, `batch`).
    static let batchCommands = 50
    /// Rows on a page of a list method (Bitrix24, list methods).
    static let pageRows = 50
    /// Pages that one list is read to.
    static let pages = 100
    /// Depth of nested values in an answer.
    static let jsonDepth = 32
}
