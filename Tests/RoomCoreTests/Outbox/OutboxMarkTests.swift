import Testing

@testable import RoomCore

/// Marks that are told to wait keep nothing else waiting.
@Suite struct OutboxMarkTests {
    private let now = Uptime(sinceBoot: .seconds(100))
    private let wait = ServerFailure(.limit, "in turn", retryAfter: .seconds(300))
    private let mark = ServerWrite.mark(BookingID("a"), .late)

    @Test func aPressOvertakesAMarkThatWaits() throws {
        var outbox = Outbox([], lastNumber: 0)
        _ = outbox.enqueue(mark, at: at("10:00"))
        let sent = outbox.next(at: now)
        let first = try #require(sent)
        _ = outbox.fail(first.number, wait, jitter: 0, at: now)
        let none = outbox.next(at: now)
        #expect(none == nil)
        #expect(outbox.deadline == now + .seconds(300))
        _ = outbox.enqueue(.create(booking("domovoy-1", "10:00", "10:30")), at: at("10:00"))
        let overtaking = outbox.next(at: now + .seconds(1))
        let press = try #require(overtaking)
        #expect(press.write.operation == .create)
        _ = outbox.acknowledge(press.number, at: now)
        let early = outbox.next(at: now + .seconds(299))
        let due = outbox.next(at: now + .seconds(300))
        #expect(early == nil && due?.write == mark)
    }

    @Test func otherFailuresOfAMarkHoldTheBoxAsBefore() throws {
        var outbox = Outbox([], lastNumber: 0)
        _ = outbox.enqueue(mark, at: at("10:00"))
        let sent = outbox.next(at: now)
        let first = try #require(sent)
        _ = outbox.fail(first.number, ServerFailure(.unreachable, "x"), jitter: 1, at: now)
        _ = outbox.enqueue(.create(booking("domovoy-1", "10:00", "10:30")), at: at("10:00"))
        let none = outbox.next(at: now + .seconds(1))
        #expect(none == nil)
    }
}
