import RoomCore
import Testing

/// When the wall clock is believed: design section 2, "Time".
@Suite struct ClockTrustTests {
    private let builtAt = at("06:00")

    private func day(
        _ server: RoomSettings.ServerKind, _ trust: RoomSettings.ClockTrustMode = .auto,
        from start: WallTime = at("09:00")
    ) -> Day {
        var day = Day(
            RoomSettings(
                id: "aurora", name: "Aurora", sensors: [.pir], server: server, clockTrust: trust,
                builtAt: builtAt), from: start)
        day.isServerHeard = false
        day.apply(.tick)
        day.apply(.button(.found(isPressed: false)))
        return day
    }

    @Test func kernelThatIsSynchronisedIsBelieved() {
        var day = day(.caldav)
        #expect(!day.state.isClockTrusted)
        day.apply(.clock(isSynchronised: true))
        #expect(day.state.isClockTrusted)
        day.apply(.clock(isSynchronised: false))
        #expect(!day.state.isClockTrusted)
    }

    @Test(
        arguments: [
            (Duration.zero, true), (.seconds(120), true), (.seconds(-120), true),
            (.seconds(121), false), (.seconds(-121), false), (.days(20_000), false),
        ])
    func serversDateWithinTwoMinutesIsBelieved(offset: Duration, isTrusted: Bool) {
        var day = day(.caldav)
        let reading = ScheduleReading(
            window: day.window, bookings: [], serverDate: day.now.wall + offset)
        day.apply(.server(.read(reading, startedAt: day.now.uptime)))
        #expect(day.state.isClockTrusted == isTrusted)
    }

    @Test func dateOfAFailedAnswerCountsToo() {
        var day = day(.caldav)
        day.apply(.server(.readFailed(ServerFailure(.server, "500", serverDate: day.now.wall))))
        #expect(day.state.isClockTrusted)
    }

    /// Seed 10006116: an answer that nobody waited for came with the right time, and was not heeded.
    @Test func answerThatNobodyWaitsForTellsTheTimeAllTheSame() {
        var day = Day(
            RoomSettings(id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav),
            from: WallTime(secondsSinceEpoch: 12))
        day.isServerHeard = false
        day.apply(.tick)
        #expect(!day.state.isClockTrusted)
        day.jump(by: at("10:00") - day.now.wall)
        day.apply(
            .server(
                .writeFailed(
                    number: 1, ServerFailure(.limit, "no writes now", serverDate: day.now.wall),
                    jitter: 0)))
        #expect(day.state.isClockTrusted)
    }

    @Test func serverWithoutADateSaysNothing() {
        var day = day(.caldav)
        day.apply(
            .server(
                .read(
                    ScheduleReading(window: day.window, bookings: []), startedAt: day.now.uptime)))
        #expect(!day.state.isClockTrusted)
    }

    @Test(arguments: [(Duration.zero, true), (.seconds(-1), false), (.days(365), true)])
    func withoutAServerTheBuildDateDecides(after: Duration, isTrusted: Bool) {
        #expect(day(.none, from: builtAt + after).state.isClockTrusted == isTrusted)
    }

    @Test func withoutAServerAClockThatReachesTheBuildDateBecomesTrusted() {
        var day = day(.none, from: builtAt - .seconds(90))
        #expect(day.availability == .unknown)
        day.advance(by: .seconds(120))
        #expect(day.availability == .free)
    }

    @Test func withAServerTheBuildDateProvesNothing() {
        #expect(!day(.caldav, from: builtAt + .days(3)).state.isClockTrusted)
    }

    @Test func settledByHandItIsAlwaysBelieved() {
        let day = day(.caldav, .always, from: WallTime(secondsSinceEpoch: 0))
        #expect(day.state.isClockTrusted)
    }

    @Test(
        arguments: [
            Duration.seconds(2), .seconds(-2), .hours(1), .hours(-1), .days(20_000), .days(-20_000),
        ])
    func jumpMakesTheServersWordStale(jump: Duration) {
        var day = Day([booking("a", "10:00", "11:00")])
        day.isServerHeard = false
        day.jump(by: jump)
        day.apply(.tick)
        #expect(!day.state.isClockTrusted)
        #expect(day.notices.contains(.clockStepped(jump)))
        #expect(day.lamps.availability == LampSignal(.redGreen, .doubleBlink))
        day.read([booking("a", "10:00", "11:00")])
        #expect(day.state.isClockTrusted)
    }

