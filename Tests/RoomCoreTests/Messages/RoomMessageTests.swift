import RoomCore
import Testing

/// What is told to whom, and that it is told once.
@Suite struct RoomMessageTests {
    /// What is told from one look to the next.
    private struct Watch {
        private var seen: Int

        init(_ day: Day) {
            seen = day.told.count
        }

        mutating func look(_ day: Day) -> [Message] {
            defer { seen = day.told.count }
            return Array(day.told[seen...])
        }
    }

    private let first = booking("a", "10:00", "11:00", title: "Budget")
    private let second = booking("b", "10:30", "11:30", title: "Design")

    // MARK: - No-shows

    @Test(arguments: [
        (Policy.OnNoShow.soft, [Message.Kind.claimable]), (.end, [.released]), (.mark, []),
    ])
    func aNoShowIsToldByWhatFollows(_ policy: Policy.OnNoShow, _ kinds: [Message.Kind]) {
        var day = Day([first]) { $0.onNoShow = policy }
        var watch = Watch(day)
        day.advance(to: "10:11")
        let told = watch.look(day)
        #expect(told.map(\.kind) == kinds)
        #expect(told.allSatisfy { $0.booking == first.id && $0.span == first.span })
        #expect(told.allSatisfy { $0.evidence?.dueSeconds == 600 && $0.evidence?.activeEdges == 0 })
        day.advance(to: "10:30")
        #expect(watch.look(day).isEmpty)
    }

    @Test func peopleWhoComeLateAreToldSo() {
        var day = Day([first])
        var watch = Watch(day)
        day.press(at: "10:07")
        day.advance(to: "10:08")
        let told = watch.look(day)
        #expect(told.map(\.kind) == [.late])
        #expect(told.first?.seconds == 420)
    }

    @Test func aLaterMessageReplacesTheEarlier() throws {
        var day = Day([first])
        var watch = Watch(day)
        day.advance(to: "10:11")
        let claimable = try #require(watch.look(day).first)
        day.motion(at: "10:15")
        day.motion(at: "10:16")
        let late = try #require(watch.look(day).first)
        #expect(late.kind == .late && late.tag == claimable.tag)
    }

    @Test func whatIsSwitchedOffIsNotTold() {
        var day = Day([first], messages: [.doubleBooked])
        var watch = Watch(day)
        day.advance(to: "10:11")
        #expect(watch.look(day).isEmpty)
    }

    @Test func nothingIsToldWhereNobodyCanBe() {
        var day = Day([first], messages: [])
        day.read([first, second])
        day.advance(to: "10:11")
        #expect(day.told.isEmpty)
    }

