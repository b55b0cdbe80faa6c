/// The messages about double bookings that come up together: one to each person, about all of theirs.
///
/// Of two bookings of one person that person is told once, under the one that gives way. If the server does not name
/// a booking's organiser, that counts as one person more.
struct DoubleBookingRound: Sendable {
    private enum Person: Hashable, Sendable {
        case named(String)
        case whoeverCalled(BookingID)

        init(of booking: Booking) {
            self = booking.organiserID.map { .named($0) } ?? .whoeverCalled(booking.id)
        }
    }

    private let settings: RoomSettings
    /// All that are known, by start: another place is looked for among them.
    private let bookings: [Booking]
    private let instant: WallTime
    /// For each person the place of their message in ``messages``.
    private var places: [Person: Int] = [:]
    /// In the order in which their bookings came up.
    private(set) var messages: [Message] = []

    init(_ settings: RoomSettings, among bookings: [Booking], at instant: WallTime) {
        self.settings = settings
        self.bookings = bookings
        self.instant = instant
    }

    /// Takes in two bookings that hold the same time.
    ///
    /// - Parameter firstYields: whether the second one has the room before the first.
    mutating func add(_ first: Booking, _ second: Booking, firstYields: Bool) {
        guard Person(of: first) != Person(of: second) else {
            let (yielding, staying) = firstYields ? (first, second) : (second, first)
            add(yielding, staying, isOwn: true)
            return
        }
        add(first, second, isOwn: false)
        add(second, first, isOwn: false)
    }

    private mutating func add(_ booking: Booking, _ other: Booking, isOwn: Bool) {
        // For a booking of a panel there is nobody to tell.
        guard booking.source == .server else { return }
        let name = Message.Other(
            booking: other.id, span: other.span,
            title: isOwn ? other.title : settings.titles.title(other.title),
            organiser: other.organiser, isOwn: isOwn)
        let place = place(of: booking)
        guard messages[place].namedOthers < Message.greatestOthers else {
            messages[place].omitted += 1
            return
        }
        let index = messages[place].collisions.firstIndex { $0.booking == booking.id }
        guard let index else {
            messages[place].collisions.append(
                Message.Collision(
                    booking: booking.id, span: booking.span, title: booking.title, others: [name],
                    nextFree: DoubleBookings.nextFree(
                        for: booking, among: bookings, notBefore: instant)))
            return
        }
        messages[place].collisions[index].others.append(name)
    }

    /// Where the message to its organiser is; a new one, if there is none yet.
    private mutating func place(of booking: Booking) -> Int {
        let person = Person(of: booking)
        if let place = places[person] { return place }
        places[person] = messages.count
        messages.append(
            Message(
                .doubleBooked, to: booking.id, span: booking.span, title: booking.title,
                room: settings.name))
        return messages.count - 1
    }
}

extension Message {
    fileprivate var namedOthers: Int { collisions.reduce(0) { $0 + $1.others.count } }
}