    /// What the kernel said of the clock before it was set says nothing of it now.
    @Test(arguments: [Duration.hours(1), .hours(-1)])
    func jumpMakesTheKernelsWordStale(jump: Duration) {
        var day = Day([booking("a", "10:00", "11:00")])
        day.isServerHeard = false
        day.apply(.clock(isSynchronised: true))
        day.jump(by: jump)
        day.apply(.tick)
        #expect(!day.state.isClockTrusted)
        day.apply(.clock(isSynchronised: true))
        #expect(day.state.isClockTrusted)
    }

    /// Seed 60080938: a clock was set, the kernel said with it that it was not synchronised any more, and a meeting was
    /// judged by it all the same.
    @Test func clockThatIsToldOfAsUnsynchronisedJudgesNobody() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.apply(.clock(isSynchronised: true))
        day.isServerHeard = false
        day.jump(by: .minutes(150))
        day.apply(.clock(isSynchronised: false))
        #expect(!day.state.isClockTrusted)
        #expect(day.findings.isEmpty)
    }

    /// A clock that was set by whoever keeps it right is trusted at once.
    @Test func clockThatIsToldOfAsSynchronisedShowsNoDoubt() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.apply(.clock(isSynchronised: true))
        day.isServerHeard = false
        let before = day.displays.count
        day.jump(by: .minutes(150))
        day.apply(.clock(isSynchronised: true))
        #expect(day.availability == .busy)
        #expect(!day.displays[before...].contains { $0.availability.colour == .redGreen })
    }

    @Test(arguments: [Duration.milliseconds(1_999), .milliseconds(-1_999)])
    func smallStepIsNoJump(step: Duration) {
        var day = Day()
        day.jump(by: step)
        day.apply(.tick)
        #expect(day.state.isClockTrusted)
        #expect(!day.notices.contains { if case .clockStepped = $0 { true } else { false } })
    }

    /// Seed 245: after a jump of the clock the window of the last reading may lie anywhere.
    @Test func jumpAsksForTheSchedule() {
        var day = Day()
        day.advance(to: "09:00")
        day.jump(by: .hours(24 * 365))
        let effects = day.apply(.tick)
        #expect(effects.contains(.readSchedule))
    }

    @Test func jumpAsksNobodyWithoutAServer() {
        var day = Day(server: .none)
        day.advance(to: "09:00")
        day.jump(by: .hours(1))
        #expect(!day.apply(.tick).contains(.readSchedule))
    }

    @Test func panelThatBootsIn1970WaitsForTheServerAndThenWorks() {
        var day = Day(
            RoomSettings(id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav),
            from: WallTime(secondsSinceEpoch: 12))
        day.isServerHeard = false
        day.apply(.tick)
        day.apply(.button(.found(isPressed: false)))
        day.apply(.sensor("pir", .found(isActive: false)))
        day.advance(by: .seconds(30))
        #expect(day.availability == .unknown)
        day.press()
        #expect(day.lastPress?.refusal == .clockUntrusted)
        day.jump(by: at("10:00") - day.now.wall)
        day.read([booking("a", "10:05", "11:00")])
        #expect(day.availability == .startingSoon)
        day.isServerHeard = true
        day.advance(to: "10:15")
        #expect(day.findings == ["no_show"])
    }

    @Test func nothingIsJudgedClosedOrForgottenByAClockThatRunsAYearAhead() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.isServerWriting = false
        day.press(at: "10:01")
        day.advance(to: "10:02")
        day.isServerHeard = false
        day.jump(by: .days(365))
        day.advance(by: .minutes(5))
        #expect(day.state.sync.outbox > 0)
        day.jump(by: .days(-365))
        day.read([booking("a", "10:00", "11:00")])
        #expect(day.current?.phase == .checkedIn)
        #expect(day.current?.arrivedAt == at("10:01"))
        #expect(day.state.sync.outbox > 0)
    }

    @Test func clockSetBackAnHourDoesNotJudgeTwice() {
        var day = Day([booking("a", "10:00", "10:30")])
        day.press(at: "10:01")
        day.advance(to: "10:40")
        let before = day.findings
        #expect(before == ["on_time", "ended_early 1740"])
        day.isServerHeard = false
        day.jump(by: .hours(-1))
        day.read([booking("a", "10:00", "10:30")])
        day.isServerHeard = true
        day.advance(to: "10:40")
        #expect(day.findings == before)
    }
}
