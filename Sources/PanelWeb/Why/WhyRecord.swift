package import RoomCore

/// What a panel has recorded around one moment.
package struct WhyRecord: Sendable {
    /// How far around the moment the record is read: verdicts, writes and messages about a booking may come long after
    /// its start.
    package static let reach = Duration.seconds(36 * 3_600)

    /// The bookings.
    package var bookings: [BookingRow]
    /// The verdicts, corrected ones included.
    package var verdicts: [VerdictRow]
    /// Presses, writes, messages and presence.
    package var log: [LogRow]

    /// Puts together what was read.
    package init(
        bookings: [BookingRow] = [], verdicts: [VerdictRow] = [], log: [LogRow] = []
    ) {
        self.bookings = bookings
        self.verdicts = verdicts
        self.log = log
    }

    /// The bookings that ran at a moment or were to run then, by start.
    ///
    /// A booking that was cut short before, or moved away since, is among them as long as a verdict or a write tells
    /// that it was to run.
    package func stories(at instant: WallTime) -> [WhyStory] {
        var found: Set<WhyStory.Key> = []
        for row in bookings {
            let ends = [row.endsAt.wall] + oldEnds(of: row.id)
            if ends.contains(where: { Span(start: row.startsAt.wall, end: $0).contains(instant) }) {
                found.insert(WhyStory.Key(booking: row.id, start: row.startsAt.wall))
            }
        }
        for row in verdicts
        where Span(start: row.startsAt.wall, end: row.endsAt.wall).contains(instant) {
            found.insert(WhyStory.Key(booking: row.booking, start: row.startsAt.wall))
        }
        return found.sorted { ($0.start, $0.booking) < ($1.start, $1.booking) }
            .map { WhyStory($0, self) }
    }

    /// The ends that writes have taken from a booking.
    func oldEnds(of booking: String) -> [WallTime] {
        log.filter { $0.kind == .write && $0.booking == booking }.compactMap(\.oldEnd?.wall)
    }

    /// What the sensors said at a moment; nil if that is not recorded.
    package func presence(at instant: WallTime) -> Presence? {
        let row = log.last { row in
            row.kind == .presence && row.at.wall <= instant
                && row.until.map { instant < $0.wall } ?? false
        }
        return row.flatMap { Presence(rawValue: $0.value) }
    }
}