    @Test func organisersAreToldWhenAllElseIsOrdered() throws {
        var day = Day([first])
        day.advance(to: "10:11")
        let place = try #require(
            day.effects.firstIndex { if case .tell = $0 { true } else { false } })
        #expect(day.effects[place + 1] == .publish)
    }

    // MARK: - Releases

    /// Nobody has come to `a`, it is owed to the server that it ends at 10:10, and the server has not answered.
    private func dayOfARelease() -> Day {
        var day = Day([first]) {
            $0.onNoShow = .end
            $0.writesBack = false
        }
        day.isServerWriting = false
        day.advance(to: "10:11")
        return day
    }

    @Test func aReleaseIsToldWhenTheServerHasIt() {
        var day = dayOfARelease()
        #expect(day.findings(on: "a") == ["no_show"])
        day.advance(to: "10:14")
        #expect(day.told.isEmpty)
        day.acknowledge()
        #expect(day.told.map(\.kind) == [.released])
        #expect(day.told.first?.span == first.span && day.told.first?.title == "Budget")
        #expect(day.told.first?.evidence?.dueSeconds == 600)
        day.poll()
        day.advance(to: "10:30")
        #expect(day.told.count == 1)
    }

    /// Its answer was lost.
    @Test func aReleaseThatAReadingShowsIsTold() {
        var day = dayOfARelease()
        day.reject(.unreachable)
        #expect(day.told.isEmpty)
        day.read([booking("a", "10:00", "10:10", title: "Budget")])
        #expect(day.told.map(\.kind) == [.released])
        #expect(day.told.first?.span == first.span)
    }

    @Test func aReleaseThatTheServerRefusesIsNotTold() {
        var day = dayOfARelease()
        day.reject(.refused)
        #expect(day.sitting("a")?.endedAt == nil)
        day.advance(to: "10:30")
        #expect(day.told.isEmpty)
    }

    /// What people have changed is cut all the same, once; then it stands.
    @Test func aReleaseIsNotToldWherePeopleGiveTheTimeBack() {
        var day = dayOfARelease()
        for end in ["11:30", "12:00"] {
            day.reject(.changed)
            day.read([booking("a", "10:00", end, title: "Budget")])
            #expect(day.told.isEmpty)
        }
        #expect(day.sitting("a")?.endedAt == nil)
        day.isServerWriting = true
        day.advance(to: "10:30")
        #expect(day.told.isEmpty)
    }

    @Test(arguments: [[booking("a", "10:30", "11:30", title: "Budget")], []] as [[Booking]])
    func aReleaseOfWhatPeopleMovedOrTookAwayIsNotTold(_ calendar: [Booking]) {
        var day = dayOfARelease()
        day.reject(.changed)
        day.read(calendar)
        day.isServerWriting = true
        day.advance(to: "10:29")
        #expect(day.told.isEmpty)
    }

    /// A release waits in memory only.
    @Test func aReleaseThatWaitedAtARestartIsNotTold() {
        var policy = Policy()
        policy.onNoShow = .end
        var settings = RoomSettings(
            id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav, policy: policy)
        settings.messages = Set(Message.Kind.allCases)
        var day = Day(settings, memory: .kept(by: dayOfARelease()), from: at("10:12"))
        day.isServerWriting = false
        day.apply(.tick)
        day.acknowledge()
        #expect(day.sitting("a")?.givenUp?.isOnServer == true)
        day.advance(to: "10:30")
        #expect(day.told.isEmpty)
    }

    @Test(arguments: [("11:59", [Message.Kind.released]), ("12:01", [])])
    func aReleaseIsNotToldAnHourAfterThePlannedEnd(_ time: String, _ kinds: [Message.Kind]) {
        var day = dayOfARelease()
        day.advance(to: time)
        day.acknowledge()
        #expect(day.told.map(\.kind) == kinds)
    }

    // MARK: - Takeovers

    @Test func aTakeoverIsToldOnceItCannotBeTakenBack() {
        var day = Day([first])
        var watch = Watch(day)
        day.advance(to: "10:12")
        _ = watch.look(day)
        day.press()
        #expect(watch.look(day).isEmpty)
        day.advance(by: .seconds(20))
        day.apply(.tick)
        let told = watch.look(day)
        #expect(told.map(\.kind) == [.takenOver])
        #expect(told.first?.booking == first.id)
        day.advance(by: .seconds(60))
        #expect(watch.look(day).isEmpty)
    }

    @Test func anUndoneTakeoverIsNotTold() {
        var day = Day([first])
        var watch = Watch(day)
        day.advance(to: "10:12")
        _ = watch.look(day)
        day.press()
        _ = watch.look(day)
        day.advance(by: .seconds(5))
        day.pressLong()
        day.advance(by: .seconds(60))
        #expect(!watch.look(day).contains { $0.kind == .takenOver })
    }

    /// A claim can be taken back as long as each press makes the booking longer in time.
    @Test func aClaimMadeLongerMayStillBeTakenBack() {
        var day = Day([first])
        var watch = Watch(day)
        day.advance(to: "10:12")
        _ = watch.look(day)
        for _ in 0..<2 {
            day.press()
            day.advance(by: .seconds(9))
            day.apply(.tick)
            #expect(watch.look(day).isEmpty)
        }
        day.pressLong()
        day.advance(by: .seconds(60))
        #expect(watch.look(day).isEmpty)
    }

    @Test func aClaimThatTheServerRefusesIsNotTold() {
        var day = Day([first])
        var watch = Watch(day)
        day.advance(to: "10:12")
        _ = watch.look(day)
        day.isServerWriting = false
        day.press()
        _ = watch.look(day)
        day.acknowledge()
        day.reject(.refused)
        day.advance(by: .seconds(60))
        #expect(!watch.look(day).contains { $0.kind == .takenOver })
    }

    @Test func whatMayNotBeCutIsNotSaidToBeReleased() {
        var day = Day([booking("a", "10:00", "11:00", isWritable: false)]) { $0.onNoShow = .end }
        var watch = Watch(day)
        day.advance(to: "10:11")
        #expect(day.findings(on: "a") == ["no_show"])
        #expect(watch.look(day).isEmpty)
    }

    @Test func whatIsOverIsNotSaidToBeClaimable() {
        var day = Day([booking("a", "10:00", "10:06")])
        var watch = Watch(day)
        day.advance(to: "10:11")
        #expect(day.findings(on: "a") == ["no_show"])
        #expect(watch.look(day).isEmpty)
    }

    // MARK: - Double bookings

    /// While the claim stands the two share no time; when it is taken back, nothing is new.
    @Test func aDoubleBookingThatAPressHidForAMomentIsNoNews() {
        var day = Day([first])
        var watch = Watch(day)
        day.read([first, second])
        #expect(watch.look(day).count == 2)
        day.advance(to: "10:12")
        _ = watch.look(day)
        day.press()
        #expect(watch.look(day).isEmpty)
        day.advance(by: .seconds(5))
        day.pressLong()
        _ = watch.look(day)
        day.advance(by: .seconds(60))
        #expect(!watch.look(day).contains { $0.kind == .doubleBooked })
    }

    /// A clock that goes astray and back has another window read meanwhile.
    @Test func aReadingOfAnotherTimeSettlesNoDoubleBooking() {
        var day = Day([first])
        var watch = Watch(day)
        day.read([first, second])
        #expect(watch.look(day).count == 2)
        day.jump(by: .seconds(365 * 86_400))
        day.read([])
        #expect(watch.look(day).isEmpty)
        day.jump(by: .seconds(-365 * 86_400))
        day.read([first, second])
        #expect(watch.look(day).isEmpty)
    }

    @Test func whatALateJournalKnewIsNotToldAgain() {
        var settings = RoomSettings(
            id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav)
        settings.messages = Set(Message.Kind.allCases)
        var day = Day(
            settings, memory: .far(at: at("08:00"), builtAt: at("00:00"), chance: 7),
            from: at("08:00"))
        day.isServerHeard = false
        var watch = Watch(day)
        day.apply(.clock(isSynchronised: true))
        let known = ScheduleReading(window: day.window, bookings: [first, second])
        day.apply(.journal(.recalled(Memory(schedule: known, heardAt: at("07:59")))))
        #expect(watch.look(day).isEmpty)
        day.read([first, second])
        #expect(watch.look(day).isEmpty)
    }

    /// What the door does not show is not told to the other one either; who it is has to be, or nobody can settle it.
    @Test func whereTitlesAreHiddenOnlyTheNameIsTold() throws {
        var day = Day(.withHiddenTitles, from: at("08:00"))
        day.apply(.tick)
        day.read([first])
        var watch = Watch(day)
        day.read([first, second])
        let toFirst = try #require(watch.look(day).first { $0.booking == first.id })
        #expect(toFirst.title == first.title)
        let other = toFirst.collisions.first?.others.first
        #expect(other?.title == nil && other?.organiser == "Ada")
    }

    @Test func bothOrganisersAreToldOnceWithAPlaceThatFits() throws {
        var day = Day([first])
        var watch = Watch(day)
        day.read([first, second])
        let told = watch.look(day)
        #expect(told.map(\.kind) == [.doubleBooked, .doubleBooked])
        let toFirst = try #require(told.first { $0.booking == first.id })
        let other = Message.Other(
            booking: second.id, span: second.span, title: "Design", organiser: "Ada")
        #expect(toFirst.collisions.map(\.others) == [[other]])
        #expect(toFirst.collisions.map(\.nextFree) == [span("11:30", "12:30")])
        let toSecond = try #require(told.first { $0.booking == second.id })
        #expect(toSecond.collisions.map(\.nextFree) == [span("11:00", "12:00")])
        #expect(toFirst.tag != toSecond.tag)
        day.read([first, second])
        day.advance(to: "09:30")
        #expect(watch.look(day).isEmpty)
        // It is settled, and comes back: that is news again.
        day.read([first])
        #expect(watch.look(day).isEmpty)
        day.read([first, second])
        #expect(watch.look(day).count == 2)
    }

    @Test func whatWasThereBeforeTheStartIsNotToldAgain() {
        let known = ScheduleReading(window: span("00:00", "23:00"), bookings: [first, second])
        var day = Day([first, second], memory: Memory(schedule: known, heardAt: at("07:59")))
        day.read([first, second])
        #expect(day.told.isEmpty)
    }

    @Test(arguments: [
        booking("b", "10:30", "11:30", isBlocking: false),
        booking("b", "11:00", "12:00"), booking("b", "00:00", "23:59", isAllDay: true),
        booking("b", "10:00", "10:00"),
    ])
    func whatIsNotInTheWayIsNotTold(_ other: Booking) {
        var day = Day([first])
        var watch = Watch(day)
        day.read([first, other])
        #expect(watch.look(day).isEmpty)
    }

    @Test func whatIsOverIsNotTold() {
        var day = Day([first], from: "08:00")
        var watch = Watch(day)
        day.advance(to: "11:30")
        _ = watch.look(day)
        day.read([first, second])
        #expect(watch.look(day).allSatisfy { $0.kind != .doubleBooked })
    }

    /// The panel's own booking yields or stays by its own rules; of a pair only the person is told.
    @Test func aPanelsBookingIsToldToNobody() {
        var day = Day()
        var watch = Watch(day)
        let own = booking("domovoy-x", "10:00", "10:30", source: .panel)
        day.read([own, second, booking("c", "10:15", "10:45")])
        let told = watch.look(day)
        #expect(!told.contains { $0.booking == own.id })
        #expect(told.contains { $0.booking.text == "c" && $0.others.contains(own.id.text) })
    }

    @Test func aFullDayHasNoPlaceNearby() {
        var day = Day()
        var watch = Watch(day)
        day.read([first, second, booking("c", "11:00", "23:00")])
        let told = watch.look(day).filter { $0.booking == first.id }
        #expect(!told.isEmpty && told.flatMap(\.collisions).allSatisfy { $0.nextFree == nil })
    }

    @Test func manyOverlapsAreBounded() {
        var day = Day()
        var watch = Watch(day)
        day.read((0..<200).map { booking("b\($0)", "10:00", "11:00") })
        let told = watch.look(day)
        #expect(told.count == 65)
        #expect(told.map { $0.others.count }.max() == Message.greatestOthers)
        #expect(told.map { $0.others.count + $0.omitted }.reduce(0, +) == 128)
    }

    // MARK: - One person

    @Test func whoeverBooksTwiceIsToldOnceUnderTheOneThatGivesWay() throws {
        var day = Day()
        var watch = Watch(day)
        day.read([
            booking("a", "10:00", "11:00", by: "1"), booking("b", "10:30", "11:30", by: "1"),
        ])
        let told = watch.look(day)
        #expect(told.map(\.booking.text) == ["b"])
        #expect(told.first?.others == ["a"])
        #expect(told.first?.collisions.first?.others.first?.isOwn == true)
        #expect(told.first?.collisions.first?.nextFree == span("11:00", "12:00"))
    }

    /// Four of one's own, each of which overlaps each other, were twelve messages.
    @Test func ownOverlapsThatComeUpTogetherAreOneMessage() {
        var day = Day()
        var watch = Watch(day)
        day.read((0..<4).map { booking("b\($0)", "10:0\($0)", "11:00", by: "1") })
        let told = watch.look(day)
        #expect(told.count == 1)
        #expect(told.first?.collisions.map(\.booking.text) == ["b1", "b2", "b3"])
        #expect(told.first?.others == ["b0", "b0", "b1", "b0", "b1", "b2"])
    }

    @Test func eachPersonIsToldOfAllOfTheirsAtOnce() throws {
        var day = Day()
        var watch = Watch(day)
        day.read([
            booking("a", "10:00", "12:00", by: "1"), booking("b", "10:30", "11:00", by: "2"),
            booking("c", "11:00", "11:30", by: "2"), booking("d", "11:15", "12:30", by: "3"),
        ])
        let told = watch.look(day)
        #expect(told.map(\.booking.text) == ["a", "b", "d"])
        #expect(told.map(\.others) == [["b", "c", "d"], ["a", "a", "d"], ["a", "c"]])
        #expect(Set(told.map(\.tag)).count == 3)
        day.read([
            booking("a", "10:00", "12:00", by: "1"), booking("b", "10:30", "11:00", by: "2"),
            booking("c", "11:00", "11:30", by: "2"), booking("d", "11:15", "12:30", by: "3"),
            booking("e", "10:00", "10:15", by: "2"),
        ])
        let later = watch.look(day)
        #expect(later.map(\.booking.text) == ["a", "e"])
        #expect(later.map(\.others) == [["e"], ["a"]])
    }

    @Test func namesakesAreTwoPeople() {
        var day = Day()
        var watch = Watch(day)
        var (one, other) = (first, second)
        (one.organiserID, other.organiserID) = ("1", "2")
        #expect(one.organiser == other.organiser)
        day.read([one, other])
        #expect(watch.look(day).count == 2)
    }

    @Test func onesOwnTitleIsToldWhereOthersAreHidden() {
        var day = Day(.withHiddenTitles, from: at("08:00"))
        day.apply(.tick)
        var watch = Watch(day)
        day.read([
            booking("a", "10:00", "11:00", title: "Budget", by: "1"),
            booking("b", "10:30", "11:30", title: "Design", by: "1"),
        ])
        #expect(watch.look(day).first?.collisions.first?.others.first?.title == "Budget")
    }
}

