import Testing

@testable import RoomCore

/// The writes owed to the server: design section 5.
@Suite struct OutboxTests: OutboxMakings {
    // MARK: Order

    @Test func writesGoOutOneAtATimeInTheOrderOwed() {
        var outbox = outbox([.create(made), mark("b"), mark("c")])
        #expect(outbox.next(at: later)?.number == 1)
        #expect(outbox.next(at: later) == nil)
        #expect(outbox.acknowledge(1, at: later)?.state == .answered)
        #expect(outbox.next(at: later)?.number == 2)
        #expect(outbox.acknowledge(2, at: later)?.state == .acknowledged)
        #expect(outbox.next(at: later)?.number == 3)
        #expect(outbox.acknowledge(3, at: later) != nil)
        #expect(outbox.next(at: later) == nil)
        #expect(outbox.owed.isEmpty)
    }

    /// What may have reached the server is settled before what replaces it: that was decided on it.
    @Test func endThatFailsIsTriedAgainBeforeTheNextOne() {
        var outbox = outbox([change("11:00", "11:15")])
        _ = outbox.next(at: later)
        _ = outbox.enqueue(change("11:15", "10:30"), at: now)
        #expect(outbox.fail(1, failure(.unreachable), jitter: 0, at: later)?.1 == .retried)
        #expect(outbox.next(at: later) == nil)
        #expect(outbox.next(at: later + .seconds(2))?.write == change("11:00", "11:15"))
        _ = outbox.acknowledge(1, at: later)
        #expect(outbox.next(at: later + .seconds(2))?.write == change("11:15", "10:30"))
    }

    @Test(arguments: [ServerFailure.Kind.unreachable, .taken])
    func bookingThatFailsIsNotTriedAgainOnceItIsTakenBack(kind: ServerFailure.Kind) {
        var outbox = outbox([.create(made)])
        _ = outbox.next(at: later)
        _ = outbox.enqueue(.withdraw(id), at: now)
        let failed = outbox.fail(1, failure(kind), jitter: 0, at: later)
        #expect(failed?.0.state == .superseded)
        #expect(failed?.1 == .superseded)
        #expect(outbox.entries.map(\.write) == [.withdraw(id)])
    }

