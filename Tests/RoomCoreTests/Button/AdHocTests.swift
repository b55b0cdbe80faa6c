import RoomCore
import Testing

/// Ad hoc bookings: the table of design section 4.
@Suite struct AdHocTests {
    /// Rows: when the next booking starts, and how long the ad hoc booking made at 09:00 is; nil if refused.
    @Test(
        arguments: [
            (nil, "09:30"), ("09:30", "09:30"), ("09:29", "09:29"), ("09:10", "09:10"),
            ("09:09:59", nil), ("10:00", "09:30"),
        ] as [(String?, String?)])
    func bookingIsCutToTheNextOneAndRefusedUnderTenMinutes(next: String?, end: String?) {
        let others = next.map { [booking("b", $0, "12:00")] } ?? []
        var day = Day(others) { $0.checkInWindow = .minutes(5) }
        day.press(at: "09:00")
        #expect(day.adHoc?.span == end.map { span("09:00", $0) })
        if end == nil { #expect(day.lastPress?.refusal == .tooShort) }
    }

    @Test func nothingIsBookedWhereTheServerTakesNoBookings() {
        var settings = RoomSettings(id: "a", name: "A", sensors: [], server: .bitrix24)
        settings.takesBookings = false
        var day = Day(settings, from: at("09:00"))
        day.apply(.tick)
        day.apply(.button(.found(isPressed: false)))
        day.apply(.clock(isSynchronised: true))
        day.read([])
        day.press(at: "09:01")
        #expect(day.lastPress?.refusal == .notAllowed)
        #expect(day.deeds.isEmpty)
        #expect(day.availability == .free)
    }

    @Test func bookingMadeAtTheDoorIsConfirmedCheckedInAndPending() {
        var day = Day()
        day.isServerWriting = false
        day.press(at: "09:00")
        #expect(day.adHoc?.confirmation == .confirmed)
        #expect(day.adHoc?.phase == .checkedIn)
        #expect(day.adHoc?.isPending == true)
        #expect(day.lamps.booking == LampSignal(.green, .pending))
        #expect(day.lamps.availability == LampSignal(.red))
        day.acknowledge()
        #expect(day.adHoc?.isPending == false)
        #expect(day.lamps.booking == LampSignal(.green))
    }

    @Test func bookingMadeAtTheDoorHasTheTitleThatIsSet() {
        var settings = RoomSettings(
            id: "aurora", name: "Aurora", server: .none, clockTrust: .always)
        settings.adHocTitle = "Забронировано у двери"
        var day = Day(settings, from: at("09:00"))
        day.apply(.tick)
        day.apply(.button(.found(isPressed: false)))
        day.press()
        #expect(day.adHoc?.title == "Забронировано у двери")
    }

    @Test func freeTimeAndEmptyBookingsDoNotStandInTheWay() {
        var day = Day([
            booking("free", "08:30", "12:00", isBlocking: false),
            booking("empty", "09:05", "09:05"),
        ])
        day.press(at: "09:00")
        #expect(day.adHoc?.span == span("09:00", "09:30"))
    }

    @Test func shortPressesWithinTenSecondsAddFifteenMinutesEachUpToTwoHours() {
        var day = Day()
        day.press(at: "09:00")
        for _ in 0..<7 {
            day.advance(by: .seconds(9))
            day.press()
        }
        #expect(day.outcomes == [.booked] + Array(repeating: .extended, count: 6) + [.refused])
        #expect(day.lastPress?.refusal == .noRoomToExtend)
        #expect(day.adHoc?.span == span("09:00", "11:00"))
    }

    @Test func extensionStopsAtTheNextBooking() {
        var day = Day([booking("b", "09:40", "10:40")])
        day.press(at: "09:00")
        day.press()
        #expect(day.adHoc?.span == span("09:00", "09:40"))
        day.press()
        #expect(day.lastPress?.refusal == .noRoomToExtend)
        #expect(day.adHoc?.span == span("09:00", "09:40"))
    }

    @Test func longPressWithinTenSecondsTakesItAllBack() {
        var day = Day()
        day.press(at: "09:00")
        day.press()
        day.advance(by: .seconds(9))
        day.pressLong()
        #expect(day.outcomes == [.booked, .extended, .undone])
        #expect(day.availability == .free)
        #expect(day.deeds.map(\.operation) == [.create, .changeEnd, .withdraw])
        day.advance(to: "10:00")
        #expect(day.findings.isEmpty)
    }

    @Test func undoOfABookingTheServerNeverHeardOfSendsNothing() {
        var day = Day()
        day.isServerWriting = false
        day.read([])
        day.journal = .slow
        day.press(at: "09:00")
        day.advance(by: .seconds(1))
        day.pressLong()
        day.journalAnswers()
        #expect(day.outcomes == [.booked, .undone])
        #expect(day.writes.isEmpty)
        #expect(day.state.sync.outbox == 0)
    }

    @Test func pressOnARunningAdHocBookingAddsFifteenMinutes() {
        var day = Day()
        day.press(at: "09:00")
        day.press(at: "09:12")
        #expect(day.adHoc?.span == span("09:00", "09:45"))
    }

    @Test func longPressOnARunningAdHocBookingEndsIt() {
        var day = Day()
        day.press(at: "09:00")
        day.advance(to: "09:12")
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        #expect(day.availability == .free)
        day.advance(by: .seconds(11))
        #expect(day.findings == ["ended_early 1079"])
    }

    @Test func runningServerBookingIsExtendedAndEndedIfAllowed() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.motion(at: "10:14")
        day.press()
        #expect(day.lastPress?.outcome == .extended)
        #expect(day.current?.span == span("10:00", "11:15"))
        #expect(day.deeds == [.changeEnd(BookingID("a"), end: at("11:15"))])
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        #expect(day.availability == .occupiedUnbooked)
    }

