import RoomCore
import Testing

/// What the tests of an installer say about a panel.
struct CommissioningTests {
    private func at(_ seconds: Double) -> Uptime { Uptime(sinceBoot: .seconds(seconds)) }

    /// Edges of sensors by their time in seconds; a name alone is a line that was quiet when it began.
    private func watch(
        _ edges: [(sensor: String, at: Double, isActive: Bool)], active: Set<String> = [],
        sensors: [SensorSettings] = [SensorSettings(name: "pir")], gone: Set<String> = [],
        seconds: Double = 300
    ) -> SensorWatch {
        let there = sensors.map(\.name).filter { !gone.contains($0) }
        return SensorWatch(
            sensors: sensors,
            levels: Dictionary(uniqueKeysWithValues: there.map { ($0, active.contains($0)) }),
            moments: edges.map {
                SensorMoment(
                    sensor: $0.sensor, fact: .edge(isActive: $0.isActive, at: at($0.at)),
                    at: at($0.at))
            }, start: at(0), end: at(seconds))
    }

    private func pulses(
        _ seconds: [Double], of sensor: String = "pir"
    ) -> [(sensor: String, at: Double, isActive: Bool)] {
        seconds.flatMap { [(sensor, $0, true), (sensor, $0 + 1, false)] }
    }

    // MARK: Walking

    private func result(_ watch: SensorWatch) -> CommissioningResult {
        CommissioningResult(.walk(.door), tries: 1, finding: .walk(WalkTest.judge(watch)))
    }

    @Test func aPlaceThatOneOfTwoSensorsSeesIsWell() {
        let two = [SensorSettings(name: "pir"), SensorSettings(name: "radar", kind: .presence)]
        let walk = watch(pulses([3, 9], of: "pir"), sensors: two, seconds: 20)
        #expect(WalkTest.judge(walk).map(\.edges) == [4, 0])
        #expect(WalkTest.judge(walk).map(\.sight) == [.seen, .unseen])
        #expect(result(walk).outcome == .passed)
        #expect(result(watch([], sensors: two, seconds: 20)).outcome == .failed)
    }

    @Test func aLevelCountsAsLongAsItLastsAndAPulseFromBeforeSaysNothing() {
        let radar = [SensorSettings(name: "radar", kind: .presence)]
        let level = watch([], active: ["radar"], sensors: radar, seconds: 20)
        #expect(WalkTest.judge(level).map(\.sight) == [.seen])
        let pulse = watch([], active: ["pir"], seconds: 20)
        #expect(WalkTest.judge(pulse).map(\.sight) == [.stayedActive])
        let ending = watch([("pir", 2, false)], active: ["pir"], seconds: 20)
        #expect(WalkTest.judge(ending).map(\.sight) == [.unseen])
    }

    @Test func aLineThatIsLostOrChattersIsAFaultWhateverTheOtherSees() {
        let two = [SensorSettings(name: "pir"), SensorSettings(name: "radar", kind: .presence)]
        let lost = watch(pulses([3], of: "pir"), sensors: two, gone: ["radar"], seconds: 20)
        #expect(WalkTest.judge(lost).map(\.sight) == [.seen, .gone])
        #expect(result(lost).outcome == .failed)
        let many = (0..<21).map { Double($0) * 0.9 }
        let noisy = watch(
            many.flatMap { [("pir", $0, true), ("pir", $0 + 0.4, false)] }, seconds: 20)
        #expect(WalkTest.judge(noisy).map(\.sight) == [.noisy])
        #expect(result(noisy).outcome == .failed)
    }

    // MARK: Sitting

    private func seated(_ watch: SensorWatch, chair: Int = 1) -> CommissioningResult {
        CommissioningResult(
            .seated(chair: chair), tries: 1, finding: .seated(SeatedTest.judge(watch)))
    }

    @Test func theLongestGapIsMeasuredFromEndToEndAndTheHoldLastsThreeOfThem() throws {
        let finding = SeatedTest.judge(watch(pulses([20, 70.5, 250])))
        let score = try #require(finding.sights.first?.score)
        #expect(score.longestGapSeconds == 179, "71.5 s to 250 s, a begun second as a whole")
        #expect(score.coveragePercent == 60, "the first, second and fifth of five minutes")
        #expect(score.recommendedHoldSeconds == 540, "537 s in whole minutes")
        #expect(finding.sights.map(\.edges) == [6])
        #expect(seated(watch(pulses([20, 70.5, 250]))).outcome == .passed, "10 min are set")
    }

