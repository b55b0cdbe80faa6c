import RoomCore

/// Which bookings have ended with their people in the room, so that every sensor must have seen something of them.
///
/// The core asks at the end, or when what was done at the door can be taken back no more: from the one moment to
/// the other a sensor may be silent by it, after that it surely is.
struct EndedBookings {
    /// What can be said of one that is over.
    struct Proof {
        var booking: BookingID
        var start: WallTime
        /// Whether its people were surely there.
        var isSure: Bool
    }

    private static let patience = Duration.seconds(15)
    /// Those that were seen to be over, whoever was there.
    private var seen: Set<BookingID> = []
    /// Those that sensors were asked about, by which end.
    private var asked: [BookingID: WallTime] = [:]
    private var waiting: [(due: Uptime, proof: Proof, end: WallTime)] = []
    private var isChanged = true

    mutating func somethingChanged() { isChanged = true }

    /// What there is to ask about now.
    mutating func proofs(
        _ schedule: KnownSchedule, _ sittings: [BookingID: Sitting], at now: Now
    ) -> [Proof] {
        var proofs: [Proof] = []
        if isChanged {
            isChanged = false
            for booking in schedule.bookings where booking.isBlocking {
                if let proof = ask(booking, sittings[booking.id], at: now) { proofs.append(proof) }
            }
        }
        while let next = waiting.first, next.due <= now.uptime {
            waiting.removeFirst()
            guard let booking = schedule.booking(next.proof.booking),
                booking.span.start == next.proof.start,
                Self.end(of: booking, sittings[booking.id]).latest == next.end
            else { continue }
            var proof = next.proof
            proof.isSure = true
            proofs.append(proof)
        }
        return proofs
    }

    private mutating func ask(
        _ booking: Booking, _ sitting: Sitting?, at now: Now
    ) -> Proof? {
        let end = Self.end(of: booking, sitting)
        guard end.earliest <= now.wall, now.wall - end.earliest < .seconds(86_400) else {
            return nil
        }
        // The core asks once, at the end: who turns out later to have been there need not count.
        let isFirst = seen.insert(booking.id).inserted
        let source = sitting?.checkIn?.source
        guard booking.source == .panel || (source != nil && source != .carriedOver),
            end.latest - booking.span.start >= .seconds(540), asked[booking.id] != end.latest
        else { return nil }
        asked[booking.id] = end.latest
        let proof = Proof(booking: booking.id, start: booking.span.start, isSure: false)
        if isFirst, booking.source == .server, end.latest <= now.wall, source != .adHoc,
            end.earliest - booking.span.start >= .seconds(660)
        {
            waiting.append((now.uptime + Self.patience, proof, end.latest))
        }
        return proof
    }

    /// When it is over, by the calendar and by what was done at the door.
    private static func end(
        of booking: Booking, _ sitting: Sitting?
    ) -> (earliest: WallTime, latest: WallTime) {
        let ends = [booking.span.end, sitting?.endedAt, sitting?.span.end].compactMap(\.self)
        return (ends.min() ?? booking.span.end, ends.max() ?? booking.span.end)
    }
}
