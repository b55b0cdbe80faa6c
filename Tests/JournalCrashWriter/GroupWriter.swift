import Journal
import RoomCore
import RoomTestKit

/// Keeps groups of durable records one after the other; group `n` is told by its number alone.
struct GroupWriter {
    var path: String
    var random: SplitMix64

    init(path: String, seed: UInt64) {
        self.path = path
        random = SplitMix64(seed: seed)
    }

    mutating func run() async throws {
        let journal = Journal(JournalSettings(path: path))
        say("opening")
        let opening = try await journal.open(at: Groups.epoch)
        for finding in opening.findings { say("finding \(finding)") }
        var number = opening.memory.lastPress
        while true {
            number += 1
            let edges = (0..<Int64.random(in: 0...8, using: &random))
                .map { Groups.edge(number, $0) }
            let isFull = await journal.keepRelaxed(edges)
            try await journal.keep(Groups.records(number), at: Groups.time(number))
            say("stored \(number)")
            if isFull || random.next() % 16 == 0 {
                try await journal.flush(at: Groups.time(number))
            }
        }
    }
}

/// The records of group `n`: a press, an outbox entry, two verdicts, a sitting that comes, one that goes, a schedule.
enum Groups {
    static let epoch = WallTime(secondsSinceEpoch: 1_790_000_000)
    static let window = Span(start: epoch, length: .seconds(14 * 86_400))
    /// Sittings that are open at a time.
    static let openSittings: Int64 = 4

    static func time(_ number: Int64) -> WallTime { epoch + .seconds(number) }

    static func booking(_ number: Int64) -> Booking {
        Booking(
            id: BookingID("group-\(number)"), title: "Group \(number)",
            span: Span(start: time(number), length: .seconds(1800)), source: .panel)
    }

    static func edge(_ number: Int64, _ index: Int64) -> Record {
        .edge(
            SensorEdge(
                sensor: "pir", isActive: index % 2 == 0,
                at: time(number) + .milliseconds(index), health: .ok))
    }

    static func records(_ number: Int64) -> [Record] {
        let booking = booking(number)
        let newest = max(1, number - 3)...number
        return [
            .press(
                Press(
                    number: number, pressedAt: time(number), length: .short, outcome: .booked,
                    booking: booking.id)),
            .outbox(
                OutboxEntry(number: number, write: .create(booking), createdAt: time(number))),
            .verdict(verdict(2 * number - 1, booking)), .verdict(verdict(2 * number, booking)),
            .sitting(Sitting(booking: booking.id, span: booking.span)),
            .sittingClosed(Groups.booking(number - openSittings).id),
            .schedule(
                ScheduleReading(window: window, bookings: newest.map(Groups.booking)),
                heardAt: time(number)),
        ]
    }

    private static func verdict(_ number: Int64, _ booking: Booking) -> Verdict {
        Verdict(
            number: number, booking: booking.id, span: booking.span, givenAt: booking.span.end,
            kind: .onTime,
            evidence: Verdict.Evidence(
                firstPresence: booking.span.start, activeEdges: 3, checkIn: .activity,
                observedSeconds: 600, dueSeconds: 600, sensors: ["pir": .ok], syncAgeSeconds: 12,
                isClockTrusted: true))
    }
}
