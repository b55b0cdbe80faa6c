import RoomCore
import Testing

/// Bookings whose room was given up, and when they have it again: design section 8.
@Suite struct GivenUpTests {
    /// Seed 109: a claimed booking that may not be cut got the room back from a claimant that left.
    @Test func givenUpBookingNeverHasTheRoomAgain() {
        var day = Day([booking("a", "10:00", "12:00", isWritable: false)])
        day.press(at: "10:12")
        #expect(day.outcomes == [.claimed])
        day.motion(at: "10:12:30")
        #expect(day.availability == .busy)
        day.advance(to: "10:38")
        #expect(day.availability == .claimable)
        #expect(day.current?.source == .panel)
    }

    /// Seed 77: a lagging reading that still held the claimed booking had the next claim cut it again, later than before.
    @Test func givenUpBookingIsNotCutAgain() throws {
        var day = Day([booking("a", "10:00", "12:00")])
        day.press(at: "10:12")
        let made = try #require(day.lastMade)
        day.advance(to: "10:12:05")
        day.read([booking("a", "10:00", "12:00"), made])
        day.advance(to: "10:13")
        day.read([booking("a", "10:00", "10:12"), made])
        day.advance(to: "10:39")
        #expect(day.availability == .claimable)
        day.press(at: "10:40")
        #expect(day.outcomes.last == .claimed)
        let cuts = day.deeds.filter { $0.operation == .changeEnd && $0.bookingID.text == "a" }
        #expect(cuts == [.changeEnd(BookingID("a"), end: at("10:12"))])
    }

    // MARK: What people make of it

    /// Seed 10187: a booking ended at one door and made longer at the other stayed given up for ever.
    @Test func givenUpBookingComesBackWhenItIsGivenTime() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.press(at: "09:59")
        day.advance(to: "10:20")
        day.pressLong()
        #expect(day.availability == .free)
        let cut = day.now.wall.flooredToSecond
        day.advance(to: "10:21")
        day.read([Booking(id: BookingID("a"), span: Span(start: at("10:00"), end: cut))])
        #expect(day.availability == .free)
        day.advance(to: "10:25")
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.availability == .busy)
        #expect(day.current?.id.text == "a")
    }

    /// Seed 30009390: an end that the server did not take for long was meant for where the booking had been.
    @Test func endStillOwedLeavesAMovedBookingAlone() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.read([booking("a", "14:00", "15:00")])
        #expect(day.state.sync.outbox == 0)
        #expect(day.sitting("a")?.endedAt == nil)
        day.advance(to: "14:00")
        #expect(day.current?.span == span("14:00", "15:00"))
    }

    /// The same, where the server says so before a reading does.
    @Test func bookingThatWasMovedIsNotThereToBeCut() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.reject(.gone)
        #expect(day.state.sync.outbox == 0 && day.state.sync.parked == 0)
        day.read([booking("a", "14:00", "15:00")])
        day.advance(to: "14:00")
        #expect(day.current?.span == span("14:00", "15:00"))
    }

    /// Seed 60019805: a booking that was moved after it had been given up kept its old time when the clock was set back to
    /// before that.
    @Test func bookingThatWasMovedWhileGivenUpRunsAtItsNewTimeAgain() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.pressLong()
        day.advance(to: "10:31")
        day.read([booking("a", "09:50", "10:20")])
        day.jump(by: .minutes(-20))
        day.apply(.tick)
        day.apply(.clock(isSynchronised: true))
        #expect(day.current?.id.text == "a")
        #expect(day.sitting("a")?.span == span("09:50", "10:20"))
    }

    /// The same where it was the server that refused the end.
    @Test func bookingThatWasMovedWhileItsEndWasOwedRunsAtItsNewTimeAgain() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.read([booking("a", "10:10", "11:00")])
        day.reject(.refused)
        #expect(day.current?.id.text == "a")
        #expect(day.sitting("a")?.span == span("10:10", "11:00"))
    }

    // MARK: What the server has of it

    /// Seed 40040311: a cut that was refused counted as made, since an earlier claim had been cut and taken back.
    @Test func cutOfAClaimTakenBackSaysNothingOfTheNextOne() throws {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a]) { $0.writesBack = false }
        day.press(at: "10:12")
        day.advance(by: .seconds(5))
        day.pressLong()
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.advance(by: .seconds(15))
        day.isServerWriting = false
        day.press()
        day.reject(.refused)
        let ours = try #require(day.adHoc)
        day.acknowledge()
        let made = try #require(day.lastMade)
        day.read([a, made])
        #expect(day.adHoc?.id == ours.id)
        #expect(day.deeds.last == .create(made))
    }

    /// The same, while the time of the first claim is still on its way back.
    @Test func timeOnItsWayBackIsNoCutOfTheNextClaim() throws {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a]) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "10:12")
        for _ in 0..<2 { day.acknowledge() }
        day.advance(by: .seconds(5))
        day.pressLong()
        day.acknowledge()
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        let began = day.now.uptime
        day.advance(by: .seconds(2))
        day.press()
        day.acknowledge()
        day.reject(.refused)
        let ours = try #require(day.adHoc)
        day.acknowledge()
        let made = try #require(day.lastMade)
        day.read([booking("a", "10:00", "10:12")], startedAt: began)
        day.advance(by: .seconds(15))
        day.read([a, made])
        #expect(day.adHoc?.id == ours.id)
        #expect(day.deeds.last == .create(made))
    }
}
