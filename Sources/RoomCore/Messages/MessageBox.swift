/// The messages that wait to be sent, in the order made; bounded, and forgotten when they have become old.
///
/// Kept in memory only: a message is worth little after a restart, and the verdict it is about stays.
public struct MessageBox: Sendable {
    /// Messages that wait at most; the oldest gives way.
    public static let capacity = 64
    /// A message older than this is dropped.
    public static let expiresAfter = Duration.seconds(3_600)
    /// Tries of one message.
    public static let greatestTries = 6
    private static let backoff = Backoff(base: .seconds(5), cap: .seconds(600))

    private struct Entry: Sendable {
        var message: Message
        var madeAt: Uptime
        var tries = 0
        var error: String?
    }

    /// A message that will not be sent any more.
    public struct GivenUp: Hashable, Sendable {
        /// The message.
        public var message: Message
        /// Why its last try failed; nil if there was none.
        public var error: String?
    }

    private var entries: [Entry] = []
    private var notBefore: Uptime?
    /// Those given up since they were last asked for; as many as may wait, the newest.
    private var givenUp: [GivenUp] = []
    /// Messages that could not be sent, since the start of the process.
    public private(set) var dropped = 0
    /// Messages that were sent, since the start of the process.
    public private(set) var sent = 0

    /// Makes an empty box.
    public init() {}

    /// How many wait.
    public var count: Int { entries.count }

    /// Puts messages in; one with the tag of a waiting one takes its place.
    public mutating func add(_ messages: [Message], at now: Uptime) {
        for message in messages {
            entries.removeAll { $0.message.tag == message.tag }
            if entries.count == Self.capacity { giveUp(entries.removeFirst()) }
            entries.append(Entry(message: message, madeAt: now))
        }
    }

    /// The message to send now; nil if there is none yet.
    ///
    /// It stays until ``sent(_:)``, ``hasNobodyToTell(_:)`` or ``failed(_:_:jitter:at:)`` is told of it.
    public mutating func next(at now: Uptime) -> Message? {
        for entry in entries where now - entry.madeAt >= Self.expiresAfter { giveUp(entry) }
        entries.removeAll { now - $0.madeAt >= Self.expiresAfter }
        guard now >= notBefore ?? now else { return nil }
        return entries.first?.message
    }

    /// When ``next(at:)`` may have something; nil if only a new message can change that.
    public var deadline: Uptime? { entries.isEmpty ? nil : notBefore }

    /// The message was sent.
    public mutating func sent(_ message: Message) {
        sent += 1
        entries.removeAll { $0.message == message }
        notBefore = nil
    }

    /// There is nobody to tell: neither sent nor given up.
    public mutating func hasNobodyToTell(_ message: Message) {
        entries.removeAll { $0.message == message }
        notBefore = nil
    }

    /// The message could not be sent.
    ///
    /// One that will never be is dropped; otherwise all wait. Waiting for a turn counts as no try.
    /// - Parameter jitter: 0 ..< 1; spreads the wait.
    public mutating func failed(
        _ message: Message, _ failure: ServerFailure, jitter: Double, at now: Uptime
    ) {
        guard let index = entries.firstIndex(where: { $0.message == message }) else { return }
        if failure.kind != .paced { entries[index].tries += 1 }
        entries[index].error = failure.description
        let isFinal =
            [.refused, .taken, .forbidden, .gone].contains(failure.kind)
            || entries[index].tries >= Self.greatestTries
        if isFinal {
            giveUp(entries.remove(at: index))
            return
        }
        let grown = Self.backoff.delay(failures: entries[index].tries, jitter: jitter)
        let asked = min(failure.retryAfter ?? .zero, .seconds(3_600))
        notBefore = now + max(grown, asked)
    }

    /// Hands over the messages that were given up since the last call, in that order; at most ``capacity``.
    public mutating func takeGivenUp() -> [GivenUp] {
        defer { givenUp = [] }
        return givenUp
    }

    private mutating func giveUp(_ entry: Entry) {
        dropped += 1
        if givenUp.count == Self.capacity { givenUp.removeFirst() }
        givenUp.append(GivenUp(message: entry.message, error: entry.error))
    }
}
