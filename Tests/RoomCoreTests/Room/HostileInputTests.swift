import RoomCore
import Testing

/// Input that nobody should send: the room takes it, keeps going, and stays true.
@Suite struct HostileInputTests {
    private static let wildTimes: [WallTime] = [
        WallTime(secondsSinceEpoch: .min), WallTime(secondsSinceEpoch: .max),
        WallTime(microsecondsSinceEpoch: .min), WallTime(microsecondsSinceEpoch: .max),
        WallTime(secondsSinceEpoch: 0), .earliest, .latest, at("10:00"), at("10:30"),
    ]

    /// A booking between each two of the wild times.
    private static let wildBookings = wildTimes.flatMap { start in
        wildTimes.map { end in
            Booking(
                id: BookingID("\(start.secondsSinceEpoch)-\(end.secondsSinceEpoch)"),
                title: String(repeating: "#", count: 5_000), span: Span(start: start, end: end),
                createdAt: start)
        }
    }

    @Test func wildSpansDoNoHarm() {
        var day = Day(Self.wildBookings + Self.wildBookings)
        for time in ["09:55", "10:00", "10:20", "11:00"] {
            day.press(at: time)
            day.pressLong()
        }
        day.advance(by: .days(2))
        #expect(day.room.deadline > day.now.uptime)
        #expect(day.verdicts.allSatisfy { ($0.seconds ?? 0) >= 0 })
    }

    @Test func wildTimesInTheMemoryDoNoHarm() {
        let sittings = Self.wildBookings.map { booking in
            var sitting = Sitting(booking: booking.id, span: booking.span)
            sitting.checkIn = Sitting.CheckIn(source: .press, arrivedAt: booking.span.end)
            sitting.givenUp = Sitting.GivenUp(at: booking.span.start, by: .people)
            sitting.activeEdges = .max - 1
            return sitting
        }
        let owed = Self.wildBookings.enumerated().map { number, booking in
            OutboxEntry(
                number: Int64(number) - 3, write: .create(booking), createdAt: booking.span.end,
                attempts: .max)
        }
        var day = Day(
            Self.wildBookings,
            memory: Memory(
                schedule: ScheduleReading(
                    window: Span(start: .earliest, end: .latest), bookings: Self.wildBookings),
                heardAt: .latest, sittings: sittings + sittings, outbox: owed + owed,
                lastActiveEdges: ["pir": .latest], lastPress: .max, lastVerdict: .max,
                lastOutbox: .max))
        day.advance(to: "10:05")
        day.motion()
        day.press()
        day.advance(to: "12:00")
        #expect(day.state.sync.outbox <= 256)
    }

    @Test(arguments: [HostileInputTests.wildTimes])
    func clockThatGoesAnywhereDoesNoHarm(times: [WallTime]) {
        var day = Day(Self.wildBookings)
        day.isServerHeard = false
        for time in times + times.reversed() {
            day.jump(by: time - day.now.wall)
            day.apply(.clock(isSynchronised: true))
            day.motion()
            day.press()
            day.pressLong()
            day.read(Self.wildBookings)
            #expect(day.room.deadline >= day.now.uptime)
        }
    }

    @Test func wildCountsAndNumbersDoNoHarm() {
        var day = Day()
        day.advance(to: "09:00")
        for count in [Int.max, Int.min, 0, -1, Int.max] {
            day.apply(.sensor("pir", .edgesLost(count)))
        }
        #expect((day.sensor("pir")?.lostEdges ?? 0) > 0)
        for number in [Int64.min, -1, 0, 1, .max] {
            day.apply(.server(.acknowledged(number: number)))
            day.apply(.journal(.stored(Receipt(number))))
            day.apply(.journal(.notStored(Receipt(number), "")))
            for jitter in [Double.nan, -1, 2, .infinity] {
                day.apply(
                    .server(
                        .writeFailed(
                            number: number,
                            ServerFailure(.limit, "", retryAfter: .seconds(Int64.max)),
                            jitter: jitter)))
            }
        }
        #expect(day.availability == .occupiedUnbooked)
    }

    @Test func wildJitterAndRetryAfterNeverStopTheOutbox() {
        var day = Day()
        day.isServerWriting = false
        day.press(at: "09:00")
        for jitter in [Double.nan, -5, 7, .infinity, -.infinity] {
            day.reject(.limit, jitter: jitter, retryAfter: .seconds(Int64.max))
            let before = day.sent.count
            day.advance(by: .hours(1))
            #expect(day.sent.count == before + 1)
        }
    }

    @Test func edgesFromLongAgoAndFarAheadDoNoHarm() {
        var day = Day([booking("a", "09:00", "10:00")])
        day.advance(to: "09:02")
        for instant in [Duration.seconds(Int64.min), .zero, .seconds(Int64.max)] {
            let uptime = Uptime(sinceBoot: instant)
            day.apply(.sensor("pir", .edge(isActive: true, at: uptime)))
            day.apply(.sensor("pir", .edge(isActive: false, at: uptime)))
            day.apply(.button(.pressed(at: uptime)))
            day.apply(.button(.released(at: uptime)))
        }
        day.advance(to: "09:30")
        #expect(day.room.deadline > day.now.uptime)
    }

    @Test func tenThousandBookingsAreAnswered() {
        let many = (0..<10_000).map { number in
            Booking(
                id: BookingID("b\(number)"),
                span: Span(start: at("08:00") + .minutes(number), length: .minutes(30)))
        }
        var day = Day(many)
        day.advance(to: "08:10")
        #expect(day.current != nil)
        #expect(day.state.conflicts.count == 10)
        #expect(day.room.bookings(in: span("08:00", "09:00"), at: day.now).count == 60)
    }

    @Test func calendarThatNamesItsBookingsAnewEachTimeDoesNotFillTheMemory() {
        var day = Day()
        day.advance(to: "10:00")
        for turn in 0..<100 {
            day.advance(by: .seconds(30))
            day.read((0..<30).map { booking("t\(turn)-\($0)", "10:00", "12:00") })
        }
        let closed = day.records.filter { if case .sittingClosed = $0 { true } else { false } }
        #expect(closed.count >= 3_000 - 1_024 - 30)
        #expect(day.current != nil)
        #expect(day.availability == .busy)
    }

    @Test func emptyNamesAreNames() {
        var day = Day([Booking(id: BookingID(""), title: "", span: span("09:00", "10:00"))]) {
            $0.quietTag = ""
        }
        day.press(at: "09:01")
        #expect(day.current?.phase == .checkedIn)
    }
}
