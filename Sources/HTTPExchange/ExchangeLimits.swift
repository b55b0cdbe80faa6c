/// What an exchange with a server may take at most.
///
/// The defaults suit a panel; tests shorten the times.
public struct ExchangeLimits: Hashable, Sendable {
    /// From the start of one exchange to the last byte of its answer.
    ///
    /// Default 20 s.
    public var exchange: Duration
    /// Until the connection stands, TLS included.
    ///
    /// Default 5 s.
    public var connect: Duration
    /// Between two pieces of an answer.
    ///
    /// Default 10 s.
    public var idle: Duration
    /// For one read or write with all its exchanges and the waits between them: a first read may need several.
    ///
    /// Default 60 s.
    public var operation: Duration
    /// The body of one answer, in bytes, counted while it streams.
    ///
    /// At most 8 MiB for a server with bookings.
    public var answerBytes: Int

    package init(
        exchange: Duration = .seconds(20), connect: Duration = .seconds(5),
        idle: Duration = .seconds(10), operation: Duration = .seconds(60), answerBytes: Int
    ) {
        self.exchange = exchange
        self.connect = connect
        self.idle = idle
        self.operation = operation
        self.answerBytes = answerBytes
    }

    /// The most that ``answerBytes`` may be for a server with bookings.
    package static let greatestAnswerBytes = 8 << 20
}
