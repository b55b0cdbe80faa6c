import RoomCore
import Testing

/// Late and no-show, to the microsecond, and when the panel may be sure: design section 2.
@Suite struct NoShowTests {
    private func day(
        _ end: String = "11:00", configure: (inout Policy) -> Void = { _ in }
    ) -> Day {
        Day([booking("a", "10:00", end)], configure: configure)
    }

    @Test(
        arguments: [
            ("10:04:59.999999", RoomState.Phase.awaiting), ("10:05", .late),
            ("10:09:59.999999", .late), ("10:10", .noShow),
        ])
    func phaseChangesAtTheMicrosecond(time: String, phase: RoomState.Phase) {
        var day = day()
        day.advance(to: time)
        #expect(day.current?.phase == phase)
    }

    @Test(
        arguments: [
            ("09:55", "on_time"), ("10:04:59.999999", "on_time"), ("10:05", "late 300"),
            ("10:05:00.999999", "late 300"), ("10:05:01", "late 301"), ("10:09:59", "late 599"),
        ])
    func pressIsOnTimeBeforeLateAfterAndLateFromThenOn(time: String, finding: String) {
        var day = day()
        day.press(at: time)
        day.advance(to: "10:15")
        #expect(day.findings == [finding])
    }

    @Test func ownerWhoComesOneSecondAfterTheNoShowGetsTheRoomBackAndACorrection() {
        var day = day()
        day.advance(to: "10:10:01")
        #expect(day.availability == .claimable)
        day.motion()
        #expect(day.availability == .busy)
        day.motion(at: "10:10:31")
        #expect(day.availability == .busy)
        #expect(day.findings == ["no_show", "late 601 replaces 1"])
        #expect(day.deeds.isEmpty)
    }

    @Test func ownerMayComeHalfAnHourLate() {
        var day = day()
        day.advance(to: "10:30")
        day.motion()
        day.advance(by: .seconds(28))
        day.motion()
        #expect(day.findings == ["no_show", "late 1800 replaces 1"])
    }

    @Test func bookingShorterThanNoShowAfterIsJudgedAtItsEnd() {
        var day = day("10:07")
        day.advance(to: "10:06:59.999999")
        #expect(day.findings.isEmpty)
        day.advance(to: "10:07")
        #expect(day.findings == ["no_show"])
        #expect(day.availability == .free)
    }

    @Test func endNeverLengthensAShortBooking() {
        var day = Day([booking("a", "10:00", "10:07")]) { $0.onNoShow = .end }
        day.advance(to: "10:10")
        #expect(day.findings == ["no_show"])
        #expect(day.deeds.isEmpty)
    }

    @Test func lateAfterOfZeroMakesEverybodyLateWhoComesAfterTheStart() {
        var onTheDot = day { $0.lateAfter = .zero }
        onTheDot.press(at: "10:00")
        onTheDot.advance(to: "10:01")
        #expect(onTheDot.findings == ["on_time"])
        var later = day { $0.lateAfter = .zero }
        later.press(at: "10:00:30")
        later.advance(to: "10:01")
        #expect(later.findings == ["late 30"])
        #expect(later.current?.lateBySeconds == 30)
    }

    /// Seed 37: with `late_after: 0s` people were late by 0 s.
    @Test func lateByAPartOfASecondIsOnTime() {
        var day = Day([booking("a", "10:00", "11:00")]) { $0.lateAfter = .zero }
        day.advance(to: "10:00:00.4")
        day.motion()
        day.advance(to: "10:00:30")
        day.motion()
        #expect(day.findings(on: "a") == ["on_time"])
    }

    // MARK: What follows

    @Test func softMakesTheRoomClaimableAndLeavesTheServerAlone() {
        var day = day()
        day.advance(to: "10:30")
        #expect(day.availability == .claimable)
        #expect(day.lamps.availability == LampSignal(.green, .doubleBlink))
        #expect(day.deeds.isEmpty)
    }

    @Test func endCutsTheBookingShortOnTheServerAtOnce() {
        var day = day { $0.onNoShow = .end }
        day.advance(to: "10:10")
        #expect(day.deeds == [.changeEnd(BookingID("a"), end: at("10:10"))])
        #expect(day.availability == .free)
        #expect(day.findings == ["no_show"])
    }

    @Test func endLeavesABookingThatMayNotBeChanged() {
        var day = Day([booking("a", "10:00", "11:00", isWritable: false)]) {
            $0.onNoShow = .end
        }
        day.advance(to: "10:30")
        #expect(day.writes.isEmpty)
        #expect(day.availability == .busy)
    }

    @Test func markOnlyRecords() {
        var day = day { $0.onNoShow = .mark }
        day.advance(to: "10:30")
        #expect(day.findings == ["no_show"])
        #expect(day.availability == .busy)
        #expect(day.deeds.isEmpty)
        day.press()
        #expect(day.lastPress?.outcome == .checkedIn)
    }

    @Test(
        arguments: [
            booking("long", "10:00", "14:00"),
            booking("all-day", "10:00", "11:00", isAllDay: true),
            booking("quiet", "10:00", "11:00", title: "Focus #QUIET please"),
            booking("free", "10:00", "11:00", isBlocking: false),
        ])
    func someAreNeverJudged(booking: Booking) {
        var day = Day([booking])
        day.advance(to: "14:30")
        #expect(day.findings.isEmpty)
    }

    @Test func oneMinuteLessThanFourHoursIsJudged() {
        var day = day("13:59")
        day.advance(to: "10:10")
        #expect(day.findings == ["no_show"])
    }

