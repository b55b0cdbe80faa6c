import RoomCore
import Testing

/// Bookings that the panel learns of after their start: decision 0021.
@Suite struct MadeLateTests {
    private let a = booking("a", "10:00", "11:00")

    /// A day on which `a` is heard of at 10:07, for 10:00.
    private func day(heard time: String = "10:07", _ end: String = "11:00") -> Day {
        var day = Day([])
        day.advance(to: time)
        day.read([booking("a", "10:00", end, confirmation: .unconfirmed)])
        return day
    }

    @Test(
        arguments: [
            ("10:07", RoomState.Phase.awaiting), ("10:11:59.999999", .awaiting), ("10:12", .late),
            ("10:16:59.999999", .late), ("10:17", .noShow),
        ])
    func phasesCountFromWhenItWasHeardOf(time: String, phase: RoomState.Phase) {
        var day = day()
        day.advance(to: time)
        #expect(day.current?.phase == phase)
        #expect(day.current?.expectedFrom == at("10:07"))
    }

    @Test func lampIsOrangeFromThenOnAndBlinksBeforeTheNoShow() {
        var day = day()
        #expect(day.lamps.booking == LampSignal(.blue))
        day.advance(to: "10:12")
        #expect(day.lamps.booking == LampSignal(.orange))
        day.advance(to: "10:16")
        #expect(day.lamps.booking == LampSignal(.orange, .fastBlink))
        day.advance(to: "10:17")
        #expect(day.availability == .claimable)
    }

    @Test(
        arguments: [
            ("10:11:59", "on_time", nil as Int?), ("10:12", "late 300", 300),
            ("10:14:14", "late 434", 434),
        ])
    func latenessCountsFromWhenItWasHeardOf(time: String, finding: String, seconds: Int?) {
        var day = day()
        day.press(at: time)
        day.advance(to: "10:16")
        #expect(day.findings == [finding])
        #expect(day.current?.lateBySeconds == seconds)
        #expect(day.sitting("a")?.lateBy == seconds.map { .seconds($0) })
    }

    @Test func nobodyComesAndItsWindowIsWatchedInFull() {
        var day = day()
        day.advance(to: "10:17")
        #expect(day.findings == ["no_show"])
        let evidence = day.verdicts.first?.evidence
        #expect(evidence?.observedSeconds == 600 && evidence?.dueSeconds == 600)
    }

    @Test func peopleInTheRoomWhoBookItNeedOnlyMove() {
        var day = Day([])
        day.motion(at: "10:02")
        day.advance(to: "10:07")
        day.read([a])
        #expect(day.current?.phase == .awaiting)
        day.motion(at: "10:09")
        #expect(day.findings == ["on_time"])
        #expect(day.sitting("a")?.checkIn == .init(source: .activity, arrivedAt: at("10:02")))
    }

    @Test func oneEdgeOfWhoeverComesLaterIsNotEnough() {
        var day = day()
        day.motion(at: "10:09")
        #expect(day.findings.isEmpty)
        day.motion(at: "10:10")
        #expect(day.findings == ["on_time"])
    }

    /// Their hold outlasts the window: nobody saw them leave, and they may well be who made it.
    @Test func peopleInTheRoomWhoSitStillAreNoNoShow() {
        var day = Day([], sensors: [SensorSettings(name: "pir", hold: .minutes(20))])
        day.motion(at: "10:06")
        day.advance(to: "10:07")
        day.read([a])
        day.advance(to: "10:20")
        #expect(day.findings == ["carried_over"])
        #expect(day.sitting("a")?.checkIn?.source == .carriedOver)
    }

    /// Seed 68: whoever is there when it is moved to a time that is over was not seen to come to it.
    @Test func whatIsMovedIntoThePastIsTakenUpByNobody() {
        var day = Day([booking("a", "11:00", "12:00")])
        day.motion(at: "08:30")
        day.stay(to: "10:55")
        day.read([booking("a", "09:00", "10:00")])
        day.advance(to: "11:06")
        #expect(day.findings == ["unverifiable told_late"])
    }

    @Test(
        arguments: [
            ("10:06", "no_show"), ("10:06:01", "unverifiable told_late"),
            ("10:14:59", "unverifiable told_late"),
        ])
    func nineTenthsOfTheTimeToComeMustBeLeft(heard: String, finding: String) {
        var day = day(heard: heard, "10:15")
        day.advance(to: "10:14:59.5")
        #expect(day.findings.isEmpty)
        day.advance(to: "10:15")
        #expect(day.findings == [finding])
    }

    /// Seed 20744: edges were lost before the panel had heard of the booking, and its window begins then (decision 0021).
    @Test func edgesLostBeforeABookingWasKnownAreOutsideOfItsWindow() {
        var day = Day { $0.noShowAfter = .minutes(30) }
        day.advance(to: "10:01")
        day.apply(.sensor("pir", .edgesLost(3)))
        day.apply(.sensor("pir", .found(isActive: false)))
        day.advance(to: "10:02")
        day.read([booking("a", "10:00", "11:00")])
        day.advance(to: "10:32")
        #expect(day.findings == ["no_show"])
    }

