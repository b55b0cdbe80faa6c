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

    /// For each person the place of their message in ``messages``.
    private var places: [Person: Int] = [:]
    /// In the order in which their bookings came up.
    private(set) var messages: [Message] = []

    /// Takes in two bookings that hold the same time.
    mutating func add(_ first: Booking, _ second: Booking, in room: Room, at now: Now) {
        guard Person(of: first) != Person(of: second) else {
            let isFirst = room.hasPrecedence(second, over: first)
            add(isFirst ? first : second, isFirst ? second : first, isOwn: true, room, now)
            return
        }
        add(first, second, isOwn: false, room, now)
        add(second, first, isOwn: false, room, now)
    }

    private mutating func add(
        _ booking: Booking, _ other: Booking, isOwn: Bool, _ room: Room, _ now: Now
    ) {
        // For a booking of a panel there is nobody to tell.
        guard booking.source == .server else { return }
        let isShown = isOwn || room.settings.showsTitles
        let name = Message.Other(
            booking: other.id, span: other.span, title: isShown ? other.title : nil,
            organiser: other.organiser, isOwn: isOwn)
        let place = place(of: booking, room)
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
                        for: booking, among: room.schedule.bookings, notBefore: now.wall)))
            return
        }
        messages[place].collisions[index].others.append(name)
    }

    /// Where the message to its organiser is; a new one, if there is none yet.
    private mutating func place(of booking: Booking, _ room: Room) -> Int {
        let person = Person(of: booking)
        if let place = places[person] { return place }
        places[person] = messages.count
        messages.append(
            Message(
                .doubleBooked, to: booking.id, span: booking.span, title: booking.title,
                room: room.settings.name))
        return messages.count - 1
    }
}

extension Message {
    fileprivate var namedOthers: Int { collisions.reduce(0) { $0 + $1.others.count } }
}