extension RoomSettings {
    /// A room whose door shows no titles, and whose organisers are told everything.
    fileprivate static let withHiddenTitles: RoomSettings = {
        var settings = RoomSettings(
            id: "aurora", name: "Aurora", titles: .hidden, server: .caldav)
        settings.messages = Set(Message.Kind.allCases)
        return settings
    }()
}

extension Message {
    /// The names of all bookings in the way.
    fileprivate var others: [String] { collisions.flatMap(\.others).map(\.booking.text) }
}

@Suite struct MessageBoxTests {
    private func message(_ name: String) -> Message {
        Message(
            .late, to: BookingID(name), span: span("10:00", "11:00"), title: nil, room: "Aurora")
    }

    private func later(_ seconds: Int) -> Uptime { Uptime(sinceBoot: .seconds(seconds)) }

    @Test func messagesGoInOrderAndOnce() {
        var box = MessageBox()
        box.add([message("a"), message("b")], at: later(0))
        #expect(box.next(at: later(0)) == message("a"))
        box.sent(message("a"))
        #expect(box.next(at: later(0)) == message("b"))
        box.sent(message("b"))
        #expect(box.next(at: later(0)) == nil && box.dropped == 0)
    }

    @Test func oneTagIsOneMessage() {
        var box = MessageBox()
        var newer = message("a")
        newer.kind = .takenOver
        box.add([message("a")], at: later(0))
        box.add([newer], at: later(1))
        #expect(box.count == 1 && box.next(at: later(1)) == newer)
    }