    /// Seed 13219: a no-show that was made too long to be judged was not in progress, though it had the room.
    @Test func bookingMadeTooLongToJudgeIsInProgress() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:11")
        #expect(day.availability == .claimable)
        day.read([booking("a", "10:00", "16:00")])
        #expect(day.availability == .busy)
        #expect(day.current?.phase == .inProgress)
        #expect(day.shown?.booking == LampSignal(.blue))
    }

    // MARK: Being sure

    @Test func bookingMovedIntoThePastHarmsNobody() {
        var day = day()
        day.advance(to: "10:05")
        day.read([booking("a", "08:00", "09:00")])
        day.advance(to: "10:30")
        #expect(day.findings == ["unverifiable told_late"])
    }

    @Test(
        arguments: [
            (Duration.zero, "no_show"), (.seconds(60), "no_show"),
            (.seconds(61), "unverifiable sensors_blind"),
        ])
    func nineTenthsOfTheWindowMustBeCovered(blind: Duration, finding: String) {
        var day = Day(
            [booking("a", "10:00", "11:00")],
            sensors: [SensorSettings(name: "pir", warmUp: .zero)])
        day.advance(to: "10:03")
        if blind > .zero {
            day.apply(.sensor("pir", .gone))
            day.advance(by: blind)
            day.apply(.sensor("pir", .found(isActive: false)))
        }
        day.advance(to: "10:10")
        #expect(day.findings == [finding])
    }

    @Test func sensorThatDiesInTheWindowHarmsNobody() {
        var day = day()
        day.advance(to: "10:05")
        day.apply(.sensor("pir", .gone))
        day.advance(to: "10:30")
        #expect(day.findings == ["unverifiable sensors_blind"])
        #expect(day.availability == .busy)
        #expect(day.current?.phase == .inProgress)
    }

    @Test func roomWithoutSensorsNeverHasNoShows() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.advance(to: "11:00")
        #expect(day.findings == ["unverifiable sensors_blind"])
    }

    @Test(arguments: [("09:59:59", "no_show"), ("10:05", "unverifiable edges_lost")])
    func edgesLostInTheWindowMakeItUnverifiable(time: String, finding: String) {
        var day = day()
        day.advance(to: time)
        day.apply(.sensor("pir", .edgesLost(3)))
        day.apply(.sensor("pir", .found(isActive: false)))
        day.advance(to: "10:16")
        #expect(day.findings == [finding])
    }

    @Test(
        arguments: [
            ("09:55:00.000001", "no_show"), ("09:55", "unverifiable server_unheard"),
        ])
    func serverMustHaveBeenHeardWithinStaleAfter(heard: String, finding: String) {
        var day = day()
        day.advance(to: heard)
        day.read([booking("a", "10:00", "11:00")])
        day.isServerHeard = false
        day.advance(to: "10:10")
        #expect(day.findings == [finding])
    }

    @Test func clockSetInTheWindowMakesItUnverifiable() {
        var day = day()
        day.advance(to: "10:05")
        day.jump(by: .seconds(10))
        day.apply(.tick)
        day.apply(.clock(isSynchronised: true))
        day.advance(to: "10:10")
        #expect(day.findings == ["unverifiable clock_untrusted"])
    }

    @Test func withoutTrustNoVerdictIsGivenUntilItReturns() {
        var day = day()
        day.advance(to: "10:05")
        day.isServerHeard = false
        day.jump(by: .seconds(10))
        day.advance(to: "10:20")
        #expect(day.findings.isEmpty)
        #expect(day.availability == .unknown)
        day.read([booking("a", "10:00", "11:00")])
        #expect(day.findings == ["unverifiable clock_untrusted"])
    }

    @Test func verdictCarriesItsEvidence() throws {
        var day = day()
        day.motion(at: "10:02")
        day.advance(to: "10:13")
        let verdict = try #require(day.verdicts.first)
        #expect(verdict.number == 1)
        #expect(verdict.span == span("10:00", "11:00"))
        #expect(verdict.givenAt == at("10:12:02"))
        #expect(
            verdict.evidence
                == Verdict.Evidence(
                    firstPresence: at("10:02"), activeEdges: 1, checkIn: nil,
                    observedSeconds: 600, dueSeconds: 600, sensors: ["pir": .ok],
                    syncAgeSeconds: 122, isClockTrusted: true))
    }

    @Test func numbersGoOnFromTheLastRun() {
        var day = Day(
            [booking("a", "10:00", "11:00")], memory: Memory(lastPress: 7, lastVerdict: 41))
        day.advance(to: "10:10")
        #expect(day.verdicts.map(\.number) == [42])
        day.press()
        #expect(day.lastPress?.number == 8)
    }

    /// The power goes between any two orders: the room is released, and the server to be told, or neither.
    @Test func releaseIsKeptInOneTransaction() {
        var day = day { $0.onNoShow = .end }
        day.advance(to: "10:10")
        let group = day.groups.first { records in
            records.contains { if case .verdict = $0 { true } else { false } }
        }
        let parts = group?.map { record in
            switch record {
            case .verdict: "verdict"
            case .sitting(let sitting): sitting.endedAt == nil ? "sitting" : "ended"
            case .outbox: "outbox"
            default: "other"
            }
        }
        #expect(parts?.sorted() == ["ended", "outbox", "verdict"])
    }

    /// Those who were there before stayed on: it is they who are seen, and nobody knows of the next ones.
    @Test func whoeverStayedOnIsSeenThoughNobodyMayCheckInBefore() {
        var day = Day([booking("z", "09:00", "10:00"), booking("a", "10:00", "11:00")]) {
            $0.checkInWindow = .zero
            $0.noShowAfter = .minutes(6)
        }
        day.advance(to: "09:00")
        day.stay(to: "09:58")
        day.advance(to: "10:30")
        #expect(day.findings(on: "a") == ["carried_over"])
        #expect(day.sitting("a")?.checkIn?.source == .carriedOver)
    }
}
