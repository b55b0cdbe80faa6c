import RoomTestKit
import Testing

@testable import RoomCore

/// What the server said, with what the panel owes laid over it.
@Suite struct ScheduleTests {
    private let a = booking("a", "10:00", "11:00")
    private let b = booking("b", "11:00", "12:00")
    private let mine = booking("mine", "09:00", "09:30", source: .panel)
    private let now = Now(wall: at("08:00"), uptime: Uptime(sinceBoot: .seconds(1_000)))
    private let window = span("00:00", "23:00")

    private func schedule(_ bookings: [Booking], owed: [ServerWrite] = []) -> Schedule {
        Schedule(
            ScheduleReading(window: window, bookings: bookings), heardAt: now.wall,
            intents: entries(owed))
    }

    private func entries(_ writes: [ServerWrite]) -> [OutboxEntry] {
        writes.enumerated().map {
            OutboxEntry(number: Int64($0.offset + 1), write: $0.element, createdAt: now.wall)
        }
    }

    private func ids(_ schedule: Schedule) -> [String] { schedule.bookings.map(\.id.text) }

    @Test func bookingsComeByStartThenById() {
        let twin = booking("A", "10:00", "10:30")
        #expect(ids(schedule([b, a, twin])) == ["A", "a", "b"])
    }

    @Test func owedWritesAreLaidOverTheCacheInTheirOrder() {
        let later = booking("mine", "09:00", "09:45", source: .panel)
        let laid = schedule(
            [a, b],
            owed: [
                .create(mine), .changeEnd(mine.id, from: at("09:30"), to: at("09:45")),
                .changeEnd(a.id, from: at("11:00"), to: at("10:20")), .mark(b.id, .late),
            ])
        #expect(laid.bookings == [later, booking("a", "10:00", "10:20"), b])
    }

    @Test func whatTheServerHasAlreadyIsNotMadeTwice() {
        let theirs = booking("mine", "09:00", "09:20", source: .panel)
        #expect(schedule([theirs], owed: [.create(mine)]).bookings == [theirs])
    }

    @Test(arguments: ["10:00", "08:00"])
    func endAtOrBeforeTheStartTakesAnAdHocBookingAwayAndNobodyElses(end: String) {
        let cut = ServerWrite.changeEnd(a.id, from: at("11:00"), to: at(end))
        #expect(ids(schedule([a, b], owed: [cut])) == ["a", "b"])
        let ours = booking("a", "10:00", "11:00", source: .panel)
        #expect(ids(schedule([ours, b], owed: [cut])) == ["b"])
    }

    @Test func writesAboutBookingsThatAreNotThereChangeNothing() {
        let unknown = BookingID("unknown")
        #expect(
            ids(
                schedule(
                    [a],
                    owed: [
                        .changeEnd(unknown, from: at("11:00"), to: at("10:00")),
                        .withdraw(unknown),
                    ]))
                == ["a"])
    }

    /// Seed 971: a copy that lags behind was the first that listed a booking at all.
    @Test func copyThatLagsBehindShowsWhatIsWantedAllTheSame() {
        let intents = [
            ServerWrite.changeEnd(a.id, from: at("11:00"), to: at("10:20")), .create(mine),
        ].enumerated().map { OutboxEntry(number: Int64($0), write: $1, createdAt: now.wall) }
        var schedule = Schedule(nil, heardAt: nil, intents: intents)
        let reading = ScheduleReading(window: window, bookings: [a, b])
        var isSame = schedule.adopt(reading, at: now)
        #expect(!isSame)
        schedule.fold(intents)
        #expect(schedule.bookings == [mine, booking("a", "10:00", "10:20"), b])
        isSame = schedule.adopt(reading, at: now)
        #expect(isSame)
    }

    @Test func journalKeepsWhatTheServerShowedAndNotWhatIsWanted() {
        let schedule = schedule(
            [a], owed: [.changeEnd(a.id, from: at("11:00"), to: at("10:20")), .create(mine)])
        #expect(schedule.reading?.bookings == [a])
        #expect(schedule.version(of: a.id) == a)
        #expect(schedule.version(of: mine.id) == nil)
    }

    @Test func serverThatNamesABookingTwiceDoesNotDoubleIt() {
        let other = booking("a", "15:00", "16:00")
        #expect(schedule([a, other, a]).bookings == [a])
    }

    @Test func nothingIsKnownOutsideTheWindow() {
        let schedule = schedule([a])
        #expect(schedule.covers(at("00:00")))
        #expect(!schedule.covers(at("23:00")))
        #expect(!Schedule(nil, heardAt: nil, intents: []).covers(at("10:00")))
    }

    @Test func ageRunsOnTheSteadyClockOnceTheServerWasHeard() {
        var schedule = schedule([a])
        let later = Now(wall: at("08:10"), uptime: now.uptime + .seconds(600))
        #expect(schedule.age(at: later) == .seconds(600))
        #expect(schedule.age(at: Now(wall: at("07:59"), uptime: now.uptime)) == nil)
        schedule.adopt(ScheduleReading(window: window, bookings: [a]), at: now)
        let jumped = Now(wall: at("03:00"), uptime: now.uptime + .seconds(60))
        #expect(schedule.age(at: jumped) == .seconds(60))
    }

    // MARK: Questions

    @Test(arguments: 0..<40 as Range<UInt64>)
    func searchesAgreeWithLookingAtEachBooking(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let bookings = (0..<60).map { number in
            let start = at("00:00") + .minutes(Int.random(in: 0..<600, using: &random))
            let length = Duration.minutes(
                [0, 5, 30, 600].randomElement(using: &random) ?? 0)
            return Booking(
                id: BookingID("b\(number)"), span: Span(start: start, length: length),
                isBlocking: Int.random(in: 0..<5, using: &random) > 0)
        }
        let schedule = schedule(bookings)
        let sorted = schedule.bookings
        for _ in 0..<40 {
            let from = at("00:00") + .minutes(Int.random(in: -60..<700, using: &random))
            let query = Span(
                start: from, length: .minutes(Int.random(in: 0..<90, using: &random)))
            #expect(schedule.bookings(in: query) == sorted.filter { $0.span.overlaps(query) })
            let next = sorted.first {
                $0.span.start >= from && $0.isBlocking && !$0.span.isEmpty
            }
            #expect(schedule.next(notBefore: from) == next)
            if let any = sorted.randomElement(using: &random) {
                #expect(schedule.booking(any.id, startingAt: any.span.start) == any)
                #expect(schedule.booking(any.id) == any)
                let elsewhere = any.span.start + microsecond
                #expect(schedule.booking(any.id, startingAt: elsewhere) == nil)
            }
        }
    }

    @Test func nextSkipsTheBookingItself() {
        let schedule = schedule([a, b])
        #expect(schedule.next(notBefore: at("10:00"))?.id == a.id)
        #expect(schedule.next(notBefore: at("10:00"), except: a.id)?.id == b.id)
        #expect(schedule.next(notBefore: at("11:00") + microsecond) == nil)
    }
}
