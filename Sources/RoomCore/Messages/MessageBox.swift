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
    }

    private var entries: [Entry] = []
    private var notBefore: Uptime?
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
            if entries.count == Self.capacity {
                entries.removeFirst()
                dropped += 1
            }
            entries.append(Entry(message: message, madeAt: now))
        }
    }

    /// The message to send now; nil if there is none yet.
    ///
    /// It stays until ``sent(_:)``, ``hasNobodyToTell(_:)`` or ``failed(_:_:jitter:at:)`` is told of it.
    public mutating func next(at now: Uptime) -> Message? {
        let old = entries.filter { now - $0.madeAt >= Self.expiresAfter }.count
        dropped += old
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
        let isFinal =
            [.refused, .taken, .forbidden, .gone].contains(failure.kind)
            || entries[index].tries >= Self.greatestTries
        if isFinal {
            entries.remove(at: index)
            dropped += 1
            return
        }
        let grown = Self.backoff.delay(failures: entries[index].tries, jitter: jitter)
        let asked = min(failure.retryAfter ?? .zero, .seconds(3_600))
        notBefore = now + max(grown, asked)
    }
}
