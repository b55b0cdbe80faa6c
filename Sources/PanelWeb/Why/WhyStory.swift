package import RoomCore
package import Wording

/// What a record tells of one booking.
package struct WhyStory: Sendable {
    /// A booking at one time: it may have been moved since.
    package struct Key: Hashable, Sendable {
        /// The booking's name.
        package var booking: String
        /// When it was to begin, in whole seconds as the rows have it.
        package var start: WallTime

        /// Names a booking at one time.
        package init(booking: String, start: WallTime) {
            self.booking = booking
            self.start = start
        }
    }

    /// What took the booking its room.
    package struct GivenUp: Hashable, Sendable {
        /// What it was.
        package var end: Phrasebook.End
        /// When that was.
        package var at: WallTime

        /// Makes the end of a booking's stay.
        package init(end: Phrasebook.End, at: WallTime) {
            self.end = end
            self.at = at
        }
    }

    /// Which booking it is about.
    package let key: Key
    /// The booking as the calendar has it now; nil if it is gone or moved.
    package let row: BookingRow?
    /// When it was to run.
    package let planned: Span
    /// The verdicts on it, by number.
    package let verdicts: [VerdictRow]
    /// Presses, writes and messages about it, by time; presses that took its room, too.
    package let log: [LogRow]

    /// Finds in a record what is about a booking.
    package init(_ key: Key, _ record: WhyRecord) {
        self.key = key
        row = record.bookings.first { $0.id == key.booking && $0.startsAt.wall == key.start }
        verdicts = record.verdicts
            .filter { $0.booking == key.booking && $0.startsAt.wall == key.start }
            .sorted { $0.number < $1.number }
        let ends = verdicts.map(\.endsAt.wall) + record.oldEnds(of: key.booking)
        let planned = Span(
            start: key.start, end: ends.reduce(row?.endsAt.wall ?? key.start) { max($0, $1) })
        self.planned = planned
        let claims = record.log.filter { row in
            row.outcome == .claimed && row.booking != key.booking && planned.contains(row.at.wall)
        }
        let claimants = Set(claims.compactMap(\.booking))
        log = record.log.filter { row in
            guard row.kind != .presence, let booking = row.booking else { return false }
            if booking == key.booking { return true }
            return row.kind == .press && claimants.contains(booking)
                && (row.outcome == .claimed || row.outcome == .undone)
        }.sorted { $0.at.wall < $1.at.wall }
    }

    /// The verdicts that no later one has corrected: one on the arrival, one on the leaving.
    package var standing: [VerdictRow] {
        let replaced = Set(verdicts.compactMap(\.replaces))
        return verdicts.filter { !replaced.contains($0.number) }
    }

    /// How its room was given up; nil if it was not, or if that was taken back.
    package var givenUp: GivenUp? {
        log.reduce(nil) { known, row in
            switch row.outcome {
            case .undone: nil
            case .claimed where row.booking != key.booking:
                known ?? GivenUp(end: .claimed, at: row.at.wall)
            case .ended: GivenUp(end: .ended, at: row.at.wall)
            default: isRelease(row) ? GivenUp(end: .released, at: row.at.wall) : known
            }
        }
    }

    /// Whether a rule has cut the booking short.
    private func isRelease(_ row: LogRow) -> Bool {
        guard row.kind == .write, row.cause == .rule, let old = row.oldEnd, let new = row.newEnd,
            let state = row.result.flatMap({ OutboxEntry.State(rawValue: $0) })
        else { return false }
        let cameToNothing: [OutboxEntry.State] = [.rejected, .superseded, .dropped, .expired]
        return new.wall < old.wall && !cameToNothing.contains(state)
    }
}
