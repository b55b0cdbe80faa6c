import Testing

@testable import RoomCore

/// How much the outbox holds, for how long, and what outlives a restart.
@Suite struct OutboxBoundsTests: OutboxMakings {
    // MARK: Bounds

    @Test func boxIsBoundedAndKeepsRoomForPressesAndCorrections() {
        var outbox = outbox()
        for number in 0..<300 { _ = outbox.enqueue(mark("m\(number)"), at: now) }
        #expect(outbox.entries.count == 192)
        var presses = 0
        while let entries = outbox.plan([.withdraw(BookingID("p\(presses)"))], at: now) {
            outbox.commit(entries)
            presses += 1
        }
        #expect(outbox.entries.count == 240)
        for number in 0..<300 { _ = outbox.enqueue(.withdraw(BookingID("w\(number)")), at: now) }
        #expect(outbox.entries.count == 256)
        #expect(outbox.enqueue(.withdraw(id), at: now) == nil)
        #expect(outbox.enqueue(.withdraw(BookingID("other")), at: now) == nil)
    }

    @Test func fullBoxStillTakesWhatMakesItNoFuller() {
        var outbox = outbox([change("10:30", "10:45")])
        for number in 0..<255 { _ = outbox.enqueue(.withdraw(BookingID("w\(number)")), at: now) }
        #expect(outbox.entries.count == 256)
        #expect(outbox.enqueue(change("10:45", "11:00"), at: now) != nil)
        #expect(outbox.entries.count == 256)
    }

    @Test func planChangesNothingUntilItIsCarriedOut() {
        var outbox = outbox([.create(made)])
        let plan = outbox.plan([change("10:30", "10:45")], at: now)
        #expect(outbox.entries.map(\.number) == [1])
        _ = outbox.enqueue(mark("b"), at: now)
        outbox.commit(plan ?? [])
        #expect(outbox.entries.map(\.number) == [2, 3])
    }

    @Test func writesOlderThanAWeekExpireExceptTheOneUnderWay() {
        var outbox = outbox([mark("a"), mark("b"), mark("c")])
        _ = outbox.next(at: later)
        #expect(outbox.expire(at: now + .days(7) - microsecond).isEmpty)
        let expired = outbox.expire(at: now + .days(7))
        #expect(expired.map(\.state) == [.expired, .expired])
        #expect(outbox.entries.map(\.number) == [1])
    }

    @Test func expiryDoesNotEndTheWaitForTheServer() {
        var outbox = outbox([mark("a")])
        _ = outbox.next(at: later)
        _ = outbox.fail(1, failure(.limit, retryAfter: .seconds(90)), jitter: 0, at: later)
        _ = outbox.enqueue(mark("b"), at: now + .days(6))
        _ = outbox.expire(at: now + .days(7))
        #expect(outbox.deadline == later + .seconds(90))
    }

    /// Its row would stay in the journal until the next start.
    @Test func answeredIntentThatGivesWayToANewerOneIsDoneInTheJournal() {
        let answered = (1...256).map { number in
            OutboxEntry(
                number: Int64(number), write: .withdraw(BookingID("w\(number)")), createdAt: now,
                state: .answered)
        }
        var day = Day([], sensors: [], memory: Memory(outbox: answered, lastOutbox: 256))
        day.press()
        #expect(day.sent.map(\.number) == [257])
        let kept = day.records.compactMap { record -> OutboxEntry? in
            if case .outbox(let entry) = record, entry.number <= 256 { entry } else { nil }
        }
        #expect(kept.map(\.number) == [1])
        #expect(kept.map(\.state) == [.acknowledged])
    }

    // MARK: Restart

    @Test func restoredWritesMayHaveBeenSentAndGoFirst() {
        let old = OutboxEntry(number: 7, write: .create(made), createdAt: now)
        let done = OutboxEntry(number: 5, write: mark("z"), createdAt: now, state: .acknowledged)
        let sent = OutboxEntry(
            number: 6, write: mark("y"), createdAt: now, state: .sent, attempts: 3)
        var outbox = Outbox([old, done, sent], lastNumber: 4)
        #expect(outbox.entries.map(\.number) == [6, 7])
        #expect(outbox.entries.map(\.state) == [.queued, .queued])
        #expect(outbox.entries.map(\.attempts) == [3, 1])
        _ = outbox.enqueue(mark("b"), at: now)
        #expect(outbox.entries.map(\.number) == [6, 7, 8])
    }

    @Test func whatIsRecalledLaterGoesAheadAndKeepsItsNumbers() {
        var outbox = Outbox([], lastNumber: 1_000)
        _ = outbox.enqueue(mark("new"), at: now)
        let old = OutboxEntry(number: 3, write: .create(made), createdAt: now)
        outbox.recall([old, old], lastNumber: 9, at: later)
        #expect(outbox.entries.map(\.number) == [3, 1_001])
        _ = outbox.enqueue(mark("newer"), at: now)
        #expect(outbox.entries.last?.number == 1_002)
    }

    @Test func whatIsDoneIsNotRecalledASecondTime() {
        let old = OutboxEntry(number: 3, write: mark("old"), createdAt: now)
        var outbox = Outbox([old], lastNumber: 3)
        _ = outbox.next(at: later)
        _ = outbox.acknowledge(3, at: later)
        outbox.recall([old], lastNumber: 3, at: later)
        #expect(outbox.entries.isEmpty)
    }

    @Test func wildNumbersOfAnEarlierRunDoNotOverflow() {
        let wild = OutboxEntry(
            number: .max, write: mark("y"), createdAt: now, attempts: .max)
        var outbox = Outbox([wild], lastNumber: 0)
        #expect(outbox.next(at: later)?.number == .max)
        #expect(outbox.enqueue(mark("z"), at: now) != nil)
    }

    @Test func onlyChangesOfTimeOrBeingArePending() {
        let outbox = outbox([
            mark("m"), change("10:30", "10:00"), .create(booking("c", "1:00", "2:00")),
        ])
        #expect(!outbox.isPending(BookingID("m")))
        #expect(outbox.isPending(id))
        #expect(outbox.isPending(BookingID("c")))
        #expect(!outbox.isPending(BookingID("other")))
    }
}
