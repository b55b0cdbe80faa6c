import PanelWeb
import RoomCore
import Synchronization

@testable import Desk

/// A record of one morning: a no-show of which the room was given back, and what the sensors saw.
final class ScriptedRecord: DeskRecord {
    struct Broken: Error, CustomStringConvertible {
        let description = "journal: disk I/O error"
    }

    /// What can be changed by a test.
    struct Content {
        var verdicts: [Verdict] = []
        var bookings: [LedgerEntry] = []
        var log: [LogEntry] = []
        var edges: [SensorEdge] = []
        var silences: [String: SensorSilence] = [:]
        var isBroken = false
    }

    /// 2026-11-30T07:00:00Z, 10:00 at the door.
    static let start = WallTime(secondsSinceEpoch: 1_796_022_000)

    private let content = Mutex(Content())
    private let asked = Mutex<[Span]>([])
    private let told = Mutex<@Sendable (Span) -> RoomReport.Part?>({
        RoomReport.Part(span: $0, bookings: [], verdicts: [], presence: [])
    })

    /// The windows that reports were asked for.
    var windows: [Span] { asked.withLock { $0 } }

    /// What a report tells; nil where there are too many bookings.
    func tell(_ part: @escaping @Sendable (Span) -> RoomReport.Part?) {
        told.withLock { $0 = part }
    }

    func change(_ body: (inout Content) -> Void) { content.withLock { body(&$0) } }

    private func read() throws -> Content {
        let content = content.withLock { $0 }
        if content.isBroken { throw Broken() }
        return content
    }

    static func minute(_ minute: Int) -> WallTime { start + .seconds(minute * 60) }

    static func verdict(
        _ kind: Verdict.Kind, _ number: Int64, at minute: Int = 10, of booking: String = "b"
    ) -> Verdict {
        Verdict(
            number: number, booking: BookingID(booking),
            span: Span(start: start, length: .seconds(3_600)), givenAt: self.minute(minute),
            kind: kind,
            evidence: Verdict.Evidence(
                firstPresence: nil, activeEdges: 2, checkIn: nil, observedSeconds: 590,
                dueSeconds: 600, sensors: ["pir": .ok, "radar": .gone], syncAgeSeconds: 40,
                isClockTrusted: true))
    }

    /// A no-show whose rest was given back.
    func release() {
        let booking = Booking(
            id: BookingID("b"), title: "<b>Planning</b>",
            span: Span(start: Self.start, end: Self.minute(10)))
        let cut = OutboxEntry(
            number: 1,
            write: .changeEnd(BookingID("b"), from: Self.minute(60), to: Self.minute(10)),
            cause: .rule, createdAt: Self.minute(10), state: .acknowledged)
        change {
            $0.verdicts = [Self.verdict(.noShow, 7)]
            $0.bookings = [LedgerEntry(booking: booking, confirmation: .confirmed)]
            $0.log = [.write(cut)]
        }
    }

    // MARK: What the desk asks

    var clock: RoomClock { RoomClock(name: "Europe/Moscow") { _ in 10_800 } }

    func today() -> Span {
        Span(start: Self.start - .seconds(10 * 3_600), length: .seconds(86_400))
    }

    func state() -> RoomState {
        RoomState(
            roomID: "aurora", roomName: "Aurora", timeZone: "Europe/Moscow", now: Self.minute(90),
            availability: .free, presence: .unknown,
            lamps: LampDisplay(availability: LampSignal(.green), booking: .dark),
            sync: RoomState.Sync(server: .caldav),
            sensors: [
                RoomState.SensorView(
                    name: "pir", kind: .motion, level: 0, health: .ok,
                    lastEdge: Self.minute(5), edges: 12, lostEdges: 3),
                RoomState.SensorView(name: "radar", kind: .presence, level: 0, health: .gone),
            ], button: .ok, isClockTrusted: true)
    }

    func bookings(in window: Span, limit: Int) async throws -> [LedgerEntry] {
        try read().bookings.filter { $0.booking.span.overlaps(window) }
    }

    func log(_ filter: LogFilter, in window: Span, limit: Int) async throws -> [LogEntry] {
        try read().log.filter { filter.admits($0) && window.contains($0.at) }
    }

    func verdicts(
        of kinds: Set<Verdict.Kind>, in window: Span, limit: Int
    ) async throws -> [Verdict] {
        let wanted = try read().verdicts.filter {
            kinds.contains($0.kind) && window.contains($0.givenAt)
        }
        return Array(wanted.prefix(limit))
    }

    func verdicts(about window: Span, limit: Int) async throws -> [Verdict] {
        try read().verdicts.filter { $0.span.overlaps(window) }
    }

    func verdict(_ number: Int64) async throws -> Verdict? {
        try read().verdicts.first { $0.number == number }
    }

    func report(in window: Span, limit: Int) async throws -> RoomReport? {
        asked.withLock { $0.append(window) }
        let tell = told.withLock { $0 }
        let calendar = RoomCalendar([]) { _, _ in 10_800 }
        var report = RoomReport(of: window, calendar: calendar, now: Self.minute(90))
        for span in report.parts {
            guard let part = tell(span) else { return nil }
            report.add(part)
        }
        return report
    }

    func activity(in window: Span) async throws -> [String: SensorActivity] {
        let edges = try read().edges.filter { window.contains($0.at) }
        return Dictionary(grouping: edges, by: \.sensor).mapValues { edges in
            SensorActivity(
                edges: edges.count, lastEdge: edges.map(\.at).max() ?? window.start)
        }
    }

    func longestSilences() async -> [String: SensorSilence] {
        content.withLock { $0.silences }
    }
}
