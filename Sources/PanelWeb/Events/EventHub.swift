import NIOCore
import RoomCore
import Synchronization

/// Hands the newest state on to everybody who reads events.
///
/// Readers are only woken; each then asks for what is newer than what it has. So nobody's slowness costs memory, and
/// whoever falls behind goes on with the newest state.
final class EventHub: Sendable {
    private struct State {
        var newest: RoomState?
        var number: UInt64 = 0
        var encoded: ByteBuffer?
        var readers: [UInt64: Reader] = [:]
        var lastReader: UInt64 = 0
        var isClosed = false
    }

    private struct Reader {
        var client: IPAddress?
        var wakeUp: AsyncStream<Void>.Continuation
    }

    private let limit: Int
    private let share: Int
    private let state = Mutex(State())
    private let firstReader: AsyncStream<Void>.Continuation

    /// One element whenever somebody reads and nobody did before; ends with `close`.
    let firstReaders: AsyncStream<Void>

    /// Makes a hub for at most `limit` readers, `share` of them at one address.
    init(limit: Int, share: Int) {
        self.limit = limit
        self.share = share
        (firstReaders, firstReader) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many read at the moment.
    var readers: Int { state.withLock { $0.readers.count } }

    /// Takes a new state and wakes everybody.
    func publish(_ newest: RoomState) {
        state.withLock { state in
            state.newest = newest
            state.number += 1
            state.encoded = nil
        }
        wakeAll()
    }

    /// Wakes everybody; who finds nothing new sends a keep-alive comment.
    func wakeAll() {
        for reader in state.withLock({ Array($0.readers.values) }) {
            reader.wakeUp.yield()
        }
    }

    /// Lets everybody go, and takes nobody any more.
    func close() {
        let readers = state.withLock { state in
            state.isClosed = true
            return Array(state.readers.values)
        }
        for reader in readers { reader.wakeUp.finish() }
        firstReader.finish()
    }

    /// The wake-ups of one reader more; they end with the panel, or when `close` is called.
    ///
    /// The place is free again as soon as nobody holds the stream or its task is cancelled.
    ///
    /// - Parameter client: the address that asks; all whose address is not known are one.
    /// - Throws: ``ErrorReply``, 503, if all places are taken, or all that one client gets, or the panel stops.
    func subscribe(for client: IPAddress?) throws(ErrorReply) -> AsyncStream<Void> {
        let (wakeUps, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let key = state.withLock { state -> UInt64? in
            let own = state.readers.values.count { $0.client == client }
            guard state.readers.count < limit, own < share, !state.isClosed else { return nil }
            state.lastReader += 1
            state.readers[state.lastReader] = Reader(client: client, wakeUp: continuation)
            if state.readers.count == 1 { firstReader.yield() }
            return state.lastReader
        }
        guard let key else {
            throw .busy(
                "too_many_subscribers",
                "\(readers < limit ? "\(share) readers at your address" : "\(limit) readers") "
                    + "have the events open already",
                retryAfterSeconds: 5)
        }
        continuation.onTermination = { [weak self] _ in self?.leave(key) }
        return wakeUps
    }

    /// The number of the newest state.
    var number: UInt64 { state.withLock(\.number) }

    /// The newest state as an event, if it is newer than the one of this number.
    func event(after number: UInt64) -> (number: UInt64, text: ByteBuffer)? {
        state.withLock { state in
            guard state.number > number, let newest = state.newest else { return nil }
            let text = state.encoded ?? Self.text(newest, number: state.number)
            state.encoded = text
            return (state.number, text)
        }
    }

    /// A state as an event, in the format of the HTML standard, section 9.2.5.
    static func text(_ state: RoomState, number: UInt64) -> ByteBuffer {
        var text = ByteBuffer(string: "id: \(number)\nevent: state\ndata: ")
        text.writeImmutableBuffer(ByteBuffer(json: StateDocument(state)))
        text.writeString("\n\n")
        return text
    }

    private func leave(_ key: UInt64) {
        state.withLock { $0.readers[key] = nil }
    }
}
