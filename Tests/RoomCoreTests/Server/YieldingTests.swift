import RoomCore
import Testing

/// Added time that is given back to whoever had it first, while it is owed, and after it was answered.
@Suite struct YieldingTests {
    private let a = booking("a", "10:00", "11:00")
    private let id = BookingID("a")

    /// Seed 12004729: after a power cut it was known that the time had been given back, but not that this was owed.
    @Test func yieldingIsKeptInOneTransaction() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.advance(by: .seconds(2))
        day.isServerWriting = false
        let before = day.effects.count
        day.read([booking("a", "10:00", "11:15"), booking("b", "11:00", "12:00")])
        let groups = day.effects[before...].filter {
            if case .keep(_, .durable) = $0 { true } else { false }
        }
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        #expect(groups.count == 1)
    }

    /// Added time that was given back whole is past: the next press takes its own time.
    @Test func addedTimeThatWasGivenBackWholeIsForgotten() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "11:15"), booking("b", "11:00", "12:00")])
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.advance(to: "10:32")
        day.poll()
        day.advance(to: "10:45")
        day.read([a])
        day.press(at: "10:50")
        day.advance(by: .seconds(2))
        var theirs = booking("c", "11:00", "12:00")
        theirs.createdAt = at("10:47")
        day.read([booking("a", "10:00", "11:15"), theirs])
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
    }

    /// Seed 12006971: time added to an ad hoc booking counted as taken when the booking was made.
    @Test func addedTimeIsTakenWhenItIsAdded() {
        var day = Day(sensors: [], from: "10:00") { $0.writesBack = false }
        day.press(at: "10:00:10")
        let made = day.current
        day.press(at: "10:00:40")
        let end = day.current?.span.end
        #expect(end == at("10:45:10"))
        day.advance(by: .seconds(20))
        var theirs = booking("b", "10:40", "11:30")
        theirs.createdAt = at("10:00:30")
        let ours = day.deeds.compactMap { if case .create(let made) = $0 { made } else { nil } }
        var known = ours[0]
        known.span.end = end ?? known.span.end
        day.read([known, theirs])
        #expect(made?.id == known.id)
        #expect(day.deeds.last == .changeEnd(known.id, end: at("10:40")))
    }

    /// A reading that began between two presses shows what the first one asked for: that is not people's.
    @Test func ownEndInAnOlderReadingYieldsStill() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        let began = day.now.uptime
        day.advance(by: .seconds(1))
        day.press()
        day.isServerWriting = false
        day.advance(by: .seconds(1))
        day.press()
        day.read(
            [booking("a", "10:00", "11:15"), booking("b", "11:00", "12:00")], startedAt: began)
        #expect(day.current?.span.end == at("11:00"))
    }

    /// Seed 66000583: what the server had of the time that yielded, by a press before, is taken back all the same.
    @Test func timeOfAnEarlierPressIsGivenBackThoughTheLastOneWasUnheard() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.isServerWriting = false
        day.advance(by: .seconds(9))
        day.press()
        day.advance(by: .seconds(10))
        day.reject(.limit)
        let theirs = booking("b", "11:00", "11:30")
        day.read([booking("a", "10:00", "11:15"), theirs])
        #expect(day.current?.span.end == at("11:00"))
        day.advance(by: .minutes(1))
        day.acknowledge()
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.reject(.limit)
        day.read([booking("a", "10:00", "11:30"), theirs])
        #expect(day.state.sync.outbox == 1)
    }

    /// What yielded while the press was owed, and yields again once the server has heard of it, is given back also when a
    /// later reading shows what the server has.
    @Test func whatYieldsAgainIsGivenBackThoughAReadingShowsTheFirstYielding() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.limit)
        let (b, c) = (booking("b", "11:05", "12:00"), booking("c", "11:00", "12:00"))
        day.read([a, b])
        #expect(day.current?.span.end == at("11:05"))
        day.advance(by: .minutes(1))
        day.acknowledge()
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:05")))
        day.acknowledge()
        day.advance(by: .seconds(1))
        day.read([booking("a", "10:00", "11:05"), b, c])
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.reject(.limit)
        day.advance(by: .seconds(20))
        day.reject(.limit)
        day.read([booking("a", "10:00", "11:05"), b, c])
        #expect(day.state.sync.outbox == 1)
    }

    /// Seeds 69079379, 69112590: what yielded unheard was just being written; the server had it then, and nobody else had
    /// given it.
    @Test(arguments: [false, true])
    func whatYieldsWhileItIsWrittenIsGivenBack(isRestarted: Bool) {
        var day = Day.extendedWhileTheServerTakesNothing()
        let b = booking("b", "11:00", "12:00")
        day.read([a, b])
        day.acknowledge()
        day.advance(by: .seconds(1))
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.reject(.limit)
        day.advance(by: .seconds(20))
        day.reject(.limit)
        if isRestarted {
            day = Day(.withoutMarks, memory: .kept(by: day), from: day.now.wall)
            day.isServerWriting = false
            day.apply(.tick)
            day.reject(.limit)
        }
        day.read([booking("a", "10:00", "11:15"), b])
        #expect(day.state.sync.outbox == 1)
    }

    /// What a reading shows is no longer there to be folded into: what is owed next replaces what the server has.
    @Test func whatIsOwedAfterAReadingReplacesWhatItShows() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        let b = booking("b", "11:05", "12:00")
        day.read([a, b])
        #expect(day.current?.span.end == at("11:05"))
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "11:05"), b, booking("c", "11:00", "12:00")])
        #expect(day.current?.span.end == at("11:00"))
        day.advance(by: .minutes(1))
        #expect(day.sent.last?.write == .changeEnd(id, from: at("11:05"), to: at("11:00")))
    }

    /// Seed 12102715: while the time that is given back is still owed, somebody else books more of it.
    @Test func whatYieldsYieldsToSomebodyElseAsWell() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.reject(.unreachable)
        day.read([a, booking("b", "11:10", "12:00")])
        #expect(day.current?.span.end == at("11:10"))
        day.advance(by: .seconds(1))
        day.read([a, booking("b", "11:10", "12:00"), booking("c", "11:05", "11:30")])
        #expect(day.current?.span.end == at("11:05"))
    }

    /// Who moves a booking has not seen the time that is still owed to the server: it stays contested.
    @Test func timeOwedWhileABookingIsMovedIsContested() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.advance(by: .seconds(1))
        day.read([booking("a", "09:50", "11:00")])
        day.advance(by: .seconds(1))
        day.read([booking("a", "09:50", "11:00"), booking("b", "11:05", "12:00")])
        day.acknowledge()
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:05")))
    }

    /// Time that people gave after the panel had yielded time that the server never had is not taken from them.
    @Test func timeThatPeopleGaveAfterAYieldingIsTheirs() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "11:00"), booking("b", "11:05", "12:00")])
        #expect(day.current?.span.end == at("11:05"))
        day.advance(by: .minutes(1))
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "11:20")])
        #expect(day.state.sync.outbox == 0)
        #expect(day.current?.span.end == at("11:20"))
    }

    /// Seed 66034061: the same, where nothing of the added time was left.
    @Test func timeThatPeopleGaveAfterAllWasYieldedIsTheirs() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        let theirs = booking("b", "11:00", "12:00")
        day.read([booking("a", "10:00", "11:00"), theirs])
        #expect(day.current?.span.end == at("11:00"))
        day.advance(by: .minutes(1))
        day.reject(.unreachable)
        day.read([booking("a", "09:50", "11:05"), theirs])
        #expect(day.state.sync.outbox == 0)
        #expect(day.current?.span.end == at("11:05"))
    }

    /// Seed 60333: a reading of 1970, by a clock that was trusted by hand, made the panel forget what was contested.
    @Test func readingOfAnotherTimeEndsNoContest() {
        let id = "domovoy-a-00000000-1-1"
        let ours = booking(
            id, "10:00", "10:30", confirmation: .confirmed, createdAt: at("10:00"), source: .panel)
        let made = OutboxEntry(
            number: 1, write: .create(ours), createdAt: at("10:00"), state: .answered, attempts: 1)
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: [ours]),
            heardAt: at("09:58"), outbox: [made])
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, clockTrust: .always)
        var day = Day(settings, memory: memory, from: WallTime(secondsSinceEpoch: 16))
        day.apply(.tick)
        day.read([])
        day.jump(by: at("10:01") - day.now.wall)
        day.apply(.tick)
        day.read([ours, booking("theirs", "09:55", "10:25")])
        #expect(day.deeds == [.withdraw(BookingID(id))])
    }

    /// Seed 108095: a booking that was over by a clock that was ahead was not contested any more when it was not.
    @Test func clockThatWasAheadEndsNoContest() {
        let id = "domovoy-a-00000000-1-1"
        let ours = booking(
            id, "10:00", "10:30", confirmation: .confirmed, createdAt: at("10:00"), source: .panel)
        let made = OutboxEntry(
            number: 1, write: .create(ours), createdAt: at("10:00"), state: .answered, attempts: 1)
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: [ours]),
            heardAt: at("09:58"), outbox: [made])
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, clockTrust: .always)
        var day = Day(settings, memory: memory, from: at("11:00"))
        day.apply(.tick)
        day.read([ours])
        day.jump(by: .minutes(-50))
        day.apply(.tick)
        day.read([ours, booking("theirs", "09:55", "10:25")])
        #expect(day.deeds == [.withdraw(BookingID(id))])
    }

    /// Scenario `slot-lost-to-somebody-else`, power cut after effect 44: after a restart nobody yielded any more.
    @Test func restartForgetsNoContest() {
        let id = "domovoy-a-00000000-1-1"
        let ours = booking(
            id, "10:00", "10:30", confirmation: .confirmed, createdAt: at("10:00"), source: .panel)
        let window = span("00:00", "23:00")
        let reading = ScheduleReading(
            window: window, bookings: [ours, booking("known", "10:20", "10:40")])
        var memory = Memory(schedule: reading, heardAt: at("09:58"))
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, clockTrust: .always)
        var day = Day(settings, memory: memory, from: at("10:01"))
        day.apply(.tick)
        day.read([ours, booking("known", "10:20", "10:40")])
        #expect(day.deeds.isEmpty)
        memory.outbox = [
            OutboxEntry(
                number: 1, write: .create(ours), createdAt: at("10:00"), state: .answered,
                attempts: 1)
        ]
        day = Day(settings, memory: memory, from: at("10:01"))
        day.apply(.tick)
        day.read([ours, booking("known", "10:20", "10:40"), booking("theirs", "10:05", "10:25")])
        #expect(day.deeds == [.withdraw(BookingID(id))])
        #expect(day.lastPress?.refusal == .slotTaken)
    }
}
