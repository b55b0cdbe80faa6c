import RoomCore

/// What the server was asked to do, as most expectations put it: without what it replaces.
enum Deed: Hashable {
    case create(Booking)
    case changeEnd(BookingID, end: WallTime)
    case withdraw(BookingID)
    case mark(BookingID, BookingMark)

    init(_ write: ServerWrite) {
        self =
            switch write {
            case .create(let booking): .create(booking)
            case .changeEnd(let id, _, let end): .changeEnd(id, end: end)
            case .withdraw(let id): .withdraw(id)
            case .mark(let id, let mark): .mark(id, mark)
            }
    }

    var bookingID: BookingID {
        switch self {
        case .create(let booking): booking.id
        case .changeEnd(let id, _), .withdraw(let id), .mark(let id, _): id
        }
    }

    var operation: ServerOperation {
        switch self {
        case .create: .create
        case .changeEnd: .changeEnd
        case .withdraw: .withdraw
        case .mark: .mark
        }
    }
}
