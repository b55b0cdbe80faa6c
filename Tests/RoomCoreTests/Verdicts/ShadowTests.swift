import RoomCore
import Testing

/// A panel that only watches judges as ever, and does nothing that a rule decides (decision 0032).
@Suite struct ShadowTests {
    private let meeting = booking("a", "10:00", "11:00")

    private func day(
        _ bookings: [Booking], configure: (inout Policy) -> Void = { _ in }
    ) -> Day {
        Day(bookings) {
            $0.isShadow = true
            configure(&$0)
        }
    }

    private func withheld(_ day: Day) -> [Withheld] {
        day.notices.compactMap { if case .withheld(let deed) = $0 { deed } else { nil } }
    }

    // MARK: No-shows

    @Test func roomOfANoShowIsNotOffered() {
        var day = day([meeting])
        day.advance(to: "10:30")
        #expect(day.findings == ["no_show"])
        #expect(day.verdicts.allSatisfy { $0.isShadow })
        #expect(day.availability == .busy)
        #expect(day.current?.phase == .late)
        #expect(day.lamps.booking == LampSignal(.orange))
        #expect(withheld(day).contains(.offer(meeting.id)))
    }

    @Test func lampWarnsOfNothingThatWillNotCome() {
        var day = day([meeting])
        day.advance(to: "10:09:30")
        #expect(day.lamps.booking == LampSignal(.orange))
    }

    @Test func noShowEndsNothing() {
        var day = day([meeting]) { $0.onNoShow = .end }
        day.advance(to: "10:30")
        #expect(day.findings == ["no_show"])
        #expect(day.writes.isEmpty && day.current?.span == meeting.span)
        #expect(withheld(day).contains(.release(meeting.id, at: at("10:10"))))
    }

    @Test func roomThatWasLeftIsNotOffered() {
        var day = day([meeting])
        day.press(at: "10:00")
        day.motion(at: "10:01")
        day.advance(to: "10:40")
        #expect(day.availability == .busy)
        #expect(withheld(day).contains(.offer(meeting.id)))
        day.advance(to: "11:01")
        #expect(day.findings.last?.hasPrefix("ended_early") == true)
        #expect(day.verdicts.allSatisfy { $0.isShadow })
    }

    // MARK: Outside

    @Test(arguments: Policy.OnNoShow.allCases)
    func nobodyIsToldAndNothingIsMarked(onNoShow: Policy.OnNoShow) {
        var day = day([meeting, booking("b", "10:30", "11:30")]) { $0.onNoShow = onNoShow }
        day.advance(to: "10:20")
        day.press(at: "10:21")
        day.advance(to: "11:40")
        #expect(day.told.isEmpty)
        #expect(day.writes.allSatisfy { $0.operation != .mark })
        #expect(withheld(day).contains(.mark(meeting.id, .noShow)))
        #expect(withheld(day).contains(.message(.late, meeting.id)))
    }

    @Test func logIsToldOnceOfWhatIsWithheld() {
        var day = day([meeting])
        day.advance(to: "10:59")
        let deeds = withheld(day)
        #expect(!deeds.isEmpty && Set(deeds).count == deeds.count)
    }

    // MARK: People

    @Test func pressesDoAllThatTheyEverDo() {
        var day = day([meeting])
        day.press(at: "10:12")
        #expect(day.lastPress?.outcome == .checkedIn)
        day.press(at: "10:30")
        #expect(day.lastPress?.outcome == .extended)
        #expect(day.current?.span.end == at("11:15"))
        day.advance(to: "10:45")
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        #expect(day.deeds.count == 2)
    }

    @Test func peopleWhoComeAfterANoShowAreLate() {
        var day = day([meeting])
        day.motion(at: "10:13")
        day.motion(at: "10:14")
        #expect(day.findings == ["no_show", "late 780 replaces 1"])
    }

    // MARK: Switching

    @Test func whatIsSwitchedOnFollowsAtOnce() {
        var day = day([meeting])
        day.advance(to: "10:30")
        var policy = day.room.policy
        policy.isShadow = false
        day.apply(.settings(.policy(policy)))
        #expect(day.availability == .claimable)
        #expect(day.current?.phase == .noShow)
        #expect(day.verdicts.map(\.isShadow) == [true])
    }
}
