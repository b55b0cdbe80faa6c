import RoomCore
import Testing

/// What is counted, and that nothing is counted twice.
struct TallyTests {
    private func press(_ outcome: Press.Outcome, _ refusal: Press.Refusal? = nil) -> Effect {
        .note(
            .press(
                Press(
                    number: 1, pressedAt: at("10:00"), length: .short, outcome: outcome,
                    refusal: refusal)))
    }

    @Test func pressesAreCountedByLengthAndOutcome() {
        var tally = Tally()
        tally.count(.tick, [press(.booked), press(.refused, .tooShort)])
        tally.count(.tick, [press(.booked)])
        #expect(tally.presses == [.init(.short, .booked): 2, .init(.short, .refused): 1])
        #expect(tally.refusals == [.tooShort: 1])
    }

    @Test func aDayIsCountedAsItWasLived() {
        var day = Day([booking("a", "10:00", "11:00", title: "Budget")])
        var tally = Tally()
        tally.count(.tick, day.effects)
        let seen = day.effects.count
        day.advance(to: "10:11")
        tally.count(.tick, Array(day.effects[seen...]))
        #expect(tally.verdicts == [.noShow: 1])
    }

    @Test func readsAreCountedByHowTheyEnded() {
        var tally = Tally()
        let window = Span(start: at("00:00"), length: .seconds(86_400))
        let uptime = Uptime(sinceBoot: .zero)
        let reading = ScheduleReading(window: window, bookings: [])
        for _ in 0..<2 { tally.count(.server(.read(reading, startedAt: uptime)), []) }
        tally.count(.server(.readFailed(ServerFailure(.offline, "x"))), [])
        #expect(tally.reads == [nil: 2, .offline: 1])
    }

    @Test func triesOfAWriteAreCountedOnceEach() {
        var tally = Tally()
        let entry = OutboxEntry(number: 3, write: .withdraw(BookingID("a")), createdAt: at("10:00"))
        // An answer to what nobody asked is none.
        tally.count(.server(.acknowledged(number: 3)), [])
        tally.count(.tick, [.send(entry)])
        tally.count(.server(.writeFailed(number: 3, ServerFailure(.server, "x"), jitter: 0)), [])
        tally.count(.server(.writeFailed(number: 3, ServerFailure(.server, "x"), jitter: 0)), [])
        tally.count(.tick, [.send(entry)])
        tally.count(.server(.acknowledged(number: 2)), [])
        tally.count(.server(.acknowledged(number: 3)), [.send(entry)])
        #expect(tally.writes == [.init(.withdraw, .server): 1, .init(.withdraw, nil): 1])
    }

    @Test func theJournalsRecoveryIsNoFault() {
        var tally = Tally()
        tally.count(.journal(.notStored(Receipt(1), "full")), [])
        tally.count(.journal(.fault("full")), [])
        tally.count(.journal(.fault(nil)), [])
        tally.count(.journal(.stored(Receipt(1))), [])
        #expect(tally.journalFaults == 2)
    }
}
