import JSONText
import RoomCore

/// Making bookings longer and shorter.
extension BookingWriter {
    func changeEnd(
        _ id: BookingID, from base: WallTime, to end: WallTime
    ) async throws(Bitrix24Error) {
        var places = try await locate(id)
        guard let first = places.first else { throw gone(id) }
        let booking = first.entry.booking
        guard booking.isWritable else {
            throw failure("change", .forbidden("the webhook's user may not change \(id)"))
        }
        guard !booking.isAllDay else { throw failure("change", .refused("\(id) fills whole days")) }
        guard end > booking.span.start || first.entry.isOurs else {
            // Somebody has moved it since: what was to be cut is not there any more.
            throw failure("change", .gone("\(id) starts after its new end"))
        }
        let now = booking.span.end
        guard now.isSameEnd(as: base) || now.isSameEnd(as: end) else {
            throw failure("change", .changed("\(id) has been given another end since"))
        }
        // Of a booking of our own that would have no time left, nothing is to be kept.
        guard end > booking.span.start else { return try await withdraw(id) }
        if first.entry.isOurs, end > booking.span.end {
            try await checkFree(&places, Span(start: booking.span.end, end: end), id)
        }
        // What is booked along goes first, so that the room itself changes only if all can.
        places.reverse()
        try await setEnd(places, to: end)
    }

    private func setEnd(_ places: [Place], to end: WallTime) async throws(Bitrix24Error) {
        var changed: [Place] = []
        for place in places {
            do {
                let listed = try await place.shelf.setEnd(
                    place.entry, to: end, before: place.next)
                memory.cut(place.entry.booking.id, listed: listed, wanted: end)
                changed.append(place)
            } catch {
                if error.isFinal { try await takeBack(changed, to: end) }
                throw error
            }
        }
    }

    /// What is booked along has its old end again, since the room itself cannot have the new one.
    private func takeBack(_ changed: [Place], to end: WallTime) async throws(Bitrix24Error) {
        for place in changed {
            guard
                let now = try await read(place.shelf, place.entry.booking.span)
                    .own(place.entry.booking.id)
            else { continue }
            let before = place.entry.booking.span.end
            let listed = try await place.shelf.setEnd(now, to: before, before: nil)
            memory.cut(now.booking.id, listed: listed, wanted: before)
        }
    }

    private func checkFree(
        _ places: inout [Place], _ span: Span, _ id: BookingID
    ) async throws(Bitrix24Error) {
        for (index, place) in places.enumerated() {
            let reading = try await read(
                place.shelf, Span(start: span.start, end: Minutes.up(span.end)))
            places[index].next = reading.entries.lazy
                .filter { $0.booking.isBlocking && $0.booking.id != id }
                .map(\.listed.start).filter { $0 >= span.end }.min()
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
