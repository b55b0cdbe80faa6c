import RoomCore
import Testing

@Suite struct WallTimeTests {
    @Test(
        arguments: [
            (Duration.zero, Int64(0), Int64(0)),
            (.microseconds(1), 1, 0),
            (.nanoseconds(1_999), 1, 0),
            (.nanoseconds(-1), -1, -1),
            (.microseconds(-1), -1, -1),
            (.microseconds(-1_000_000), -1_000_000, -1),
            (.nanoseconds(-1_000_000_001), -1_000_001, -2),
            (.milliseconds(-500), -500_000, -1),
            (.milliseconds(1_500), 1_500_000, 1),
        ])
    func wholeUnitsAreRoundedTowardsThePast(
        time: Duration, microseconds: Int64, seconds: Int64
    ) {
        let wall = WallTime(sinceEpoch: time)
        #expect(wall.microsecondsSinceEpoch == microseconds)
        #expect(wall.secondsSinceEpoch == seconds)
        #expect(wall.flooredToSecond == WallTime(secondsSinceEpoch: seconds))
    }

    @Test(arguments: [Int64.min, -1, 0, 1, 1_795_219_200_000_001, Int64.max])
    func microsecondsComeBackUnchangedWithinTheYearsOneToNineThousand(micros: Int64) {
        let back = WallTime(microsecondsSinceEpoch: micros).microsecondsSinceEpoch
        let range =
            WallTime.earliest.microsecondsSinceEpoch...WallTime.latest.microsecondsSinceEpoch
        #expect(back == min(max(micros, range.lowerBound), range.upperBound))
    }

    @Test func wildTimesAreBroughtToTheNearerEndAndArithmeticNeverOverflows() {
        let late = WallTime(secondsSinceEpoch: .max)
        let early = WallTime(secondsSinceEpoch: .min)
        #expect(late == .latest)
        #expect(early == .earliest)
        #expect(late + .seconds(Int64.max) == .latest)
        #expect(early - .seconds(Int64.max) == .earliest)
        #expect((late - early).components.seconds == 315_537_897_599)
        #expect((early - late).components.seconds == -315_537_897_599)
    }

    @Test func daysAroundALeapDayAndADaylightSavingNightAreAllEqual() {
        let day = Duration.seconds(86_400)
        // 2028-02-28T12:00:00Z, 2026-03-28T12:00:00Z and 2026-10-24T12:00:00Z.
        for noon in [1_835_352_000, 1_774_699_200, 1_792_843_200] as [Int64] {
            let start = WallTime(secondsSinceEpoch: noon)
            #expect((start + day + day) - start == .seconds(172_800))
            #expect((start + day).secondsSinceEpoch == noon + 86_400)
        }
    }

    @Test func instantsAreOrderedAlsoBeforeTheEpoch() {
        #expect(WallTime(microsecondsSinceEpoch: -1) < WallTime(microsecondsSinceEpoch: 0))
        #expect(WallTime(secondsSinceEpoch: -2) < WallTime(microsecondsSinceEpoch: -1_999_999))
    }
}

@Suite struct UptimeTests {
    @Test func kernelTimestampsBeyondTheRangeAreBroughtInside() {
        let greatest = Uptime(nanosecondsSinceBoot: .max)
        #expect(greatest.sinceBoot == .nanoseconds(Int64.max))
        #expect(greatest > Uptime(nanosecondsSinceBoot: 0))
    }

    @Test func wildUptimesNeverOverflow() {
        let late = Uptime(sinceBoot: .seconds(Int64.max)) + .seconds(Int64.max)
        let early = Uptime(sinceBoot: .seconds(Int64.min)) - .seconds(Int64.max)
        #expect((late - early).components.seconds > 0)
    }

    @Test func pastInstantsMoveWithTheWallClock() {
        let now = Now(wall: at("10:00"), uptime: Uptime(sinceBoot: .seconds(100)))
        #expect(now.wall(at: Uptime(sinceBoot: .seconds(40))) == at("09:59"))
        #expect(now.uptime(at: at("10:01")) == Uptime(sinceBoot: .seconds(160)))
    }
}