    @Test func aHoldIsNeverRecommendedToBeShorterAndOneThatIsTooShortIsToBeChanged() throws {
        let short = [SensorSettings(name: "pir", hold: .seconds(120))]
        let seen = watch(pulses([100, 200]), sensors: short)
        #expect(seated(seen).outcome == .needsChange)
        let other = watch(pulses([60, 240]), sensors: short)
        let certificate = Certificate(
            .sample, lines: [], settings: [],
            results: [seated(seen), seated(other, chair: 2)], untestedSensors: [])
        let change = try #require(certificate.changes.first)
        #expect(certificate.changes.count == 1)
        #expect((change.sensor, change.fromSeconds, change.toSeconds) == ("pir", 120, 540))
        #expect(certificate.outcome == .needsChange)
        let quiet = seated(watch(pulses(Array(stride(from: 1, to: 300, by: 10)))))
        #expect(quiet.outcome == .passed, "2 min would last, and 10 min are set")
    }

    @Test func sensorsThatSeeTheChairAreMeasuredTogether() {
        let two = [
            SensorSettings(name: "pir", hold: .seconds(300)),
            SensorSettings(name: "wall", hold: .seconds(300)),
        ]
        let watch = watch(
            pulses([10, 150], of: "pir") + pulses([80, 220], of: "wall"), sensors: two)
        let finding = SeatedTest.judge(watch)
        #expect(finding.sights.compactMap(\.score?.longestGapSeconds) == [149, 139])
        #expect(finding.together?.longestGapSeconds == 79)
        #expect(seated(watch).outcome == .passed, "alone each would need 7 min or more")
    }

    @Test func aChairThatNoSensorSeesFails() {
        let finding = SeatedTest.judge(watch([]))
        #expect(finding.together == nil)
        #expect(finding.sights.map(\.score) == [nil])
        #expect(seated(watch([])).outcome == .failed)
    }

    // MARK: The button

    private func heard(
        _ expected: Press.Length, isPressed: Bool = false, _ presses: [(Double, Double?)]
    ) -> CommissioningResult {
        var trial = ButtonTrial(
            expecting: expected, isPressed: isPressed, policy: Policy(), at: at(0))
        for (down, up) in presses {
            trial.pressed(at: at(down))
            if let up { trial.released(at: at(up)) }
        }
        return CommissioningResult(.button(expected), tries: 1, finding: .button(trial.finding))
    }

    @Test func onePressOfTheRightLengthPasses() {
        #expect(heard(.short, [(1, 1.2)]).outcome == .passed)
        #expect(heard(.long, [(1, 2.5)]).outcome == .passed)
        #expect(heard(.long, [(1, 2.4)]).outcome == .failed)
        #expect(heard(.short, [(1, 1.2), (1.3, 1.4)]).outcome == .failed, "it bounces")
        #expect(heard(.short, [(1, nil)]).outcome == .failed, "active is the wrong way round")
        #expect(heard(.short, isPressed: true, [(1, 1.2)]).outcome == .failed)
        #expect(heard(.long, [(1, 40)]).outcome == .failed, "that is a stuck button")
        #expect(heard(.short, []).outcome == .failed)
    }

    // MARK: The certificate

    @Test func aSkipIsNoPassAndASensorThatSawNobodyFails() {
        let two = [SensorSettings(name: "pir"), SensorSettings(name: "wall")]
        let seen = seated(watch(pulses([20, 100, 200]), sensors: two))
        let lamp = CommissioningResult(
            .lamp(LampLine(.booking, .blue)), tries: 0, finding: nil)
        let dead = Certificate(
            .sample, lines: [], settings: [], results: [seen], untestedSensors: [])
        #expect(seen.outcome == .passed)
        #expect(dead.blindSensors == ["wall"] && dead.outcome == .failed)
        let skipped = Certificate(
            .sample, lines: [], settings: [],
            results: [lamp, seated(watch(pulses([20, 100, 200])))], untestedSensors: [])
        #expect(lamp.outcome == .skipped && skipped.outcome == .skipped)
        #expect(
            Certificate(.sample, lines: [], settings: [], results: [], untestedSensors: [])
                .outcome == .skipped)
    }

    @Test func everyWiredLineIsAStepOfItsOwn() {
        let steps = CommissioningStep.all(
            lamps: [LampLine(.booking, .blue), LampLine(.availability, .green)],
            hasButton: true, hasSensors: true)
        #expect(
            steps == [
                .lamp(LampLine(.availability, .green)), .lamp(LampLine(.booking, .blue)),
                .button(.short), .button(.long), .walk(.door), .walk(.table), .walk(.farCorner),
                .seated(chair: 1),
            ])
    }
}

extension Certificate.Particulars {
    static let sample = Certificate.Particulars(
        signedBy: "Ada", givenAt: WallTime(secondsSinceEpoch: 1_795_262_400),
        isClockSynchronised: true, roomID: "aurora", roomName: "Aurora", timeZone: "UTC",
        board: "Raspberry Pi 4", chip: "gpiochip0", version: "0.1.0")
}
