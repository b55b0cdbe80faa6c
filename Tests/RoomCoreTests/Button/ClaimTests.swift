import RoomCore
import Testing

/// Taking a room that nobody uses: design sections 2 (`soft`) and 4.
@Suite struct ClaimTests {
    private func noShow(
        isWritable: Bool = true, _ others: [Booking] = [],
        configure: (inout Policy) -> Void = { _ in }
    ) -> Day {
        var day = Day(
            [booking("a", "10:00", "11:00", isWritable: isWritable)] + others,
            configure: configure)
        day.advance(to: "10:12")
        return day
    }

    @Test func claimCutsTheOldBookingFirstAndThenMakesTheNewOne() throws {
        var day = noShow { $0.writesBack = false }
        day.press()
        #expect(day.outcomes == [.claimed])
        let made = try #require(day.adHoc)
        #expect(made.span == span("10:12", "10:42"))
        #expect(day.writes.count == 2)
        #expect(day.writes.first == .changeEnd(BookingID("a"), end: at("10:12")))
        guard case .create(let created)? = day.writes.last else {
            Issue.record("the second write is no create")
            return
        }
        #expect(created.id == made.id)
        #expect(day.availability == .busy)
    }

    @Test func bookingThatMayNotBeCutIsLeftWithAConflictNotice() throws {
        var day = noShow(isWritable: false)
        day.press()
        let made = try #require(day.adHoc)
        #expect(day.deeds.map(\.operation) == [.create])
        #expect(day.notices.contains(.conflict(BookingID("a"), with: made.id)))
        #expect(day.state.conflicts.map(\.id) == [BookingID("a")])
    }

    @Test func refusedCutBecomesAConflictNotice() throws {
        var day = noShow()
        day.isServerWriting = false
        day.press()
        let made = try #require(day.adHoc)
        day.reject(.forbidden)
        #expect(day.notices.contains(.conflict(BookingID("a"), with: made.id)))
        #expect(day.adHoc?.id == made.id)
        #expect(day.deeds.last?.operation == .create)
    }

    @Test func undoneClaimGivesTheTimeBack() {
        var day = noShow()
        day.press()
        day.advance(by: .seconds(5))
        day.pressLong()
        #expect(day.outcomes == [.claimed, .undone])
        #expect(day.deeds.map(\.operation) == [.changeEnd, .create, .withdraw, .changeEnd])
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:00")))
        #expect(day.availability == .claimable)
        #expect(day.current?.id == BookingID("a"))
    }

