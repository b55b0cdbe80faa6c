import Foundation
import Journal
import RoomCore

/// Plays days of an office as the room tells them to the journal, and counts what is written.
///
/// A day: meetings and ad hoc bookings of 50 min with a pulse (two edges) every so often, a poll every 30 s that mostly
/// hears that nothing changed, a flush every 60 s, and from the second day on the day before to be deleted.
struct OfficeDays {
    private static let pollSeconds: Int64 = 30
    private static let flushSeconds: Int64 = 60
    private static let bookingSeconds: Int64 = 3000

    /// How much goes on.
    enum Kind: String {
        /// Six meetings and two ad hoc bookings; about 1 070 edges.
        case quiet
        /// Seven meetings and three ad hoc bookings; 10 000 edges.
        case busy

        var meetings: Int64 { self == .quiet ? 6 : 7 }
        var adHoc: Int64 { self == .quiet ? 2 : 3 }
        var pulseSeconds: Int64 { self == .quiet ? 45 : 6 }
    }

    let path: String
    let kind: Kind
    private let midnight = WallTime(secondsSinceEpoch: 1_790_035_200)
    private var presses: Int64 = 0
    private var verdicts: Int64 = 0
    private var entries: Int64 = 0

    init(_ kind: Kind, path: String) {
        self.kind = kind
        self.path = path
    }

    mutating func run() async throws {
        let journal = Journal(JournalSettings(path: path, retentionDays: 1))
        _ = try await journal.open(at: midnight)
        for day in Int64(0)..<3 {
            let before = ByteCount()
            try await play(day, journal)
            let after = ByteCount()
            say(
                "day \(day + 1): \(after.handed - before.handed) bytes handed to the system, "
                    + "\(after.dirtied - before.dirtied) bytes of pages dirtied")
        }
        say("total \(ByteCount().handed)")
        try await journal.close(at: midnight + .seconds(3 * 86_400))
    }

    private mutating func play(_ day: Int64, _ journal: Journal) async throws {
        let start = midnight + .seconds(day * 86_400)
        let bookings = plan(from: start)
        for second in Int64(0)..<86_400 {
            let now = start + .seconds(second)
            let due = firm(now, second, bookings)
            for group in due { try await journal.keep(group, at: now) }
            var isFull = false
            for record in soft(now, second, bookings) {
                isFull = await journal.keepRelaxed([record])
            }
            if isFull || second % Self.flushSeconds == 0 { try await journal.flush(at: now) }
        }
    }

    private func plan(from start: WallTime) -> [Booking] {
        (0..<kind.meetings + kind.adHoc).map { index in
            let begin = start + .seconds(8 * 3600 + index * 3600)
            return Booking(
                id: BookingID("\(begin.secondsSinceEpoch)-\(index)@calendar.example.org"),
                title: "Weekly meeting of working group \(index)", organiser: "Somebody Somewhere",
                span: Span(start: begin, length: .seconds(Self.bookingSeconds)),
                source: index < kind.meetings ? .server : .panel, confirmation: .confirmed)
        }
    }

    /// What the room keeps durably: sittings that open, get taken up and close, verdicts, presses with their writes.
    private mutating func firm(
        _ now: WallTime, _ second: Int64, _ bookings: [Booking]
    ) -> [[Record]] {
        var groups: [[Record]] = []
        for booking in bookings {
            let offset = now.secondsSinceEpoch - booking.span.start.secondsSinceEpoch
            var sitting = Sitting(booking: booking.id, span: booking.span)
            sitting.activeEdges = 12
            switch offset {
            case -600: groups.append([.sitting(sitting)])
            case -60 where booking.source == .panel: groups += press(booking, now, bookings)
            case 120, Self.bookingSeconds:
                groups.append([.verdict(verdict(booking, now)), .sitting(sitting)])
            case 121: groups += write(.mark(booking.id, .confirmed), now)
            case Self.bookingSeconds + 1: groups.append([.sittingClosed(booking.id)])
            default: break
            }
        }
        return groups
    }

    private mutating func press(
        _ booking: Booking, _ now: WallTime, _ bookings: [Booking]
    ) -> [[Record]] {
        presses += 1
        let press = Press(
            number: presses, pressedAt: now, length: .short, outcome: .booked, booking: booking.id)
        var groups = write(.create(booking), now)
        groups[0].append(.press(press))
        return groups
    }

    private mutating func write(_ write: ServerWrite, _ now: WallTime) -> [[Record]] {
        entries += 1
        var entry = OutboxEntry(number: entries, write: write, createdAt: now)
        let owed = entry
        entry.state = .acknowledged
        entry.attempts = 1
        return [[.outbox(owed)], [.outbox(entry)]]
    }

    private mutating func verdict(_ booking: Booking, _ now: WallTime) -> Verdict {
        verdicts += 1
        return Verdict(
            number: verdicts, booking: booking.id, span: booking.span, givenAt: now, kind: .onTime,
            evidence: Verdict.Evidence(
                firstPresence: now, activeEdges: 2, checkIn: .activity, observedSeconds: 600,
                dueSeconds: 600, sensors: ["pir": .ok, "radar": .ok], syncAgeSeconds: 12,
                isClockTrusted: true))
    }

    /// What the room lets the journal gather: pulses, presence, polls.
    private func soft(_ now: WallTime, _ second: Int64, _ bookings: [Booking]) -> [Record] {
        var records: [Record] = []
        if second % Self.pollSeconds == 0 {
            let window = Span(start: now - .seconds(86_400), length: .seconds(15 * 86_400))
            records.append(
                second % 3600 == 0
                    ? .schedule(
                        ScheduleReading(window: window, bookings: bookings, serverDate: now),
                        heardAt: now)
                    : .heard(at: now))
        }
        guard let booking = bookings.first(where: { $0.span.contains(now) }) else { return records }
        let offset = now.secondsSinceEpoch - booking.span.start.secondsSinceEpoch
        if offset == 0 {
            let span = Span(start: now - .seconds(600), end: now)
            records.append(.presence(PresenceSpan(.vacant, span)))
        }
        if offset % kind.pulseSeconds < 2 {
            records.append(
                .edge(
                    SensorEdge(
                        sensor: "pir", isActive: offset % kind.pulseSeconds == 0, at: now,
                        health: .ok)))
        }
        return records
    }
}

/// What this process has written so far, from `/proc/self/io`.
struct ByteCount {
    /// Bytes handed to `write`.
    let handed: Int
    /// Bytes of pages dirtied that will go to a disk.
    let dirtied: Int

    init() {
        let text = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
        func figure(_ name: String) -> Int {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        }
        handed = figure("wchar")
        dirtied = figure("write_bytes")
    }
}
