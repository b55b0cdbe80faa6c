import RoomCore

/// Making bookings longer and shorter.
extension BookingWriter {
    func changeEnd(_ id: BookingID, to end: WallTime) async throws(Bitrix24Error) {
        var places = try await locate(id)
        guard let first = places.first else { throw gone(id) }
        let booking = first.entry.booking
        guard booking.isWritable else {
            throw failure("change", .forbidden("the webhook's user may not change \(id)"))
        }
        guard !booking.isAllDay else { throw failure("change", .refused("\(id) fills whole days")) }
        if end <= booking.span.start {
            if first.entry.isOurs { return try await withdraw(id) }
            // Somebody has moved it since: what was to be cut is not there any more.
            throw failure("change", .gone("\(id) starts after its new end"))
        }
        if first.entry.isOurs, end > booking.span.end {
            try await checkFree(places, Span(start: booking.span.end, end: end), id)
        }
        // What is booked along goes first, so that the room itself changes only if all can.
        places.reverse()
        try await setEnd(places, to: end)
    }

    private func setEnd(_ places: [Place], to end: WallTime) async throws(Bitrix24Error) {
        var changed: [Place] = []
        for place in places where place.entry.booking.span.end != end {
            do {
                try await place.shelf.setEnd(place.entry, to: end)
                changed.append(place)
            } catch {
                if error.isFinal {
                    for place in changed {
                        try await place.shelf.setEnd(place.entry, to: place.entry.booking.span.end)
                    }
                }
                throw error
            }
        }
    }

    private func checkFree(
        _ places: [Place], _ span: Span, _ id: BookingID
    ) async throws(Bitrix24Error) {
        for (index, place) in places.enumerated() {
            let reading = try await place.shelf.read(span)
            // Whether the room itself is free the panel has decided already.
            let others = reading.obstacles + (index == 0 ? [] : reading.entries)
            if let rival = others.first(where: { $0.takes(span) && $0.booking.id != id }) {
                throw failure(
                    "change", .taken("\(rival.booking.id) has what is booked along with the room")
                )
            }
        }
    }
}
