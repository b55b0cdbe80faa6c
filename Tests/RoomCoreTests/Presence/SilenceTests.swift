import Testing

@testable import RoomCore

/// A room knows when its sensors miss people: presses prove that somebody is there (decision 0029).
@Suite struct SilenceTests {
    private static let month = Duration.seconds(30 * 86_400)

    /// People of `a` press at 10:00 and at `next`; nobody comes to `b` at 13:00.
    private func day(
        next: String, vacantAfter: Duration = .minutes(15),
        _ between: (inout Day) -> Void = { _ in }
    ) -> Day {
        var day = Day([booking("a", "10:00", "12:00"), booking("b", "13:00", "14:00")]) {
            $0.vacantAfter = vacantAfter
        }
        day.press(at: "10:00")
        between(&day)
        day.press(at: next)
        return day
    }

    private func remembering(
        _ sensors: [String], endedAt: WallTime, in settings: [SensorSettings] = [.pir]
    ) -> Day {
        let silence = SensorSilence(sensors: sensors, seconds: 1_200, endedAt: endedAt)
        var day = Day(
            [booking("a", "10:00", "11:00")], sensors: settings,
            memory: Memory(silences: [silence]))
        day.advance(to: "10:30")
        return day
    }

    @Test func silenceBetweenTwoPressesMakesAnAbsenceUnverifiable() {
        var day = day(next: "10:14")
        #expect(day.lastPress?.outcome == .extended)
        #expect(
            day.state.missedPeople?.longest
                == SensorSilence(sensors: ["pir"], seconds: 839, endedAt: at("10:14")))
        day.advance(to: "13:30")
        #expect(day.findings(on: "b") == ["unverifiable sensors_miss_people"])
        #expect(day.current?.phase == .inProgress)
        #expect(day.availability == .busy)
    }

    @Test func eachSensorIsToldItsLongestSilence() {
        let day = remembering(["pir"], endedAt: at("07:00"), in: [.pir, .radar])
        let silence = SensorSilence(sensors: ["pir"], seconds: 1_200, endedAt: at("07:00"))
        #expect(day.room.longestSilences(at: day.now) == ["pir": silence])
        let old = remembering(["pir"], endedAt: at("07:00") - Self.month)
        #expect(old.room.longestSilences(at: old.now).isEmpty)
    }

    @Test func lampDoesNotWarnOfANoShowThatWillNotCome() {
        var day = day(next: "10:14")
        day.advance(to: "13:09:30")
        #expect(day.lamps.booking == LampSignal(.orange))
    }

    /// Rows: when the second press comes, and what becomes of `b`: ten minutes are not longer than `no_show_after`.
    @Test(arguments: [("10:10:00.2", "no_show"), ("10:10:02", "unverifiable sensors_miss_people")])
    func silenceHasToBeLongerThanNoShowAfter(next: String, finding: String) {
        var day = day(next: next)
        day.advance(to: "13:30")
        #expect(day.findings(on: "b") == [finding])
    }

    @Test func movementBetweenThePressesPartsTheSilence() {
        let day = day(next: "10:14") { $0.motion(at: "10:07") }
        #expect(day.state.missedPeople == nil)
    }

    @Test func timeThatNoSensorCouldSeeIsNoSilence() {
        let day = day(next: "10:14") {
            $0.advance(to: "10:04")
            $0.apply(.sensor("pir", .gone))
            $0.advance(to: "10:09")
            $0.apply(.sensor("pir", .found(isActive: false)))
        }
        #expect(day.room.senses.silences.all.isEmpty)
    }

    @Test func lostEdgesMayHaveBeenPeople() {
        let day = day(next: "10:14") {
            $0.advance(to: "10:07")
            $0.apply(.sensor("pir", .edgesLost(1)))
        }
        #expect(day.state.missedPeople == nil)
    }

    /// Who checks in early need not have gone in.
    @Test func silenceBeforeTheStartProvesNothing() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "09:51")
        day.press(at: "10:09")
        #expect(day.room.senses.silences.all.map(\.seconds) == [540])
        #expect(day.state.missedPeople == nil)
    }

    /// Whoever had pressed may have gone until the new start (seed 100543); rows: that start, and the silence that counts.
    @Test(arguments: [("10:00", 539), ("10:02", 478), ("10:09:30", 450)])
    func silenceBeforeAStartThatWasMovedProvesNothing(start: String, seconds: Int) {
        let day = day(next: "10:17") {
            $0.motion(at: "10:09")
            $0.advance(to: "10:10")
            $0.read([booking("a", start, "12:00")])
        }
        #expect(day.room.senses.silences.all.map(\.seconds) == [seconds])
    }

    @Test func checkInThatWasTakenBackProvesNothing() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.advance(to: "10:00:05")
        day.pressLong()
        day.press(at: "10:09")
        #expect(day.room.senses.silences.all.isEmpty)
    }

    @Test func earlyEndWaitsForOneAndAHalfTimesTheSilence() {
        var day = day(next: "10:14")
        day.advance(to: "10:34:58")
        #expect(day.availability == .busy)
        day.advance(to: "10:34:59")
        #expect(day.availability == .claimable)
    }

    /// Rows: `vacant_after` in minutes, and the vacancy in seconds that is told after a silence of 839 s.
    @Test(arguments: [(15, 1_258.5), (30, 1_800.0)])
    func vacancyThatAnEarlyEndNeedsIsTold(vacantAfter: Int, needed: Double) {
        let day = day(next: "10:14", vacantAfter: .minutes(vacantAfter))
        #expect(day.state.missedPeople?.vacancyNeeded == .seconds(needed))
    }

    @Test(arguments: [("10:09:59", "no_show"), ("10:10:01", "unverifiable sensors_miss_people")])
    func silenceIsForgottenAfterThirtyDays(endedAt: String, finding: String) {
        let day = remembering(["pir"], endedAt: at(endedAt) - Self.month)
        #expect(day.findings == [finding])
    }

    /// What a set of sensors has missed, each part of it has missed, too; of a greater set it says nothing.
    @Test(
        arguments: [
            (["pir"], [SensorSettings.pir], false), (["radar"], [.pir], true),
            (["pir", "radar"], [.pir], false), (["pir"], [.pir, .radar], true),
        ] as [([String], [SensorSettings], Bool)])
    func silenceBelongsToItsSensors(silent: [String], room: [SensorSettings], isJudged: Bool) {
        let day = remembering(silent, endedAt: at("07:00"), in: room)
        #expect(day.findings == [isJudged ? "no_show" : "unverifiable sensors_miss_people"])
    }

    @Test func silenceOutlivesARestart() {
        let memory = Memory.kept(by: day(next: "10:14"))
        #expect(memory.silences.map(\.seconds) == [839])
    }

    @Test func lateJournalsSilencesAreTakenUp() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "08:05")
        let silence = SensorSilence(sensors: ["pir"], seconds: 1_200, endedAt: at("07:00"))
        day.apply(.journal(.recalled(Memory(silences: [silence]))))
        #expect(day.state.missedPeople?.longest == silence)
    }

    @Test func memoryKeepsOnlyWhatSaysMore() {
        var memory = SilenceMemory()
        func silence(_ sensors: [String], _ seconds: Int, _ time: String) -> SensorSilence {
            SensorSilence(sensors: sensors, seconds: seconds, endedAt: at(time))
        }
        #expect(memory.add(silence(["a"], 299, "10:00")) == false)
        #expect(memory.add(silence(["a"], 900, "10:00")) == true)
        #expect(memory.add(silence(["a"], 600, "11:00")) == true)
        #expect(memory.all.count == 2)
        #expect(memory.add(silence(["a", "b"], 900, "12:00")) == true)
        #expect(memory.all == [silence(["a", "b"], 900, "12:00")])
        #expect(memory.add(silence(["b"], 900, "11:30")) == false)
    }
}
