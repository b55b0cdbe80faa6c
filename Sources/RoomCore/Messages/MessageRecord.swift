/// What became of one message to an organiser, for the log.
///
/// Who was told only the server knows; the log names the booking.
public struct MessageRecord: Hashable, Sendable, Codable {
    /// What became of it.
    public enum Result: String, Hashable, Sendable, Codable, CaseIterable {
        /// The organiser was told.
        case told
        /// There is nobody who can be told, such as of a booking that the button made.
        case nobody
        /// It could not be sent and is not tried again, or a newer one had to have its place.
        case givenUp = "given_up"
    }

    /// What it was about.
    public var kind: Message.Kind
    /// The booking whose organiser it went to.
    public var booking: BookingID
    /// When that booking was to run.
    public var span: Span
    /// When it was known what became of it, by the wall clock as it stood then.
    public var at: WallTime
    /// What became of it.
    public var result: Result
    /// Why it could not be sent, on one line of at most 512 bytes; nil otherwise, and where it just became too old.
    public var error: String?

    /// Makes a record about a message.
    public init(_ message: Message, at: WallTime, _ result: Result, error: String? = nil) {
        self.init(
            kind: message.kind, booking: message.booking, span: message.span, at: at,
            result: result, error: error)
    }

    /// Makes a record.
    public init(
        kind: Message.Kind, booking: BookingID, span: Span, at: WallTime, result: Result,
        error: String? = nil
    ) {
        self.kind = kind
        self.booking = booking
        self.span = span
        self.at = at
        self.result = result
        self.error = error
    }
}
