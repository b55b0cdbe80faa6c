public import RoomCore
import Synchronization

/// A booking server in memory that does what a test tells it: fails, loses answers, or takes its time.
///
/// Without a script it behaves as every ``RoomCore/BookingServer`` has to, and passes ``BookingServerContract``.
public final class ScriptedServer: BookingServer {
    /// What becomes of one call.
    public enum Turn: Sendable {
        /// It works.
        case work
        /// It fails and has no effect.
        case fail(ServerFailure)
        /// It takes effect, and its answer is lost: the caller sees `unreachable`.
        case loseAnswer
        /// It waits at a gate, then works.
        case wait(Gate)
        /// It waits at a gate, then fails and has no effect.
        case waitThenFail(Gate, ServerFailure)
    }

    fileprivate struct State {
        var bookings: [BookingID: Booking] = [:]
        var marks: [BookingID: BookingMark] = [:]
        var readTurns: [Turn] = []
        var writeTurns: [Turn] = []
        var standingFailure: ServerFailure?
        var reads: [Span] = []
        var writes: [ServerWrite] = []
        var serverDate: WallTime?
        var complaints: [String] = []
    }

    private let state: Mutex<State>

    /// Makes a server that holds these bookings.
    public init(_ bookings: [Booking] = []) {
        var state = State()
        for booking in bookings { state.bookings[booking.id] = booking }
        self.state = Mutex(state)
    }

    // MARK: - The script

    /// Decides what becomes of the next reads, in order; later ones work.
    public func scriptReads(_ turns: Turn...) {
        state.withLock { $0.readTurns += turns }
    }

    /// Decides what becomes of the next writes, in order; later ones work.
    public func scriptWrites(_ turns: Turn...) {
        state.withLock { $0.writeTurns += turns }
    }

    /// Lets every call fail that no turn is left for; nil ends that.
    public func fail(with failure: ServerFailure?) {
        state.withLock { $0.standingFailure = failure }
    }

    /// Sets the server's own clock as later answers tell it; nil tells none.
    public func setServerDate(_ date: WallTime?) {
        state.withLock { $0.serverDate = date }
    }

    /// Sets what later readings complain about.
    public func setComplaints(_ complaints: [String]) {
        state.withLock { $0.complaints = complaints }
    }

    // MARK: - The world behind the panel's back

    /// Puts a booking there, or in place of the one with its id.
    public func plant(_ booking: Booking) {
        state.withLock { $0.bookings[booking.id] = booking }
    }

    /// Takes a booking away; nothing happens if it is not there.
    public func remove(_ id: BookingID) {
        state.withLock { state in
            state.bookings[id] = nil
            state.marks[id] = nil
        }
    }

    /// Every booking there is, by start.
    public var bookings: [Booking] {
        state.withLock {
            $0.bookings.values.sorted { ($0.span.start, $0.id.text) < ($1.span.start, $1.id.text) }
        }
    }

    /// The mark a booking carries; nil if none was written.
    public func mark(of id: BookingID) -> BookingMark? {
        state.withLock { $0.marks[id] }
    }

    /// The windows of all reads asked for so far.
    public var reads: [Span] { state.withLock { $0.reads } }

    /// All writes asked for so far, failed ones included.
    public var writes: [ServerWrite] { state.withLock { $0.writes } }

    // MARK: - BookingServer

    /// Reads every booking that shares an instant with `window`.
    public func read(window: Span) async throws(ServerFailure) -> ScheduleReading {
        let turn = state.withLock { state in
            state.reads.append(window)
            return ScriptedServer.next(&state.readTurns, state.standingFailure)
        }
        try await ScriptedServer.play(turn)
        let reading = state.withLock { state in
            ScheduleReading(
                window: window,
                bookings: state.bookings.values.filter { $0.span.overlaps(window) },
                serverDate: state.serverDate, complaints: state.complaints)
        }
        if case .loseAnswer = turn { throw ScriptedServer.lost }
        return reading
    }

    /// Carries out one write, once in effect even when it is asked for twice.
    public func write(_ write: ServerWrite) async throws(ServerFailure) {
        let turn = state.withLock { state in
            state.writes.append(write)
            return ScriptedServer.next(&state.writeTurns, state.standingFailure)
        }
        try await ScriptedServer.play(turn)
        let failure = state.withLock { $0.apply(write) }
        if let failure { throw failure }
        if case .loseAnswer = turn { throw ScriptedServer.lost }
    }

    private static let lost = ServerFailure(.unreachable, "the answer was lost")

    private static func next(_ turns: inout [Turn], _ failure: ServerFailure?) -> Turn {
        turns.isEmpty ? failure.map(Turn.fail) ?? .work : turns.removeFirst()
    }

    private static func play(_ turn: Turn) async throws(ServerFailure) {
        switch turn {
        case .work, .loseAnswer:
            return
        case .fail(let failure):
            throw failure
        case .wait(let gate):
            await gate.pass()
        case .waitThenFail(let gate, let failure):
            await gate.pass()
            throw failure
        }
    }
}

extension ScriptedServer.State {
    fileprivate mutating func apply(_ write: ServerWrite) -> ServerFailure? {
        switch write {
        case .create(let booking):
            return create(booking)
        case .withdraw(let id):
            return withdraw(id)
        case .changeEnd(let id, let from, let to):
            return changeEnd(id, from, to)
        case .mark(let id, let mark):
            guard bookings[id] != nil else { return gone(id) }
            marks[id] = mark
            return nil
        }
    }

    private mutating func create(_ booking: Booking) -> ServerFailure? {
        if let other = bookings[booking.id] {
            return other.source == .panel ? nil : ServerFailure(.refused, "\(booking.id) is taken")
        }
        var booking = booking
        booking.span = Span(
            start: booking.span.start.flooredToSecond, end: booking.span.end.flooredToSecond)
        booking.source = .panel
        booking.confirmation = .confirmed
        bookings[booking.id] = booking
        return nil
    }

    private mutating func withdraw(_ id: BookingID) -> ServerFailure? {
        guard let booking = bookings[id] else { return nil }
        guard booking.source == .panel else {
            return ServerFailure(.refused, "\(id) was not made by the panel")
        }
        bookings[id] = nil
        return nil
    }

    private mutating func changeEnd(
        _ id: BookingID, _ base: WallTime, _ end: WallTime
    ) -> ServerFailure? {
        guard var booking = bookings[id] else { return gone(id) }
        guard booking.isWritable else { return ServerFailure(.forbidden, "\(id) is read-only") }
        if booking.isAllDay { return ServerFailure(.refused, "\(id) fills whole days") }
        guard end > booking.span.start || booking.source == .panel else {
            return ServerFailure(.gone, "\(id) starts after its new end")
        }
        guard booking.span.end.isSameEnd(as: base) else {
            return booking.span.end.isSameEnd(as: end)
                ? nil : ServerFailure(.changed, "\(id) has been given another end since")
        }
        guard end > booking.span.start else { return withdraw(id) }
        booking.span.end = end.flooredToSecond
        bookings[id] = booking
        return nil
    }

    private func gone(_ id: BookingID) -> ServerFailure {
        ServerFailure(.gone, "\(id) is not there any more")
    }
}
