public import RoomCore

/// What organisers are told of, and how often telling them goes wrong, in millionths.
public struct MessageFigures: Hashable, Sendable, Codable {
    /// The kinds that are told.
    public var kinds = Message.Kind.allCases
    /// The answer takes up to 18 s.
    public var late = 0
    /// The request never arrives; the panel gives up after 20 s.
    public var lostRequest = 0
    /// The organiser is told, and the answer is lost.
    public var lostAnswer = 0
    /// The messenger fails, of the kinds that pass.
    public var failed = 0
    /// The messenger refuses for good.
    public var refused = 0
    /// The messenger asks to be left alone for a while.
    public var limited = 0

    /// Everything is told, and nothing goes wrong.
    public init() {}

    /// The rates by name, for making worlds and for shrinking them.
    static var all: [any WritableKeyPath<MessageFigures, Int> & Sendable] {
        [\.late, \.lostRequest, \.lostAnswer, \.failed, \.refused, \.limited]
    }

    /// The same as rates of calls.
    var calls: CallFaults {
        var calls = CallFaults()
        calls.late = late
        calls.lostRequest = lostRequest
        calls.lostAnswer = lostAnswer
        calls.failed = failed
        calls.refused = refused
        calls.limited = limited
        return calls
    }
}
