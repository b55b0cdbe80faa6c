import RoomCore

/// What the record proves about the people of each booking, whatever the settings.
///
/// A press of the button about a booking proves that its people are there, which a tap does not: it may come from anywhere.
/// So does a change of a believed sensor's line in the booking's time, unless others may have been seen: while another
/// booking runs, and in the check-in window of the next one. Signs end where the booking was cut.
struct Signs: Sendable {
    /// What is proven about one booking.
    struct Proof: Sendable {
        /// The first sign of its people from its start on.
        var first: WallTime
        /// The last one.
        var last: WallTime
        /// The longest time between two signs in which no sensor saw anybody, though none was blind.
        var longestGap = Duration.zero
    }

    private let checkInWindow: Duration
    private var proofs: [BookingID: Proof] = [:]
    /// The sensors that are active now.
    private var active: Set<String> = []

    init(checkInWindow: Duration) {
        self.checkInWindow = checkInWindow
    }

    func proof(of booking: BookingID) -> Proof? { proofs[booking] }

    mutating func forget(_ booking: BookingID) { proofs[booking] = nil }

    // MARK: The record

    mutating func take(_ day: RecordedDay) {
        let bookings = day.bookings.filter(\.takesRoom)
        var presses = day.presses[...]
        for edge in day.edges {
            while let press = presses.first, press.pressedAt <= edge.at {
                take(press, bookings, day)
                presses = presses.dropFirst()
            }
            take(edge, bookings, day)
        }
        for press in presses { take(press, bookings, day) }
    }

    private mutating func take(
        _ edge: SensorEdge, _ bookings: [RecordedBooking], _ day: RecordedDay
    ) {
        if edge.health == .ok, !day.isBlind(at: edge.at), let owner = owner(of: edge.at, bookings) {
            sign(of: owner, at: edge.at, day)
        }
        if edge.isActive {
            active.insert(edge.sensor)
        } else {
            active.remove(edge.sensor)
        }
    }

    private mutating func take(
        _ press: Press, _ bookings: [RecordedBooking], _ day: RecordedDay
    ) {
        guard press.wish.isAtDoor, press.showsItsPeople,
            let booking = bookings.first(where: { $0.booking.id == press.booking }),
            booking.known.contains(press.pressedAt)
        else { return }
        sign(of: booking.booking.id, at: press.pressedAt, day)
    }

    private mutating func sign(of booking: BookingID, at instant: WallTime, _ day: RecordedDay) {
        guard var proof = proofs[booking] else {
            proofs[booking] = Proof(first: instant, last: instant)
            return
        }
        let silence = Span(start: proof.last, end: instant)
        if active.isEmpty, !day.blind.contains(where: { $0.overlaps(silence) }) {
            proof.longestGap = max(proof.longestGap, silence.length)
        }
        proof.last = max(proof.last, instant)
        proofs[booking] = proof
    }

    /// The booking whose people must have been seen at that moment; nil if it may have been others.
    private func owner(of instant: WallTime, _ bookings: [RecordedBooking]) -> BookingID? {
        var owner: BookingID?
        for booking in bookings {
            let (id, span) = (booking.booking.id, booking.known)
            if span.contains(instant) {
                if owner != nil { return nil }
                owner = id
            } else if booking.booking.source == .server, span.start > instant,
                span.start - checkInWindow <= instant
            {
                return nil
            }
        }
        return owner
    }
}
