import RoomCore
import Testing

@testable import Tuning

/// What other settings would have called, and what the record disproves.
@Suite struct TunerTests {
    @Test func absentPeopleAreANoShowUnderEverySetting() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        let report = story.report()
        #expect(report.bookings == 1 && report.days == 1)
        #expect(report.rows.allSatisfy { $0.figures.all == [1, 0, 0, 0, 0] })
    }

    @Test func peopleWhoComeAfterTheCallCameLaterAndWereNotMissed() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        story.stay("10:12", "11:00")
        let report = story.report()
        #expect(report.asConfigured.all == [1, 1, 0, 0, 0])
        #expect(report.figures(.noShowAfter, minutes: 5)?.all == [1, 1, 0, 0, 0])
        #expect(report.figures(.noShowAfter, minutes: 15)?.all == [0, 0, 0, 0, 0])
        #expect(report.figures(.hold, minutes: 30)?.all == [1, 1, 0, 0, 0])
    }

    @Test func peopleWhoWereThereBeforeTheCallWereMissed() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        story.motion(at: "10:03")
        story.stay("10:14", "11:00")
        let report = story.report()
        #expect(report.figures(.hold, minutes: 2)?.all == [1, 0, 1, 0, 0])
        #expect(report.figures(.hold, minutes: 15)?.all == [0, 0, 0, 0, 0])
    }

    @Test func movementsThatAreTooFarApartCheckNobodyIn() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        story.motion(at: "10:03", "10:09")
        story.stay("10:20", "11:00")
        let report = story.report()
        #expect(report.asConfigured.all == [0, 0, 0, 0, 0])
        #expect(report.figures(.checkInWithin, minutes: 5)?.all == [1, 0, 1, 0, 0])
    }

    @Test func shortHoldGivesTheRoomOfPeopleWhoSitStillAway() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        story.motion(at: "10:01", "10:02")
        story.stay("10:22:30", "11:00")
        let report = story.report()
        #expect(report.figures(.hold, minutes: 2)?.all == [0, 0, 0, 1, 1])
        #expect(report.figures(.hold, minutes: 5)?.all == [0, 0, 0, 1, 1])
        #expect(report.figures(.hold, minutes: 10)?.all == [0, 0, 0, 0, 0])
        #expect(report.figures(.vacantAfter, minutes: 10)?.all == [0, 0, 0, 1, 1])
        #expect(report.longestGap?.length == .seconds(20 * 60 + 28))
        #expect(report.longestGap?.booking == story.bookings[0].booking.span)
    }

    @Test func roomThatWasLeftIsGivenAwayRightly() {
        var story = Story()
        story.book("a", "10:00", "12:00")
        story.stay("10:00", "10:30")
        #expect(story.report().asConfigured.all == [0, 0, 0, 1, 0])
    }

    // MARK: Whose people

    @Test func peopleOfTheNextBookingProveNothing() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        story.book("b", "11:00", "12:00")
        story.stay("10:53", "12:00")
        #expect(story.report().asConfigured.all == [1, 0, 0, 0, 0])
    }

    @Test func peopleWhoClaimedTheRoomProveNothingOfThoseWhoLostIt() {
        var story = Story()
        story.book("a", "10:00", "11:00", cutAt: "10:12")
        story.book("b", "10:12", "10:42", source: .panel)
        story.stay("10:13", "10:40")
        let report = story.report()
        #expect(report.asConfigured.all == [1, 0, 0, 0, 0])
        // It was cut before this setting would have called anything.
        #expect(report.figures(.noShowAfter, minutes: 15)?.all == [0, 0, 0, 0, 0])
    }

    @Test func panelThatOnlyWatchesIsTunedAsOneThatActs() {
        var story = Story()
        story.book("a", "10:00", "12:00")
        story.stay("10:00", "10:30")
        story.policy.isShadow = true
        #expect(story.report().asConfigured.all == [0, 0, 0, 1, 0])
    }

    @Test func bookingThatThePanelCouldNotJudgeIsNotCounted() {
        var story = Story()
        story.book("a", "10:00", "11:00", isCounted: false)
        let report = story.report()
        #expect(report.bookings == 0 && report.asConfigured.all == [0, 0, 0, 0, 0])
    }

    @Test func nobodyIsAbsentWhereNobodyCouldSee() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        story.blind = [Span(start: at("09:00"), end: at("10:08"))]
        #expect(story.report().asConfigured.all == [0, 0, 0, 0, 0])
    }

    // MARK: Presses

    @Test func pressIsTakenForWhatItWas() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        story.press(.checkedIn, "a", at: "10:12")
        story.press(.alreadyCheckedIn, "a", at: "10:40")
        let report = story.report()
        #expect(report.asConfigured.all == [1, 1, 0, 1, 1])
        #expect(report.figures(.vacantAfter, minutes: 30)?.all == [1, 1, 0, 0, 0])
        #expect(report.longestGap?.length == .seconds(28 * 60))
    }

    @Test func tapIsTakenForWhatItWasAndProvesNobodysPresence() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        story.press(.checkedIn, "a", at: "10:12", by: .checkIn)
        story.press(.alreadyCheckedIn, "a", at: "10:40", by: .checkIn)
        let report = story.report()
        #expect(report.asConfigured.all == [1, 0, 0, 1, 0])
        #expect(report.longestGap == nil)
    }

    @Test func pressOfSomebodyElseProvesNothing() {
        var story = Story()
        story.book("a", "10:00", "11:00")
        story.press(.refused, "a", at: "10:30")
        #expect(story.report().asConfigured.all == [1, 0, 0, 0, 0])
    }

    // MARK: Days

    @Test func bookingAcrossMidnightIsCountedOnce() {
        var story = Story()
        story.book("a", "23:30", "00:30", endingOn: 1)
        story.motion(at: "23:31", "23:32")
        story.stay("00:01", "00:30", day: 1)
        let report = story.report(days: 2)
        #expect(report.bookings == 1)
        #expect(report.asConfigured.all == [0, 0, 0, 1, 1])
    }

    @Test func bookingThatTheRecordHoldsInPartIsNotCounted() {
        var story = Story()
        story.book("a", "23:30", "00:30", endingOn: 1)
        #expect(story.report().bookings == 0)
    }

    @Test func configurationIsAmongWhatIsTried() {
        var story = Story()
        story.policy.noShowAfter = .seconds(720)
        let rows = story.report().rows(of: .noShowAfter)
        #expect(
            rows.map(\.value) == [300, 600, 720, 900, 1_200, 1_800].map { Duration.seconds($0) })
        #expect(rows.filter(\.isConfigured).map(\.value) == [.seconds(720)])
    }
}
