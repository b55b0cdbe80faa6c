import Testing

@testable import RoomCore

/// What the long hunt for lies found, told as short as possible; the seeds are those of `HuntTests`.
struct FoundByLongHuntTests {
    /// Seed 12565: a line that had chattered counted as active since it was well again, not since its last change.
    @Test func lineIsStuckFourHoursAfterItsLastChange() {
        var day = Day()
        day.advance(to: "08:05")
        for _ in 0..<(6 * 130) {
            day.edge(isActive: true)
            day.advance(by: .milliseconds(230))
            day.edge(isActive: false)
            day.advance(by: .milliseconds(230))
        }
        #expect(day.health() == .chattering)
        day.edge(isActive: true)
        let last = day.now.wall
        day.advance(to: last + .minutes(8))
        #expect(day.health() == .ok)
        day.advance(to: last + .hours(4) - .seconds(1))
        #expect(day.health() == .ok)
        day.advance(to: last + .hours(4))
        #expect(day.health() == .stuck)
    }

    /// Seed 12588: a verdict given by a clock that was ahead stood before the booking's people were late at all.
    @Test func judgementOfAClockThatWasAheadIsTakenBack() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "08:30")
        day.jump(by: .minutes(100))
        day.apply(.tick)
        day.apply(.clock(isSynchronised: true))
        day.stay(without: "10:40")
        day.jump(by: .minutes(-100))
        day.apply(.tick)
        day.advance(to: "09:55")
        #expect(day.current == nil)
        day.advance(to: "10:01")
        #expect(day.current?.phase == .awaiting)
        #expect(day.shown?.booking == LampSignal(.blue))
        day.advance(to: "10:11")
        #expect(day.current?.phase == .noShow)
        let verdicts = day.verdicts(on: "a").filter { $0.kind.phase == .arrival }
        #expect(verdicts.last?.replaces == verdicts.dropLast().last?.number)
    }

    /// Seed 23626: the same, where the power went before the clock was set right.
    @Test func judgementOfAnEarlierRunAheadOfTimeIsTakenBack() {
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, clockTrust: .always)
        var judged = Sitting(booking: BookingID("a"), span: span("10:00", "11:00"))
        judged.knownSince = at("09:00")
        (judged.arrival, judged.arrivalNumber) = (.noShow, 7)
        let memory = Memory(sittings: [judged], lastVerdict: 7)
        var day = Day(settings, memory: memory, from: at("09:50"))
        day.apply(.tick)
        day.read([booking("a", "10:00", "11:00")])
        day.advance(to: "10:01")
        #expect(day.current?.phase == .awaiting)
    }

    /// Seed 105620: what was lost while the clock was ahead was held against the booking once it was right.
    @Test func lossUnderAClockThatWasAheadIsForgotten() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "08:30")
        day.jump(by: .minutes(89))
        day.apply(.tick)
        day.apply(.clock(isSynchronised: true))
        day.stay(without: "10:05")
        day.apply(.sensor("pir", .edgesLost(3)))
        day.apply(.sensor("pir", .found(isActive: false)))
        day.stay(without: "10:11")
        #expect(day.verdicts(on: "a").last?.reason == .edgesLost)
        day.jump(by: .minutes(-89))
        day.apply(.tick)
        day.stay(without: "10:11")
        #expect(day.verdicts(on: "a").last?.kind == .noShow)
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

    /// Seed 12532: nobody knows whose people came while another booking, moved away since, had the room.
    @Test func overlapThatWasMovedAwayIsRemembered() {
        let first = booking("a", "09:55", "11:00")
        var day = Day([first, booking("b", "10:00", "11:00")])
        day.press(at: "09:56")
        day.stay(to: "10:08")
        day.read([booking("a", "08:00", "09:00"), booking("b", "10:00", "11:00")])
        day.advance(to: "10:10")
        #expect(day.verdicts(on: "b").last?.kind == .unverifiable)
        #expect(day.verdicts(on: "b").last?.reason == .overlapped)
    }

    /// Seed 20744: edges were lost before the panel had heard of the booking, and its window begins then (decision 0021).
    @Test func edgesLostBeforeABookingWasKnownAreOutsideOfItsWindow() {
        var day = Day { $0.noShowAfter = .minutes(30) }
        day.advance(to: "10:01")
        day.apply(.sensor("pir", .edgesLost(3)))
        day.apply(.sensor("pir", .found(isActive: false)))
        day.advance(to: "10:02")
        day.read([booking("a", "10:00", "11:00")])
        day.advance(to: "10:32")
        #expect(day.findings == ["no_show"])
    }

    /// Seed 12573: an earlier run had heard the server by a clock that was ahead; the schedule grew fresh by waiting.
    @Test func hearingFromTheFutureMakesNothingFresh() {
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, clockTrust: .always)
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: []),
            heardAt: at("09:10"))
        var day = Day(settings, memory: memory, from: at("09:00"))
        day.isServerHeard = false
        day.apply(.tick)
        #expect(day.state.sync.isStale)
        day.advance(to: "09:11")
        #expect(day.state.sync.isStale)
        #expect(day.state.sync.lastSuccess == nil)
        day.read([])
        #expect(!day.state.sync.isStale)
    }

    /// Seed 2005561: a reading from before a claim was taken for news of the end that was given back after it.
    @Test func endThatIsGivenBackIsNotOutdoneByAnOlderReading() {
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

    /// Seed 200634: what a full card had kept waiting overtook the press that came after it.
    @Test func backlogDoesNotOvertakeAPress() {
        var day = Day([booking("a", "10:00", "11:00", isWritable: false)])
        day.advance(to: "10:09")
        day.journal = .broken
        day.advance(to: "10:11")
        day.journal = .slow
        day.press(at: "10:12")
        day.journalAnswers()
        #expect(day.lastPress?.outcome == .claimed)
        let sittings = day.records.compactMap { record -> Sitting? in
            if case .sitting(let sitting) = record, sitting.booking.text == "a" {
                sitting
            } else {
                nil
            }
        }
        #expect(sittings.last?.endedAt != nil)
    }

    /// Seed 202245: a short booking that was carried over took the evidence of the running one along.
    @Test func carryOverLeavesTheEvidenceOfOthers() {
        var day = Day([
            booking("a", "10:00", "10:15"), booking("b", "10:02", "10:18"),
            booking("c", "10:15", "10:16"),
        ])
        day.motion(at: "10:07")
        day.stay(to: "10:15", every: .seconds(60))
        day.motion(at: "10:15:10")
        day.motion(at: "10:16:10")
        #expect(day.verdicts(on: "c").last?.evidence.checkIn == .carriedOver)
        #expect(day.current?.id.text == "b")
        #expect(day.current?.phase == .checkedIn)
    }

    /// Seed 35937: a radar that was lost while it was active left no hold behind.
    @Test func holdRunsFromTheLossOfAnActiveLine() {
        var day = Day(sensors: [.radar])
        day.edge("radar", isActive: true)
        day.advance(to: "08:30")
        day.apply(.sensor("radar", .gone))
        day.advance(to: "08:35")
        day.apply(.sensor("radar", .found(isActive: false)))
        #expect(day.presence == .present)
        day.advance(to: "08:40")
        #expect(day.presence == .vacant)
    }

    /// Seed 20557: a wall clock that is slewed passed the end of a booking before the steady clock said so.
    @Test func endComesWithTheWallClock() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:59:59.998")
        day.jump(by: .milliseconds(5))
        day.poll()
        #expect(day.current == nil)
    }

    /// Seed 10038869: an extension that the server did not take for long undid what people had made of it since.
    @Test func extensionStillOwedGivesWayToACut() {
        var day = Day.extendedWhileTheServerTakesNothing()
        #expect(day.current?.span.end == at("11:15"))
        day.reject(.unreachable)
        day.advance(by: .minutes(1))
        day.read([booking("a", "10:00", "11:05")])
        #expect(day.current?.span.end == at("11:15"))
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "10:45")])
        #expect(day.current?.span.end == at("10:45"))
        #expect(day.state.sync.outbox == 0)
    }

    /// Who moves a booking has not seen the time that is still owed to the server: it stays contested.
    @Test func timeOwedWhileABookingIsMovedIsContested() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.advance(by: .seconds(1))
        day.read([booking("a", "09:50", "11:00")])
        day.advance(by: .seconds(1))
        day.read([booking("a", "09:50", "11:00"), booking("b", "11:05", "12:00")])
        day.acknowledge()
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:05")))
    }

    /// Seed 60094574: a day after the end nobody knew any more that the write was to make the booking longer, and it undid
    /// what people had made of it before the press.
    @Test func extensionOwedForADayUndoesNothing() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.isServerHeard = false
        day.press(at: "10:30")
        day.advance(by: .hours(26))
        day.reject(.unreachable)
        #expect(day.state.sync.outbox == 1)
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.state.sync.outbox == 0)
        #expect(day.sitting("a") == nil)
    }

    /// Seed 12006971: time added to an ad hoc booking counted as taken when the booking was made.
    @Test func addedTimeIsTakenWhenItIsAdded() {
        var day = Day(sensors: [], from: "10:00") { $0.writesBack = false }
        day.press(at: "10:00:10")
        let made = day.current
        day.press(at: "10:00:40")
        let end = day.current?.span.end
        #expect(end == at("10:45:10"))
        day.advance(by: .seconds(20))
        var theirs = booking("b", "10:40", "11:30")
        theirs.createdAt = at("10:00:30")
        let ours = day.deeds.compactMap { if case .create(let made) = $0 { made } else { nil } }
        var known = ours[0]
        known.span.end = end ?? known.span.end
        day.read([known, theirs])
        #expect(made?.id == known.id)
        #expect(day.deeds.last == .changeEnd(known.id, end: at("10:40")))
    }

    /// Seed 12102715: while the time that is given back is still owed, somebody else books more of it.
    @Test func whatYieldsYieldsToSomebodyElseAsWell() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.reject(.unreachable)
        day.read([a, booking("b", "11:10", "12:00")])
        #expect(day.current?.span.end == at("11:10"))
        day.advance(by: .seconds(1))
        day.read([a, booking("b", "11:10", "12:00"), booking("c", "11:05", "11:30")])
        #expect(day.current?.span.end == at("11:05"))
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

    /// Seed 6715: the end of a booking that lies outside of what is read brought it back into that.
    @Test func endOfABookingThatIsNotListedAsksForAReading() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.read([])
        let before = day.effects.count
        day.acknowledge()
        #expect(day.effects[before...].contains(.readSchedule))
    }

    /// Seed 40061916: while a press waited for the card, a reading settled the time that the press before had added, and
    /// with it what that press was about to add.
    @Test func readingSettlesNothingThatAPressIsAboutToAdd() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.journal = .slow
        day.press(at: "10:30:02")
        day.poll()
        day.journalAnswers()
        #expect(day.current?.span.end == at("11:30"))
        var theirs = booking("b", "11:15", "12:00")
        theirs.createdAt = at("10:00")
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "11:30"), theirs])
        day.journalAnswers()
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:15")))
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

    /// What was kept about a booking while a press waited is not the last word in the journal.
    @Test func pressIsKeptOverWhatWasKeptWhileItWaited() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.journal = .slow
        day.press()
        day.read([booking("a", "09:50", "11:00")])
        day.journal = .prompt
        day.journalAnswers()
        #expect(day.outcomes.last == .extended)
        #expect(day.sitting("a")?.pressedAt == at("10:30"))
    }

    /// Seed 10006116: an answer that nobody waited for came with the right time, and was not heeded.
    @Test func answerThatNobodyWaitsForTellsTheTimeAllTheSame() {
        var day = Day(
            RoomSettings(id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav),
            from: WallTime(secondsSinceEpoch: 12))
        day.isServerHeard = false
        day.apply(.tick)
        #expect(!day.state.isClockTrusted)
        day.jump(by: at("10:00") - day.now.wall)
        day.apply(
            .server(
                .writeFailed(
                    number: 1, ServerFailure(.limit, "no writes now", serverDate: day.now.wall),
                    jitter: 0)))
        #expect(day.state.isClockTrusted)
    }
}

extension Day {
    /// The server is heard, and nobody comes.
    fileprivate mutating func stay(without time: String) {
        while now.wall < at(time) {
            advance(to: min(now.wall + .minutes(5), at(time)))
            poll()
        }
    }
}