    /// Seed 12110557: the write under way failed while the press that replaces it waited for the journal.
    @Test func planFollowsWhatFailedMeanwhile() throws {
        var outbox = outbox([change("11:00", "11:15")])
        _ = outbox.next(at: later)
        let planned = outbox.plan([change("11:15", "11:30")], at: now)
        let plan = try #require(planned)
        #expect(plan.map(\.number) == [2])
        #expect(outbox.fail(1, failure(.unreachable), jitter: 0, at: later)?.1 == .retried)
        outbox.commit(plan)
        #expect(
            outbox.entries.map(\.write) == [change("11:00", "11:15"), change("11:15", "11:30")])
    }

    /// Seed 12022028: of two ends that an earlier run owed, the older was sent again after the newer was done.
    @Test func whatAnEarlierRunOwedIsSentInItsOrder() {
        let owed = [(2, "11:15", "11:30"), (1, "11:00", "11:15")].map {
            OutboxEntry(number: $0.0, write: change($0.1, $0.2), createdAt: now)
        }
        var outbox = Outbox(owed, lastNumber: 2)
        #expect(outbox.next(at: later)?.number == 1)
        _ = outbox.acknowledge(1, at: later)
        #expect(outbox.next(at: later)?.number == 2)
    }

    @Test func askingCountsAsAnAttempt() {
        var outbox = outbox([.create(made)])
        let sent = outbox.next(at: later)
        #expect(sent?.state == .sent)
        #expect(sent?.attempts == 1)
    }

    @Test func answersThatNobodyWaitsForAreIgnored() {
        var outbox = outbox([.create(made), mark("b")])
        #expect(outbox.acknowledge(1, at: later) == nil)
        #expect(outbox.fail(1, failure(.refused), jitter: 0, at: later) == nil)
        _ = outbox.next(at: later)
        #expect(outbox.acknowledge(2, at: later) == nil)
        #expect(outbox.acknowledge(99, at: later) == nil)
        #expect(outbox.fail(-1, failure(.refused), jitter: 0, at: later) == nil)
        #expect(outbox.owed.count == 2)
        #expect(outbox.acknowledge(1, at: later) != nil)
        #expect(outbox.acknowledge(1, at: later) == nil)
    }

    // MARK: Failures

    @Test(
        arguments: [
            ServerFailure.Kind.unreachable, .offline, .configuration, .limit, .server, .malformed,
        ])
    func failureThatMayPassHoldsTheWholeBoxAndGrows(kind: ServerFailure.Kind) {
        var outbox = outbox([.create(made), mark("b")])
        var time = later
        for seconds in [2, 4, 8, 16] {
            #expect(outbox.next(at: time)?.number == 1)
            let failed = outbox.fail(1, failure(kind), jitter: 1, at: time)
            #expect(failed?.0.state == .queued)
            #expect(failed?.1 == .retried)
            #expect(failed?.0.lastError == "\(kind.rawValue): scripted")
            #expect(outbox.deadline == time + .seconds(seconds))
            #expect(outbox.next(at: time + .seconds(seconds) - microsecond) == nil)
            time = time + .seconds(seconds)
        }
    }

    /// What other people's doing makes needless is no fault that somebody has to look into.
    @Test(arguments: [(ServerFailure.Kind.forbidden, 1), (.refused, 1), (.gone, 0)])
    func permanentRefusalParksTheWriteAndTheRestGoesOn(kind: ServerFailure.Kind, parked: Int) {
        var outbox = outbox([.create(made), mark("b")])
        _ = outbox.next(at: later)
        let failed = outbox.fail(1, failure(kind), jitter: 0, at: later)
        #expect(failed?.0.state == .rejected)
        #expect(failed?.1 == .rejected)
        #expect(outbox.parked == parked)
        #expect(outbox.next(at: later)?.number == 2)
    }

    @Test func bookingWhoseTimeIsTakenWaitsForTheReadingThatTellsWhose() {
        var outbox = outbox([.create(made)])
        _ = outbox.next(at: later)
        #expect(outbox.fail(1, failure(.taken), jitter: 0, at: later)?.1 == .puzzling)
        #expect(outbox.next(at: later) == nil)
        outbox.readingTaken(startedAt: later - microsecond)
        #expect(outbox.next(at: later) == nil)
        outbox.readingTaken(startedAt: later)
        #expect(outbox.next(at: later)?.number == 1)
        #expect(outbox.fail(1, failure(.taken), jitter: 0, at: later)?.1 == .rejected)
        #expect(outbox.parked == 0)
    }

    /// Without a reading nobody knows more: it is asked again now and then, and is not given up.
    @Test func bookingWhoseTimeIsTakenIsNotGivenUpBeforeAReading() {
        var outbox = outbox([.create(made)])
        var time = later
        for _ in 1...3 {
            #expect(outbox.next(at: time)?.number == 1)
            #expect(outbox.fail(1, failure(.taken), jitter: 0, at: time)?.1 == .puzzling)
            #expect(outbox.deadline == time + .seconds(30))
            time = time + .seconds(30)
        }
    }

    @Test func withdrawingWhatIsGoneIsDone() {
        var outbox = outbox([.withdraw(id)])
        _ = outbox.next(at: later)
        let failed = outbox.fail(1, failure(.gone), jitter: 0, at: later)
        #expect(failed?.0.state == .answered)
        #expect(failed?.1 == .done)
        #expect(outbox.parked == 0)
    }

    @Test(arguments: [ServerFailure.Kind.server, .malformed])
    func writeTheServerStumblesOverEightTimesIsPoison(kind: ServerFailure.Kind) {
        var outbox = outbox([.create(made), mark("b")])
        var time = later
        for attempt in 1...8 {
            _ = outbox.next(at: time)
            let failed = outbox.fail(1, failure(kind), jitter: 0, at: time)
            #expect(failed?.1 == (attempt < 8 ? .retried : .rejected))
            outbox.serverHeard()
            time = time + .seconds(600)
        }
        #expect(outbox.next(at: time)?.number == 2)
    }

    /// A gateway whose server is away answers everything with an error: no write is to blame for that.
    @Test(arguments: [ServerFailure.Kind.server, .malformed])
    func serverThatStumblesOverEverythingMakesNoPoison(kind: ServerFailure.Kind) {
        var outbox = outbox([.create(made)])
        var time = later
        for attempt in 1...100 {
            _ = outbox.next(at: time)
            let disposition = outbox.fail(1, failure(kind), jitter: 1, at: time)?.1
            guard disposition == .retried else {
                Issue.record("try \(attempt) is the last")
                return
            }
            time = outbox.deadline ?? time
        }
    }

    @Test func serverThatIsAwayNeverMakesPoison() {
        var outbox = outbox([.create(made)])
        var time = later
        for _ in 0..<1_000 {
            _ = outbox.next(at: time)
            #expect(outbox.fail(1, failure(.unreachable), jitter: 1, at: time)?.1 == .retried)
            #expect(outbox.deadline.map { $0 - time <= .seconds(300) } == true)
            time = outbox.deadline ?? time
        }
    }

    @Test(
        arguments: [
            (Duration.seconds(90), 90), (.seconds(1), 2), (.hours(5), 3_600),
            (.seconds(Int64.max), 3_600), (.seconds(-7), 2),
        ])
    func serversWishToBeLeftAloneIsHeeded(wish: Duration, seconds: Int) {
        var outbox = outbox([.create(made)])
        _ = outbox.next(at: later)
        _ = outbox.fail(1, failure(.limit, retryAfter: wish), jitter: 1, at: later)
        #expect(outbox.deadline == later + .seconds(seconds))
        outbox.serverHeard()
        #expect(outbox.deadline == later + .seconds(seconds))
    }

    @Test func wrongPasswordIsTriedAgainAfterTenMinutes() {
        var outbox = outbox([.create(made)])
        _ = outbox.next(at: later)
        _ = outbox.fail(1, failure(.authentication), jitter: 0, at: later)
        #expect(outbox.deadline == later + .minutes(10))
        outbox.serverHeard()
        #expect(outbox.deadline == later + .minutes(10))
    }

    @Test func readThatWorksEndsTheWaitForTheServer() {
        var outbox = outbox([.create(made)])
        _ = outbox.next(at: later)
        _ = outbox.fail(1, failure(.unreachable), jitter: 0, at: later)
        #expect(outbox.next(at: later) == nil)
        outbox.serverHeard()
        #expect(outbox.next(at: later)?.number == 1)
    }

    // MARK: Later writes about the same booking

    @Test func newEndOfABookingNeverSentIsFoldedIntoItsMaking() {
        var outbox = outbox([.create(made)])
        let changed = outbox.enqueue(change("10:30", "10:45"), at: now)
        #expect(changed?.map(\.state) == [.superseded, .queued])
        #expect(outbox.entries.map(\.write.operation) == [.create])
        guard case .create(let folded)? = outbox.entries.first?.write else {
            Issue.record("no create")
            return
        }
        #expect(folded.span == span("10:00", "10:45"))
    }

    @Test func newEndOfABookingThatMayHaveBeenSentIsAWriteOfItsOwn() {
        var outbox = outbox([.create(made)])
        _ = outbox.next(at: later)
        _ = outbox.enqueue(change("10:30", "10:45"), at: now)
        #expect(outbox.entries.map(\.write.operation) == [.create, .changeEnd])
        _ = outbox.fail(1, failure(.unreachable), jitter: 0, at: later)
        _ = outbox.enqueue(change("10:45", "11:00"), at: now)
        #expect(outbox.entries.map(\.write.operation) == [.create, .changeEnd])
        #expect(outbox.entries.last?.write == change("10:30", "11:00"))
    }

    @Test func takingBackABookingNeverSentLeavesNothing() {
        var outbox = outbox([.create(made)])
        let changed = outbox.enqueue(.withdraw(id), at: now)
        #expect(changed?.map(\.state) == [.superseded])
        #expect(outbox.entries.isEmpty)
    }

    @Test func takingBackABookingThatMayHaveBeenSentIsSent() {
        var outbox = outbox([.create(made)])
        _ = outbox.next(at: later)
        _ = outbox.enqueue(change("10:30", "10:45"), at: now)
        _ = outbox.enqueue(.withdraw(id), at: now)
        #expect(outbox.entries.map(\.write.operation) == [.create, .withdraw])
    }

    @Test func laterEndsAndMarksReplaceEarlierOnesOfTheSameBookingOnly() {
        var outbox = outbox([mark("a"), mark("b"), change("10:30", "10:45")])
        _ = outbox.enqueue(mark("a", .noShow), at: now)
        _ = outbox.enqueue(change("10:45", "11:00"), at: now)
        #expect(
            outbox.entries.map(\.write) == [
                mark("b"), mark("a", .noShow), change("10:30", "11:00"),
            ])
    }

    @Test func whatIsUnderWayIsNeverReplaced() {
        var outbox = outbox([mark("a")])
        _ = outbox.next(at: later)
        _ = outbox.enqueue(mark("a", .noShow), at: now)
        #expect(outbox.entries.count == 2)
    }

    @Test func newEndThatIsTheOldOneLeavesNothing() {
        var outbox = outbox([change("10:30", "10:45")])
        let changed = outbox.enqueue(change("10:45", "10:30"), at: now)
        #expect(changed?.map(\.state) == [.superseded])
        #expect(outbox.entries.isEmpty)
    }

    /// What is left of a press's time when some of it is given back is still the press's.
    @Test func timeThatIsGivenBackUnsentLeavesTheRestToThePress() {
        var outbox = outbox([change("10:30", "10:45")])
        _ = outbox.enqueue(change("10:45", "10:40"), .settlement, at: now)
        #expect(outbox.entries.map(\.write) == [change("10:30", "10:40")])
        #expect(outbox.entries.map(\.cause) == [.press])
    }

    @Test func bookingNeverSentStaysTheWishOfWhoeverMadeIt() {
        var outbox = outbox([])
        _ = outbox.enqueue(.create(made), .tap, at: now)
        _ = outbox.enqueue(change("10:30", "10:45"), .press, at: now)
        #expect(outbox.entries.map(\.cause) == [.tap])
        #expect(outbox.entries.map(\.wish) == [.book])
    }
}
