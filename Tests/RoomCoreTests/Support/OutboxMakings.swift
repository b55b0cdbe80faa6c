@testable import RoomCore

/// What suites about the outbox put into it.
protocol OutboxMakings {}

extension OutboxMakings {
    var id: BookingID { BookingID("a") }
    var now: WallTime { at("10:00") }
    var later: Uptime { Uptime(sinceBoot: .seconds(1_000)) }
    var made: Booking { booking("a", "10:00", "10:30", source: .panel) }

    func outbox(_ writes: [ServerWrite] = []) -> Outbox {
        var outbox = Outbox([], lastNumber: 0)
        for write in writes { _ = outbox.enqueue(write, at: now) }
        return outbox
    }

    func failure(
        _ kind: ServerFailure.Kind, retryAfter: Duration? = nil
    ) -> ServerFailure {
        ServerFailure(kind, "scripted", retryAfter: retryAfter)
    }

    func mark(_ id: String, _ mark: BookingMark = .late) -> ServerWrite {
        .mark(BookingID(id), mark)
    }
}