    @Test func aFailureThatMayPassWaits() {
        var box = MessageBox()
        box.add([message("a")], at: later(0))
        box.failed(message("a"), ServerFailure(.unreachable, "x"), jitter: 1, at: later(0))
        #expect(box.next(at: later(4)) == nil)
        #expect(box.deadline == later(5))
        #expect(box.next(at: later(5)) == message("a"))
        box.failed(
            message("a"), ServerFailure(.limit, "x", retryAfter: .seconds(90)), jitter: 0,
            at: later(5))
        #expect(box.deadline == later(95))
    }

    @Test func aWaitForATurnIsNoTry() {
        var box = MessageBox()
        box.add([message("a")], at: later(0))
        let turn = ServerFailure(.paced, "x", retryAfter: .seconds(20))
        for round in 0..<20 { box.failed(message("a"), turn, jitter: 0, at: later(round * 20)) }
        #expect(box.dropped == 0 && box.next(at: later(400)) == message("a"))
    }

    @Test(arguments: [ServerFailure.Kind.refused, .forbidden, .gone])
    func aFailureForGoodIsDropped(_ kind: ServerFailure.Kind) {
        var box = MessageBox()
        box.add([message("a")], at: later(0))
        box.failed(message("a"), ServerFailure(kind, "x"), jitter: 0, at: later(0))
        #expect(box.count == 0 && box.dropped == 1)
        let given = box.takeGivenUp()
        #expect(given.map(\.message) == [message("a")])
        #expect(given.map(\.error) == ["\(kind.rawValue): x"])
        #expect(box.takeGivenUp().isEmpty)
    }

    @Test func nothingWaitsForEver() {
        var box = MessageBox()
        box.add((0..<100).map { message("m\($0)") }, at: later(0))
        #expect(box.count == MessageBox.capacity && box.dropped == 36)
        #expect(box.next(at: later(3_600)) == nil && box.count == 0)
        // As many as may wait, and the newest: those that gave way came first.
        let given = box.takeGivenUp()
        #expect(given.map(\.message) == (36..<100).map { message("m\($0)") })
        #expect(given.allSatisfy { $0.error == nil })
        box.add([message("a")], at: later(0))
        for _ in 0..<MessageBox.greatestTries {
            box.failed(message("a"), ServerFailure(.server, "x"), jitter: 0, at: later(0))
        }
        #expect(box.count == 0)
    }
}
