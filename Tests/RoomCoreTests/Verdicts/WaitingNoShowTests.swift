import RoomCore
import Testing

/// Whoever is there is no no-show, and nobody is told to take the room meanwhile: design section 2, "No-show".
@Suite struct WaitingNoShowTests {
    private func day(
        _ end: String = "11:00", _ others: [Booking] = [],
        configure: (inout Policy) -> Void = { _ in }
    ) -> Day {
        Day([booking("a", "10:00", end)] + others, configure: configure)
    }

    /// One movement at 10:04 is seen until 10:14:02.
    @Test func noShowWaitsUntilPresenceEnds() {
        var day = day()
        day.motion(at: "10:04")
        day.advance(to: "10:14:01.999999")
        #expect(day.findings.isEmpty)
        #expect(day.current?.phase == .late)
        #expect(day.availability == .busy)
        day.advance(to: "10:14:02")
        #expect(day.findings == ["no_show"])
        #expect(day.availability == .claimable)
    }

    @Test func whoeverMovesAgainMeanwhileHasCheckedIn() {
        var day = day()
        day.motion(at: "10:04")
        day.motion(at: "10:13")
        #expect(day.findings == ["on_time"])
        #expect(day.current?.arrivedAt == at("10:04"))
    }

    @Test func pressMeanwhileChecksIn() {
        var day = day()
        day.motion(at: "10:06")
        day.press(at: "10:15")
        #expect(day.lastPress?.outcome == .checkedIn)
        day.advance(to: "10:16")
        #expect(day.findings == ["late 360"])
    }

    @Test func releaseOnTheServerWaitsToo() {
        var day = day { $0.onNoShow = .end }
        day.motion(at: "10:04")
        day.advance(to: "10:30")
        #expect(day.deeds == [.changeEnd(BookingID("a"), end: at("10:14:02"))])
    }

    /// The last minute is that before presence ends, if it outlasts `no_show_after`.
    @Test(arguments: [
        ("10:10", LampSignal.Pattern.steady), ("10:13:01.9", .steady), ("10:13:02", .fastBlink),
        ("10:14:01.9", .fastBlink), ("10:14:02", .steady),
    ])
    func lampWarnsInTheLastMinuteBeforePresenceEnds(time: String, pattern: LampSignal.Pattern) {
        var day = day()
        day.motion(at: "10:04")
        day.advance(to: time)
        #expect(day.lamps.booking == LampSignal(.orange, pattern))
    }

    /// The end of a movement tells when presence ends, and that may be within a minute (seed 100368).
    @Test func lampWarnsAsSoonAsAMovementEndsInTheLastMinute() {
        let pir = SensorSettings(name: "pir", hold: .seconds(60))
        var day = Day([booking("a", "10:00", "11:00")], sensors: [pir])
        day.advance(to: "10:09:30")
        day.edge(isActive: true)
        #expect(day.lamps.booking == LampSignal(.orange))
        day.advance(to: "10:09:32")
        day.edge(isActive: false)
        #expect(day.lamps.booking == LampSignal(.orange, .fastBlink))
    }

    @Test func whoeverWasThereWhenSightWasLostIsNoNoShow() {
        var day = day()
        day.motion(at: "10:08")
        day.advance(to: "10:12")
        day.apply(.sensor("pir", .gone))
        #expect(day.findings == ["unverifiable sensors_blind"])
    }

    @Test func edgesLostMeanwhileLeaveItOpen() {
        var day = day()
        day.motion(at: "10:08")
        day.advance(to: "10:12")
        day.apply(.sensor("pir", .edgesLost(2)))
        day.advance(to: "10:40")
        #expect(day.findings == ["unverifiable edges_lost"])
    }

    // MARK: Late people who are walking in

    @Test func roomOfANoShowIsNotOfferedWhilePeopleAreThere() {
        var day = day()
        day.advance(to: "10:20")
        #expect(day.availability == .claimable)
        day.motion()
        #expect(day.availability == .busy)
        #expect(day.lamps.availability == LampSignal(.red))
        #expect(day.lamps.booking == LampSignal(.orange))
        day.advance(to: "10:30:02")
        #expect(day.availability == .claimable)
        #expect(day.findings == ["no_show"])
    }

    @Test func pressOfPeopleWhoAreThereChecksThemInLate() {
        var day = day()
        day.motion(at: "10:20")
        day.pressLong()
        #expect(day.lastPress?.refusal == .nothingToEnd)
        day.press(at: "10:20:30")
        #expect(day.lastPress?.outcome == .checkedIn)
        day.advance(to: "10:21")
        #expect(day.findings == ["no_show", "late 1200 replaces 1"])
        #expect(day.deeds.isEmpty)
    }

    @Test func pressInAnEmptyRoomClaimsIt() {
        var day = day()
        day.motion(at: "10:20")
        day.press(at: "10:31")
        #expect(day.lastPress?.outcome == .claimed)
    }

    /// The next one's window is open: its people are at the door.
    @Test func pressChecksTheNextOneInWhereItsPeopleMayBeTheOnesThatAreThere() {
        var day = day("11:00", [booking("b", "11:00", "12:00")])
        day.motion(at: "10:52")
        day.press(at: "10:53")
        #expect(day.lastPress?.booking == BookingID("b"))
        #expect(day.lamps.booking == LampSignal(.green))
        day.press(at: "10:55")
        #expect(day.lastPress?.outcome == .alreadyCheckedIn)
    }

    /// Whoever comes belongs to the booking that may still be used.
    @Test func noShowDoesNotTakeTheRoomBackFromTheOneBesideIt() {
        var day = day("11:00", [booking("b", "10:15", "11:00")])
        day.motion(at: "10:16")
        #expect(day.current?.id == BookingID("b"))
        day.motion(at: "10:17")
        #expect(day.findings(on: "b") == ["on_time"])
    }
}
