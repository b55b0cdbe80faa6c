import JSONText
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

    /// How far from its time a booking of the panel is looked for: a portal may read dates in another zone.
    static let astray = Duration.seconds(20 * 3_600)

    /// Carries out one write.
    func write(_ write: ServerWrite) async throws(Bitrix24Error) {
        for shelf in shelves { try await shelf.settle() }
        switch write {
        case .create(let booking): try await create(booking)
        case .changeEnd(let id, let from, let to):
            try await changeEnd(id, from: from, to: to.flooredToSecond)
        case .withdraw(let id): try await withdraw(id)
        case .mark(let id, let mark): try await self.mark(id, mark)
        }
    }

    // MARK: - Taking away

    /// Takes away what the panel made for one booking, wherever it made it.
    func removeOwn(_ id: BookingID, around span: Span) async throws(Bitrix24Error) {
        for shelf in shelves {
            let reading = try await read(shelf, span)
            try await removeStrays(of: id, in: reading, shelf)
            if let own = reading.own(id) { try await shelf.remove(own) }
        }
    }

    func removeStrays(
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
            let reading = try await read(shelf, searchWindow)
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
        /// When somebody else begins soon after the end that is wanted; nil if nobody does, or it was not looked for.
        var next: WallTime?
    }

    /// Where a booking lies: the panel's own on every shelf, somebody else's in the room.
    func locate(_ id: BookingID) async throws(Bitrix24Error) -> [Place] {
        guard id.text.hasPrefix(Marker.panelPrefix) else {
            guard let room = shelves.first, let entry = try await room.find(id) else { return [] }
            return [Place(shelf: room, entry: entry)]
        }
        var places: [Place] = []
        for shelf in shelves {
            guard let own = try await read(shelf, searchWindow).own(id) else {
                if places.isEmpty { return [] }
                continue
            }
            places.append(Place(shelf: shelf, entry: own))
        }
        return places
    }

    /// Reads a shelf; ends that were cut to the second are as they were asked for.
    func read(_ shelf: any Shelf, _ window: Span) async throws(Bitrix24Error) -> ShelfReading {
        var reading = try await shelf.read(window)
        reading.entries = memory.told(reading.entries)
        return reading
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
            .gone, .taken, .changed, .refused:
            true
        case .transport, .webPage, .malformed, .oversized, .portal, .paced: false
        }
    }

    /// What the portal said, for people.
    var portalText: String {
        if case .portal(_, _, _, let text) = cause { text } else { "" }
    }
}