    @Test func whatIsMovedToAnEarlierTimeIsNobodysFault() {
        var day = Day([booking("a", "10:30", "11:00")])
        day.advance(to: "10:25")
        day.read([booking("a", "10:00", "11:00")])
        day.press(at: "10:26")
        day.advance(to: "10:27")
        #expect(day.findings == ["on_time"])
    }

    @Test func whatComesBackToTheCalendarIsHeardOfAnew() {
        var day = Day([a])
        day.advance(to: "10:03")
        day.read([])
        day.advance(to: "10:06")
        day.read([a])
        #expect(day.current?.expectedFrom == at("10:06"))
        day.advance(to: "10:16")
        #expect(day.findings == ["no_show"])
    }

    @Test func withoutACheckInWindowNothingIsDifferent() {
        var day = Day([a]) {
            $0.checkInWindow = .zero
            $0.startingSoon = .zero
        }
        day.advance(to: "10:05")
        #expect(day.current?.phase == .late)
        #expect(day.current?.expectedFrom == at("10:00"))
    }

    @Test func aServersClockThatIsAheadShiftsNothing() {
        var day = Day([])
        day.advance(to: "10:07")
        day.read([booking("a", "10:00", "11:00", createdAt: at("10:40"))])
        day.advance(to: "10:45")
        #expect(day.findings == ["no_show"])
    }

    // MARK: Starts and clocks

    /// What a run that began at `time` makes of `a`, which an earlier one knew, with what was found out about its people.
    private func run(from time: String, _ arrival: Verdict.Kind? = nil) -> Day {
        var sitting = Sitting(booking: a.id, span: a.span)
        sitting.knownSince = at("09:50")
        (sitting.arrival, sitting.arrivalNumber) = (arrival, arrival.map { _ in 1 })
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: [a]),
            heardAt: at("09:59"), sittings: [sitting], lastVerdict: arrival == nil ? 0 : 1)
        var day = Day(
            [a], sensors: [SensorSettings(name: "pir", warmUp: .zero)], from: time, memory: memory)
        day.apply(.clock(isSynchronised: true))
        return day
    }

    @Test func aPanelThatStartsLateWaitsForThePeopleFromThenOn() {
        var day = run(from: "10:20")
        #expect(day.current?.phase == .awaiting)
        day.advance(to: "10:30")
        #expect(day.findings == ["no_show"])
    }

    @Test func whoWasThereBeforeThePanelStartedIsNotLate() {
        var day = run(from: "10:20")
        day.motion(at: "10:21")
        day.motion(at: "10:22")
        #expect(day.findings == ["on_time"])
    }

    @Test func aStartTakesBackNoJudgement() {
        var day = run(from: "10:20", .noShow)
        #expect(day.availability == .claimable)
        day.press(at: "10:31")
        #expect(day.lastPress?.outcome == .claimed)
    }

    @Test func aStartAfterANoShowCountsNobodysLatenessAnew() {
        var day = run(from: "10:20", .noShow)
        day.motion(at: "10:40")
        day.motion(at: "10:41")
        #expect(day.findings == ["late 2400 at most sensors_blind replaces 1"])
    }

    @Test func withoutATrustedClockNobodyIsExpectedYet() {
        var day = Day(
            RoomSettings(
                id: "aurora", name: "Aurora", sensors: [SensorSettings(name: "pir", warmUp: .zero)],
                server: .caldav),
            memory: Memory(
                schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: [a]),
                heardAt: at("09:50")), from: at("09:55"))
        day.isServerHeard = false
        day.apply(.tick)
        day.apply(.sensor("pir", .found(isActive: false)))
        day.advance(to: "10:08")
        day.isServerHeard = true
        day.read([a])
        day.advance(to: "10:17:59")
        #expect(day.current?.phase == .late)
        day.advance(to: "10:18")
        #expect(day.findings == ["no_show"])
    }

    /// Seed 551: the booking came near while another one was to start before it.
    @Test func aClockThatJumpsOverTheStartOfWhatIsNearCountsFromTheStart() {
        var day = Day([booking("z", "09:58", "10:00"), a])
        day.advance(to: "09:55")
        day.jump(by: .seconds(900))
        day.apply(.clock(isSynchronised: true))
        #expect(day.current?.expectedFrom == at("10:00"))
        #expect(day.findings(on: "a") == ["unverifiable clock_untrusted"])
    }

    @Test func aClockThatWasAheadKeepsNobodyWaitingLonger() {
        var day = day(heard: "10:12")
        day.jump(by: .seconds(-600))
        day.apply(.clock(isSynchronised: true))
        #expect(day.current?.expectedFrom == at("10:02"))
        day.advance(to: "10:12")
        #expect(day.findings == ["no_show"])
    }
}