    @Test(arguments: [true, false])
    func runningServerBookingIsLeftAloneIfNotAllowed(isWritable: Bool) {
        var day = Day([booking("a", "10:00", "11:00", isWritable: isWritable)]) {
            $0.extendServerBookings = !isWritable
            $0.endServerBookings = !isWritable
        }
        day.press(at: "10:00")
        day.motion(at: "10:14")
        day.press()
        #expect(day.lastPress?.refusal == .notAllowed)
        day.pressLong()
        #expect(day.lastPress?.refusal == .notAllowed)
        #expect(day.outcomes == [.checkedIn, .refused, .refused])
        #expect(day.deeds.isEmpty)
    }

    @Test func pressInAnOccupiedRoomBooksIt() {
        var day = Day()
        day.motion(at: "09:00")
        #expect(day.availability == .occupiedUnbooked)
        day.press()
        #expect(day.outcomes == [.booked])
    }

    @Test func withoutAServerBookingsLiveInThePanelAlone() {
        var day = Day(server: .none)
        day.press(at: "09:00")
        #expect(day.adHoc?.isPending == false)
        #expect(day.lamps.booking == LampSignal(.green))
        #expect(day.writes.isEmpty)
        day.press(at: "09:10")
        #expect(day.adHoc?.span == span("09:00", "09:45"))
        day.advance(to: "09:45")
        #expect(day.availability == .free)
        #expect(day.findings == ["ended_early 2100"])
        #expect(day.state.sync.lastSuccess == nil)
        #expect(!day.state.sync.isStale)
    }

    @Test func withoutAServerTheBookingOutlivesARestart() throws {
        var day = Day(server: .none)
        day.press(at: "09:00")
        let kept = day.records.compactMap { record -> ScheduleReading? in
            if case .schedule(let reading, _) = record { reading } else { nil }
        }
        let sittings = [day.sitting("\(try #require(day.adHoc).id)")].compactMap { $0 }
        let again = Day(
            server: .none, from: "09:05",
            memory: Memory(schedule: kept.last, heardAt: at("09:00"), sittings: sittings))
        #expect(again.adHoc?.span == span("09:00", "09:30"))
        #expect(again.availability == .busy)
    }

    @Test func idsNeverRepeatNotEvenWithinASecondOrAfterARestart() {
        var ids: Set<BookingID> = []
        for press in [Int64(0), 100] {
            var day = Day(memory: Memory(lastPress: press, salt: "0badcafe"))
            for _ in 0..<3 {
                day.press()
                if let id = day.adHoc?.id { ids.insert(id) }
                day.pressLong()
            }
        }
        #expect(ids.count == 6)
    }

    /// Seed 3757: an ad hoc booking that somebody moved in the calendar was called a no-show.
    @Test func adHocBookingThatWasMovedIsNoNoShow() throws {
        var day = Day()
        day.press(at: "10:00")
        let made = try #require(day.lastMade)
        var moved = made
        moved.span = span("10:30", "11:00")
        day.read([moved])
        day.advance(to: "10:41")
        #expect(day.findings(on: made.id.text).isEmpty)
        #expect(day.availability == .busy)
        day.advance(to: "10:45")
        #expect(day.availability == .claimable)
    }
}
