/// What is known of the people of each booking that matters.
struct Sittings: Sendable {
    /// How long after the end of its booking a sitting is kept.
    static let keptFor = Duration.seconds(86_400)
    /// Sittings that are kept; beyond it those of deleted bookings give way.
    static let capacity = 1_024

    private var byBooking: [BookingID: Sitting]

    /// Begins with what an earlier run knew.
    init(recalled: [Sitting]) {
        byBooking = Dictionary(recalled.map { ($0.booking, $0.recalled) }) { $1 }
    }

    /// Whether those of deleted bookings have to give way.
    var isFull: Bool { byBooking.count >= Self.capacity }

    /// All of them, in no order.
    var all: Dictionary<BookingID, Sitting>.Values { byBooking.values }

    /// Those of a kind, by the names of their bookings: what follows from them comes in the same order in every run.
    func all(where isMeant: (Sitting) -> Bool) -> [Sitting] {
        byBooking.values.filter(isMeant).sorted { $0.booking.text < $1.booking.text }
    }

    /// The sitting of a booking; nil if it has none.
    subscript(id: BookingID) -> Sitting? {
        get { byBooking[id] }
        set { byBooking[id] = newValue }
    }

    /// The sitting of a booking: a fresh one, if it has none yet.
    func sitting(of booking: Booking) -> Sitting {
        byBooking[booking.id] ?? Sitting(booking: booking.id, span: booking.span)
    }

    /// By a clock that has come to be trusted no booking was known later than now.
    mutating func forgetKnowledge(after now: WallTime) {
        for (id, sitting) in byBooking {
            guard let known = sitting.knownSince, known > now else { continue }
            byBooking[id]?.knownSince = now
        }
    }
}
