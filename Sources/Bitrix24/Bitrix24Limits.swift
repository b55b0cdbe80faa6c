public import HTTPExchange

/// What an exchange with a portal may take at most: time, bytes, rows.
///
/// The defaults suit a panel; tests shorten the times. Nothing here is unlimited.
public struct Bitrix24Limits: Hashable, Sendable {
    /// Times and bytes of exchanges.
    ///
    /// An answer is 2 MiB at most by default. A longer list of events is asked for in shorter stretches of time.
    public var http = ExchangeLimits(answerBytes: 2 << 20)
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
