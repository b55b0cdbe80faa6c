import Logging
import RoomCore
import Synchronization

/// Carries out writes, each once in effect even when it is asked for again after a lost answer.
///
/// A portal refuses no double booking in its calendars and knows no idempotency. So a booking is made in three steps:
/// look whether it is there or its time is taken, make it, look again who was first. The smaller number stays; ours
/// yields, and nothing but ours is ever taken away.
struct BookingWriter: Sendable {
    /// The room, and then what is booked together with it.
    let shelves: [any Shelf]
    let session: PortalSession
    /// Whether the panel knew, at its last reading, that somebody's booking has that time: then it books over it on
    /// purpose, because people took over a room that nobody came to.
    let known: @Sendable (_ other: BookingID, _ span: Span) -> Bool
    let memory: WriteMemory
    let wall: @Sendable () -> WallTime
    let logger: Logger

    /// Where the panel's own bookings are looked for, around now.
    private static let search = (
        before: Duration.seconds(2 * 86_400), after: Duration.seconds(15 * 86_400)
    )

    /// Carries out one write.
    func write(_ write: ServerWrite) async throws(Bitrix24Error) {
        switch write {
        case .create(let booking): try await create(booking)
        case .changeEnd(let id, let end): try await changeEnd(id, to: end.flooredToSecond)
        case .withdraw(let id): try await withdraw(id)
        case .mark(let id, let mark): try await self.mark(id, mark)
        }
    }

    // MARK: - Create

    private func create(_ booking: Booking) async throws(Bitrix24Error) {
        var booking = booking
        booking.span = Span(
            start: booking.span.start.flooredToSecond, end: booking.span.end.flooredToSecond)
        guard booking.id.text.hasPrefix(Marker.panelPrefix), !booking.span.isEmpty else {
            throw failure("create", .refused("\(booking.id) is no booking of a panel"))
        }
        var missing: [any Shelf] = []
        for shelf in shelves {
            let reading = try await shelf.read(booking.span)
            try await removeStrays(of: booking.id, in: reading, shelf)
            if reading.own(booking.id) != nil { continue }
            if let rival = rivals(of: booking, in: reading).first {
                try await yield(booking, to: rival, on: shelf)
            }
            missing.append(shelf)
        }
        guard !memory.isAwaited(booking.id) else { return try await settle(booking) }
        for shelf in missing { try await add(booking, to: shelf) }
        memory.await(booking.id)
        try await settle(booking)
    }

    private func add(_ booking: Booking, to shelf: any Shelf) async throws(Bitrix24Error) {
        do {
            try await shelf.add(booking)
        } catch {
            // A clear no ends it; what was made elsewhere for the same booking goes too: all or none.
            if error.isFinal { try await removeOwn(booking.id, around: booking.span) }
            throw error
        }
    }

    /// Reads back who has the time now.
    private func settle(_ booking: Booking) async throws(Bitrix24Error) {
        for shelf in shelves {
            let reading = try await shelf.read(booking.span)
            guard let own = reading.own(booking.id) else {
                let wasRefused = reading.strays.contains { $0.booking.id == booking.id }
                guard wasRefused else {
                    throw failure("create", .malformed("\(booking.id) was made but is not there"))
                }
                memory.forget(booking.id)
                try await removeOwn(booking.id, around: booking.span)
                throw failure(
                    "create", .taken("the portal did not give the room to \(booking.id)"))
            }
            try await removeStrays(of: booking.id, in: reading, shelf)
            if let winner = rivals(of: booking, in: reading).first(where: { $0.number < own.number }
            ) {
                try await yield(booking, to: winner, on: shelf)
            }
        }
        memory.forget(booking.id)
    }

    private func rivals(of booking: Booking, in reading: ShelfReading) -> [ShelfEntry] {
        (reading.entries + reading.obstacles).filter {
            $0.takes(booking.span) && $0.booking.id != booking.id
                && !known($0.booking.id, booking.span)
        }
    }

    private func yield(
        _ booking: Booking, to winner: ShelfEntry, on shelf: any Shelf
    ) async throws(Bitrix24Error) -> Never {
        memory.forget(booking.id)
        try await removeOwn(booking.id, around: booking.span)
        throw failure(
            "create",
            .taken("the time went to \(winner.booking.id) in \(shelf.name), which was first"))
    }

    /// Takes away what the panel made for one booking, wherever it made it.
    private func removeOwn(_ id: BookingID, around span: Span) async throws(Bitrix24Error) {
        for shelf in shelves {
            let reading = try await shelf.read(span)
            try await removeStrays(of: id, in: reading, shelf)
            if let own = reading.own(id) { try await shelf.remove(own) }
        }
    }

    private func removeStrays(
        of id: BookingID, in reading: ShelfReading, _ shelf: any Shelf
    ) async throws(Bitrix24Error) {
        for stray in reading.strays where stray.booking.id == id && stray.isOurs {
            logger.notice("removing what was made twice", metadata: ["booking": "\(id)"])
            try await shelf.remove(stray)
        }
    }

    // MARK: - Withdraw and mark

    func withdraw(_ id: BookingID) async throws(Bitrix24Error) {
        guard id.text.hasPrefix(Marker.panelPrefix) else {
            throw failure("withdraw", .refused("the panel did not make \(id)"))
        }
        for shelf in shelves {
            let reading = try await shelf.read(searchWindow)
            try await removeStrays(of: id, in: reading, shelf)
            if let own = reading.own(id) { try await shelf.remove(own) }
        }
        memory.forget(id)
    }

    private func mark(_ id: BookingID, _ mark: BookingMark) async throws(Bitrix24Error) {
        guard let place = try await locate(id).first else { throw gone(id) }
        try await place.shelf.mark(place.entry, mark)
    }

    // MARK: - Finding

    struct Place: Sendable {
        var shelf: any Shelf
        var entry: ShelfEntry
    }

    /// Where a booking lies: the panel's own on every shelf, somebody else's in the room.
    func locate(_ id: BookingID) async throws(Bitrix24Error) -> [Place] {
        guard id.text.hasPrefix(Marker.panelPrefix) else {
            guard let room = shelves.first, let entry = try await room.find(id) else { return [] }
            return [Place(shelf: room, entry: entry)]
        }
        var places: [Place] = []
        for shelf in shelves {
            guard let own = try await shelf.read(searchWindow).own(id) else {
                if places.isEmpty { return [] }
                continue
            }
            places.append(Place(shelf: shelf, entry: own))
        }
        return places
    }

    private var searchWindow: Span {
        let now = wall()
        return Span(start: now - Self.search.before, end: now + Self.search.after)
    }

    func gone(_ id: BookingID) -> Bitrix24Error {
        failure("looking for \(id)", .gone("it is not there any more"))
    }

    func failure(_ operation: String, _ cause: Bitrix24Error.Cause) -> Bitrix24Error {
        session.error(operation, cause)
    }
}

extension ShelfReading {
    /// The panel's own booking of that name; nil if it is not there.
    func own(_ id: BookingID) -> ShelfEntry? {
        entries.first { $0.booking.id == id && $0.isOurs }
    }
}

extension Bitrix24Error {
    /// Whether trying again is pointless and nothing was changed.
    var isFinal: Bool {
        switch cause {
        case .portal(.business, _, _, _), .portal(.configuration, _, _, _), .forbidden, .missing,
            .gone, .taken, .refused:
            true
        case .transport, .webPage, .malformed, .oversized, .portal, .paced: false
        }
    }

    /// What the portal said, for people.
    var portalText: String {
        if case .portal(_, _, _, let text) = cause { text } else { "" }
    }
}
