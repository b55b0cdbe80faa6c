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

    /// A change of the end of `a`.
    func change(_ from: String, _ to: String) -> ServerWrite {
        .changeEnd(id, from: at(from), to: at(to))
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

extension Outbox {
    init(_ owed: [OutboxEntry], lastNumber: Int64) {
        self.init(owed, lastNumber: lastNumber, at: Uptime(sinceBoot: .zero))
    }

    /// Owes what a press wants.
    mutating func enqueue(_ write: ServerWrite, at now: WallTime) -> [OutboxEntry]? {
        enqueue(write, .press, at: now)
    }

    /// Plans what a press wants.
    mutating func plan(_ writes: [ServerWrite], at now: WallTime) -> [OutboxEntry]? {
        plan(writes.map { ($0, .press) }, at: now)
    }
}
