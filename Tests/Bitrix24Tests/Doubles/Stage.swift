import HTTPExchange
import Logging
import RoomCore
import Synchronization
import WebTestKit

@testable import Bitrix24

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension WallTime {
    /// 2026-11-23T00:00:00Z, the day of the contract.
    static let testDay = WallTime(secondsSinceEpoch: 1_795_392_000)
    /// 2026-11-23T09:00:00Z, what the portal in this process says too.
    static let testNow = testDay + .seconds(9 * 3_600)
}

extension Bitrix24Limits {
    /// No exchange runs out of time.
    static var patient: Bitrix24Limits {
        var limits = Bitrix24Limits()
        limits.http.exchange = HangGuard.duration
        limits.http.connect = HangGuard.duration
        limits.http.idle = HangGuard.duration
        limits.http.operation = HangGuard.duration
        return limits
    }
}

extension Zone {
    /// The zone of the tests' rooms.
    static let moscow: Zone = {
        guard let zone = Zone.named("Europe/Moscow") else { fatalError("no zone files") }
        return zone
    }()
}

/// A webhook whose secret must be seen nowhere.
enum TestHook {
    static let secret = "c4n4ry0secret9"
    static let address = "https://house.bitrix24.example/rest/7/\(secret)/"

    static func settings(
        _ source: Bitrix24Settings.Source = .group, id: Int64 = 5, also: [Int64] = []
    ) -> Bitrix24Settings {
        Bitrix24Settings(
            webhook: address, source: source, sourceID: id, alsoBooks: also,
            timeZone: "Europe/Moscow")
    }
}

extension PortalSession.World {
    /// The time of the tests, and nothing random.
    static func test(
        _ transport: any HTTPTransport, clock: any Clock<Duration> = QuickClock(),
        logger: Logger = .silent, wall: @escaping @Sendable () -> WallTime = { .testNow }
    ) -> Self {
        Self(transport: transport, clock: clock, wall: wall, random: { 0.5 }, logger: logger)
    }
}

/// Time that passes at once when somebody waits for it: no test sleeps.
final class QuickClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = Mutex(Duration.zero)
    /// Waits at least this long are for ever: deadlines, which no test is to reach.
    private let patience: Duration

    init(patience: Duration = .seconds(15)) {
        self.patience = patience
    }

    var now: Instant { Instant(offset: state.withLock { $0 }) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func advance(by duration: Duration) { state.withLock { $0 += duration } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let wait = deadline.offset - now.offset
        if wait >= patience {
            try await Task.sleep(for: .seconds(600))
            return
        }
        state.withLock { $0 = max($0, deadline.offset) }
        try Task.checkCancellation()
    }
}

/// Translates the names that a test gives into those that the portal's numbers lead to.
final class RenamingServer: BookingServer {
    private let inner: Bitrix24Server
    private let names = Mutex<[BookingID: BookingID]>([:])

    init(_ inner: Bitrix24Server) {
        self.inner = inner
    }

    func learn(_ name: BookingID, _ portal: BookingID) { names.withLock { $0[name] = portal } }
    func translated(_ name: BookingID) -> BookingID? { names.withLock { $0[name] } }

    func read(window: Span) async throws(ServerFailure) -> ScheduleReading {
        var reading = try await inner.read(window: window)
        let back = names.withLock { names in
            Dictionary(names.map { ($0.value, $0.key) }, uniquingKeysWith: { $1 })
        }
        for index in reading.bookings.indices {
            let id = reading.bookings[index].id
            reading.bookings[index].id = back[id] ?? id
        }
        return reading
    }

    func write(_ write: ServerWrite) async throws(ServerFailure) {
        switch write {
        case .create: try await inner.write(write)
        case .changeEnd(let id, let from, let to):
            try await inner.write(.changeEnd(translated(id) ?? id, from: from, to: to))
        case .withdraw(let id): try await inner.write(.withdraw(translated(id) ?? id))
        case .mark(let id, let mark): try await inner.write(.mark(translated(id) ?? id, mark))
        }
    }
}

/// A wall clock that a test sets.
final class TestWall: Sendable {
    private let time = Mutex(WallTime.testNow)
    var now: WallTime { time.withLock { $0 } }
    func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }
}