    /// Seed 2005561: a reading from before a claim was taken for news of the end that was given back after it.
    @Test func undoneClaimGivesTheTimeBackThoughItsCutWasNotAnswered() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a]) { $0.writesBack = false }
        day.advance(to: "10:11")
        day.isServerWriting = false
        day.press()
        #expect(day.lastPress?.outcome == .claimed)
        day.advance(by: .seconds(3))
        day.pressLong()
        #expect(day.lastPress?.outcome == .undone)
        day.reject(.unreachable)
        day.isServerWriting = true
        day.advance(by: .minutes(1))
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:00")))
    }

    /// Seed 61021055: a claim was taken back, and the booking that had been moved meanwhile was given its old end.
    @Test func claimTakenBackGivesNoTimeToWhatWasMoved() throws {
        var day = Day([booking("a", "10:00", "11:00")]) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "10:12")
        day.reject(.gone)
        day.acknowledge()
        let made = try #require(day.lastMade)
        day.read([booking("a", "10:40", "11:40"), made])
        day.advance(by: .seconds(2))
        day.pressLong()
        #expect(day.outcomes.last == .undone)
        day.acknowledge()
        #expect(day.deeds.last == .withdraw(made.id))
    }

    @Test func ownerWhoComesAfterAnUndoneClaimCorrectsTheVerdict() {
        var day = noShow()
        day.press()
        day.advance(by: .seconds(5))
        day.pressLong()
        day.motion(at: "10:20")
        day.motion(at: "10:21")
        #expect(day.findings == ["no_show", "late 1200 replaces 1"])
    }

    @Test func claimIsCutToTheNextBooking() {
        var day = noShow([booking("b", "10:30", "11:30")])
        day.press()
        #expect(day.adHoc?.span == span("10:12", "10:30"))
    }

    @Test func claimIsRefusedUnderTenMinutesBeforeTheNextBooking() {
        var day = noShow([booking("b", "10:21:59", "11:30")]) { $0.checkInWindow = .minutes(5) }
        day.press()
        #expect(day.lastPress?.refusal == .tooShort)
    }

    // MARK: Vacancy

    @Test func fifteenMinutesOfVacancyMakeATakenRoomClaimable() {
        var day = Day([booking("a", "10:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "10:30")
        let vacantFrom = at("10:28:02") + .minutes(10)
        day.advance(to: vacantFrom + .minutes(15) - microsecond)
        #expect(day.presence == .vacant)
        #expect(day.availability == .busy)
        day.advance(by: microsecond)
        #expect(day.availability == .claimable)
    }

    @Test func somebodyWhoComesBackTakesItBack() {
        var day = Day([booking("a", "10:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "10:30")
        day.advance(to: "11:00")
        #expect(day.availability == .claimable)
        day.motion()
        #expect(day.availability == .busy)
    }

    @Test func claimAfterVacancyRecordsTheEarlyEnd() {
        var day = Day([booking("a", "10:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "10:30")
        day.press(at: "11:00")
        #expect(day.outcomes == [.claimed])
        day.advance(by: .seconds(15))
        #expect(day.findings(on: "a") == ["on_time", "ended_early 5518"])
    }

    @Test func vacancyThatNobodySeesFreesNothing() {
        var day = Day([booking("a", "10:00", "12:00")])
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.apply(.sensor("pir", .gone))
        day.advance(to: "11:55")
        #expect(day.availability == .busy)
    }

    @Test func pressIsASignOfLife() {
        var day = Day([booking("a", "10:00", "12:00")])
        day.press(at: "10:05")
        day.press(at: "10:14")
        #expect(day.lastPress?.outcome == .extended)
        day.advance(to: "10:28:59.999999")
        #expect(day.availability == .busy)
        day.advance(to: "10:29")
        #expect(day.availability == .claimable)
    }

    @Test(arguments: [Policy.OnNoShow.end, .mark])
    func onlySoftFreesAVacantRoom(onNoShow: Policy.OnNoShow) {
        var day = Day([booking("a", "10:00", "12:00")]) { $0.onNoShow = onNoShow }
        day.press(at: "10:00")
        day.advance(to: "11:30")
        #expect(day.availability == .busy)
    }

    // MARK: A claim that comes to nothing

    /// At 10:12, and the server has answered nothing.
    private func claimed() -> Day {
        var day = noShow { $0.writesBack = false }
        day.isServerWriting = false
        day.press()
        return day
    }

    /// Who has the calendar may let bookings be changed there, and none be made.
    @Test(arguments: [ServerFailure.Kind.forbidden, .refused])
    func claimedRoomIsGivenBackWhenNothingCanBeMadeInIt(kind: ServerFailure.Kind) throws {
        var day = claimed()
        let ours = try #require(day.adHoc)
        #expect(day.sitting("a")?.givenUp?.cause == .claim(ours.id))
        day.acknowledge()
        #expect(day.deeds.map(\.operation) == [.changeEnd, .create])
        day.reject(kind)
        #expect(day.outcomes == [.claimed, .refused])
        #expect(day.lastPress?.refusal == .slotTaken)
        #expect(day.sitting("a")?.givenUp == nil)
        let returned = ServerWrite.changeEnd(BookingID("a"), from: at("10:12"), to: at("11:00"))
        #expect(day.sent.last?.write == returned)
        #expect(day.sent.last?.cause == .undo)
        day.acknowledge()
        #expect(day.current?.id == BookingID("a"))
        #expect(day.availability == .claimable)
        day.motion(at: "10:20")
        day.motion(at: "10:21")
        #expect(day.availability == .busy)
        #expect(day.findings == ["no_show", "late 1200 replaces 1"])
    }

    @Test func claimedRoomThatSomebodyElseTookFasterStaysCut() {
        var day = claimed()
        day.acknowledge()
        day.reject(.taken)
        let cut = booking("a", "10:00", "10:12")
        day.read([cut, booking("theirs", "10:12", "10:40")])
        #expect(day.deeds.map(\.operation) == [.changeEnd, .create])
        #expect(day.outcomes == [.claimed, .refused])
        #expect(day.current?.id.text == "theirs")
    }

    /// The cut is refused, too: there is nothing to give back but the room.
    @Test func claimThatIsRefusedAsAWholeLeavesTheRoomAsItWas() {
        var day = claimed()
        day.reject(.forbidden)
        day.reject(.forbidden)
        #expect(day.deeds.map(\.operation) == [.changeEnd, .create])
        #expect(day.availability == .claimable)
    }

    /// The power goes between any two orders: the cut is given back, or the claim is still to be refused.
    @Test func claimThatComesToNothingIsGivenBackInOneTransaction() {
        var day = claimed()
        day.acknowledge()
        day.reject(.forbidden)
        let groups = day.groupsWithRefusal
        #expect(groups.count == 1)
        #expect(
            groups.first?.contains { record in
                if case .sitting(let sitting) = record {
                    sitting.booking.text == "a"
                } else {
                    false
                }
            } == true)
        #expect(
            groups.first?.contains { record in
                guard case .outbox(let entry) = record else { return false }
                return Deed(entry.write) == .changeEnd(BookingID("a"), end: at("11:00"))
            } == true)
    }
}
