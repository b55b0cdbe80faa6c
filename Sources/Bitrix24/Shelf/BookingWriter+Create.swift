import CivilCalendar
import JSONText
import RoomCore

/// Making bookings: look, make, look again.
extension BookingWriter {
    func create(_ booking: Booking) async throws(Bitrix24Error) {
        var booking = booking
        booking.span = Span(
            start: booking.span.start.flooredToSecond, end: booking.span.end.flooredToSecond)
        guard booking.id.text.hasPrefix(Marker.panelPrefix), !booking.span.isEmpty else {
            throw failure("create", .refused("\(booking.id) is no booking of a panel"))
        }
        var missing: [(shelf: any Shelf, slot: Span)] = []
        for shelf in shelves {
            let reading = try await look(for: booking, on: shelf)
            try await removeStrays(of: booking.id, in: reading, shelf)
            if reading.own(booking.id) != nil { continue }
            if let rival = rivals(of: booking, in: reading).first {
                try await yield(booking, to: rival, on: shelf)
            }
            missing.append((shelf, shelf.slot(for: booking, in: reading)))
        }
        guard !memory.isAwaited(booking.id) else { return try await settle(booking) }
        var numbers: [String: Int64] = [:]
        for (shelf, slot) in missing {
            numbers[shelf.name] = try await add(booking, at: slot, to: shelf)
        }
        memory.await(booking.id, numbers: numbers)
        try await settle(booking)
    }

    /// Reads a shelf around the time of a booking; what an earlier try made, and the portal put elsewhere, is brought to
    /// its time.
    private func look(
        for booking: Booking, on shelf: any Shelf
    ) async throws(Bitrix24Error) -> ShelfReading {
        let around = Span(
            start: booking.span.start - Self.astray, end: booking.span.end + Self.astray)
        let reading = try await read(shelf, around)
        guard reading.own(booking.id) == nil,
            let astray = reading.displaced.first(where: { $0.marker?.id == booking.id })
        else { return reading }
        guard astray.isUntouched else {
            memory.forget(booking.id)
            throw failure(
                "create", .refused("\(booking.id) was made, and somebody has moved it since"))
        }
        try await bringHome(astray, booking, on: shelf, in: reading)
        return try await read(shelf, around)
    }

    private func bringHome(
        _ astray: ShelfEntry, _ booking: Booking, on shelf: any Shelf, in reading: ShelfReading
    ) async throws(Bitrix24Error) {
        do {
            try await shelf.move(astray, to: shelf.slot(for: booking, in: reading))
        } catch {
            if error.isFinal { try await shelf.remove(astray) }
            throw error
        }
    }

    private func add(
        _ booking: Booking, at slot: Span, to shelf: any Shelf
    ) async throws(Bitrix24Error) -> Int64? {
        do {
            return try await shelf.add(booking, at: slot)
        } catch {
            // A clear no ends it; what was made elsewhere for the same booking goes too: all or none.
            if error.isFinal { try await removeOwn(booking.id, around: booking.span) }
            throw error
        }
    }

    /// Reads back who has the time now.
    private func settle(_ booking: Booking) async throws(Bitrix24Error) {
        for shelf in shelves {
            let reading = try await look(for: booking, on: shelf)
            guard let own = try await own(booking, in: reading, on: shelf) else {
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

    /// The booking as it was read, and where the list does not show it, by the number that it was given.
    private func own(
        _ booking: Booking, in reading: ShelfReading, on shelf: any Shelf
    ) async throws(Bitrix24Error) -> ShelfEntry? {
        if let own = reading.own(booking.id) { return own }
        guard let number = memory.number(of: booking.id, on: shelf.name),
            let made = try await shelf.made(number)
        else { return nil }
        if made.isOurs { return made.booking.id == booking.id ? made : nil }
        guard made.isUntouched else { return nil }
        try await bringHome(made, booking, on: shelf, in: reading)
        return try await look(for: booking, on: shelf).own(booking.id)
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
}

extension ShelfEntry {
    /// Whether nobody has changed it since it was made; where the portal does not tell, somebody may have.
    fileprivate var isUntouched: Bool {
        guard case .event(let row) = row, let made = row.value["DATE_CREATE"]?.text,
            let changed = row.value["TIMESTAMP_X"]?.text,
            let first = PortalDate.cultural(made)?.time,
            let last = PortalDate.cultural(changed)?.time
        else { return false }
        return last.seconds - first.seconds < 60
    }
}
