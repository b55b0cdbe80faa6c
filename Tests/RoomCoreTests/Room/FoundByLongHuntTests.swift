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
        day.apply(.sensorEdgesLost(sensor: "pir", count: 3))
        day.apply(.sensorLevel(sensor: "pir", isActive: false))
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
        day.apply(.sensorEdgesLost(sensor: "pir", count: 3))
        day.apply(.sensorLevel(sensor: "pir", isActive: false))
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

    /// Seed 32386: what people changed while the write was under way was forgotten when it had to be tried again.
    @Test func extensionOutdoneWhileUnderWayIsDropped() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.read([booking("a", "10:00", "12:00")])
        day.reject(.unreachable)
        day.advance(to: "10:50")
        #expect(day.deeds.count { $0.operation == "change_end" } == 1)
        #expect(day.current?.span.end == at("12:00"))
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

    /// Seed 60333: a reading of 1970, by a clock that was trusted by hand, made the panel forget what was contested.
    @Test func readingOfAnotherTimeEndsNoContest() {
        let id = "domovoy-a-00000000-1-1"
        let ours = booking(
            id, "10:00", "10:30", confirmation: .confirmed, createdAt: at("10:00"), source: .panel)
        var made = Sitting(booking: ours.id, span: ours.span)
        made.contest = Sitting.Contest(from: at("10:00"))
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: [ours]),
            heardAt: at("09:58"), sittings: [made])
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, clockTrust: .always)
        var day = Day(settings, memory: memory, from: WallTime(secondsSinceEpoch: 16))
        day.apply(.tick)
        day.read([])
        day.jump(by: at("10:01") - day.now.wall)
        day.apply(.tick)
        day.read([ours, booking("theirs", "09:55", "10:25")])
        #expect(day.deeds == [.withdraw(BookingID(id))])
    }

    /// Seed 108095: a booking that was over by a clock that was ahead was not contested any more when it was not.
    @Test func clockThatWasAheadEndsNoContest() {
        let id = "domovoy-a-00000000-1-1"
        let ours = booking(
            id, "10:00", "10:30", confirmation: .confirmed, createdAt: at("10:00"), source: .panel)
        var made = Sitting(booking: ours.id, span: ours.span)
        made.contest = Sitting.Contest(from: at("10:00"))
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: [ours]),
            heardAt: at("09:58"), sittings: [made])
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, clockTrust: .always)
        var day = Day(settings, memory: memory, from: at("11:00"))
        day.apply(.tick)
        day.read([ours])
        day.jump(by: .minutes(-50))
        day.apply(.tick)
        day.read([ours, booking("theirs", "09:55", "10:25")])
        #expect(day.deeds == [.withdraw(BookingID(id))])
    }

    /// Seed 108285: an owed end that a reading made pointless was still shown.
    @Test func pointlessEndIsShownNoMore() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.jump(by: .minutes(-12))
        day.apply(.tick)
        day.read([booking("a", "10:00", "11:00")])
        #expect(day.current?.span == span("10:00", "11:00"))
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

    /// Seed 31144: a copy of the calendar that lagged behind had a press make the booking shorter.
    @Test func copyThatLagsBehindUndoesNoExtension() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        #expect(day.current?.span.end == at("11:15"))
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "11:00")])
        #expect(day.current?.span.end == at("11:15"))
        day.press()
        #expect(day.current?.span.end == at("11:30"))
        day.advance(by: .seconds(10))
        day.read([booking("a", "10:00", "11:00")])
        #expect(day.current?.span.end == at("11:00"))
    }

    /// Seed 35937: a radar that was lost while it was active left no hold behind.
    @Test func holdRunsFromTheLossOfAnActiveLine() {
        var day = Day(sensors: [.radar])
        day.edge("radar", isActive: true)
        day.advance(to: "08:30")
        day.apply(.sensorGone(sensor: "radar"))
        day.advance(to: "08:35")
        day.apply(.sensorLevel(sensor: "radar", isActive: false))
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

    /// Seed 60067718: the same, while the write was under way, and with another start as well.
    @Test func extensionUnderWayGivesWayToAMove() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.advance(by: .seconds(1))
        day.read([booking("a", "09:50", "10:50")])
        #expect(day.state.sync.outbox == 1)
        day.reject(.unreachable)
        #expect(day.state.sync.outbox == 0)
        #expect(day.current?.span == span("09:50", "10:50"))
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

    /// Seed 10035513: a reading came while the write was under way that it made pointless.
    @Test func endThatAReadingMadePointlessIsNotTriedAgain() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.advance(to: "10:30")
        let began = day.now.uptime
        day.pressLong()
        day.advance(by: .seconds(1))
        day.read([booking("a", "10:00", "10:25")], startedAt: began)
        #expect(day.state.sync.outbox == 1)
        day.reject(.unreachable)
        #expect(day.state.sync.outbox == 0)
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

    /// Seed 12004729: after a power cut it was known that the time had been given back, but not that this was owed.
    @Test func yieldingIsKeptTogetherWithWhatItOwes() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.advance(by: .seconds(2))
        let before = day.effects.count
        day.read([booking("a", "10:00", "11:15"), booking("b", "11:00", "12:00")])
        let group = day.effects[before...].compactMap { effect -> [Record]? in
            guard case .keep(let records, .durable) = effect else { return nil }
            return records.contains { if case .outbox = $0 { true } else { false } } ? records : nil
        }.first
        let keepsSitting = group?.contains { if case .sitting = $0 { true } else { false } }
        #expect(keepsSitting == true)
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

    /// Seed 40000712: a copy that lagged behind showed an end that the server had been asked for without an answer.
    @Test func copyThatShowsAnUnansweredEndLagsBehind() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.press(at: "10:30:05")
        #expect(day.deeds == [.changeEnd(BookingID("a"), end: at("11:15"))])
        day.reject(.unreachable)
        day.advance(by: .seconds(10))
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:30")))
        day.acknowledge()
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "11:15")])
        #expect(day.current?.span.end == at("11:30"))
        day.advance(by: .seconds(10))
        day.read([booking("a", "10:00", "11:15")])
        #expect(day.current?.span.end == at("11:15"))
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

    /// Somebody gives a booking time again, so soon after its end that the reading may come from a copy that lags behind;
    /// the next one says the same.
    @Test func timeGivenAgainAtOnceIsBelievedOfTheNextReading() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.press(at: "09:59")
        day.advance(to: "10:20")
        day.pressLong()
        #expect(day.availability == .free)
        day.advance(by: .seconds(5))
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.availability == .free)
        day.advance(by: .seconds(30))
        day.poll()
        #expect(day.availability == .busy)
        #expect(day.current?.id.text == "a")
    }

    /// Seed 60142416: what was left of added time when some of it had to be given back reached the server after somebody
    /// had booked that as well.
    @Test func addedTimeThatReachesTheServerCutIsContestedAllTheSame() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        let b = booking("b", "11:05", "12:00")
        day.read([booking("a", "10:00", "11:00"), b])
        day.advance(by: .minutes(1))
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:05")))
        day.acknowledge()
        day.read([booking("a", "10:00", "11:05"), b, booking("c", "11:00", "12:00")])
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:00")))
    }

    /// Seed 61008031: the same, where the answer was lost and a reading told that the server had it.
    @Test func addedTimeThatAReadingShowsCutIsContestedAllTheSame() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        let b = booking("b", "11:05", "12:00")
        day.read([booking("a", "10:00", "11:00"), b])
        day.advance(by: .minutes(1))
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "11:05"), b, booking("c", "11:00", "12:00")])
        day.advance(by: .minutes(1))
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:00")))
    }

    /// Seed 62000613: a booking that people had made longer themselves, while a press's time was owed, gave that up as well.
    @Test func timeThatPeopleGaveWhileMoreIsOwedIsNotContested() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "11:10")])
        day.read([booking("a", "10:00", "11:10"), booking("b", "11:00", "12:00")])
        day.advance(by: .minutes(1))
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:15")))
        day.reject(.unreachable)
        day.read(
            [
                booking("a", "10:00", "11:10"), booking("b", "11:00", "12:00"),
                booking("c", "11:12", "12:00"),
            ])
        day.advance(by: .minutes(2))
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:12")))
    }

    /// Seed 67059227: an end was read before the server said that it had it, and then a copy that lags behind showed the one
    /// before.
    @Test func oldStateOfWhatWasReadBeforeItsAnswerIsNotTaken() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.read([booking("a", "10:00", "11:15")])
        day.isServerWriting = false
        day.advance(by: .seconds(2))
        day.press()
        day.read([booking("a", "10:00", "11:30")])
        day.acknowledge()
        day.advance(by: .seconds(1))
        day.read([booking("a", "10:00", "11:15")])
        #expect(day.current?.span.end == at("11:30"))
        day.advance(by: .seconds(10))
        day.read([booking("a", "10:00", "11:15")])
        #expect(day.current?.span.end == at("11:15"))
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

    /// Seed 65004823: the clock was set back to before an end that was just being written, and that was tried again for ever.
    @Test func endThatLiesAheadIsNotTriedAgain() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.isServerHeard = false
        day.jump(by: .minutes(-20))
        day.apply(.clock(isSynchronised: true))
        #expect(day.sitting("a")?.endedAt == nil)
        #expect(day.state.sync.outbox == 1)
        day.reject(.unreachable)
        #expect(day.state.sync.outbox == 0)
        #expect(day.current?.span == span("10:00", "11:00"))
    }

    /// Seed 66073316: while a press that ends a meeting waited for the card, a reading showed that the other door had ended it;
    /// the press made it longer again.
    @Test func endThatAReadingShowsWhileThePressWaitsIsNotSent() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.journal = .slow
        day.pressLong()
        day.read([booking("a", "10:00", "10:29")])
        day.journalAnswers()
        #expect(day.outcomes.last == .ended)
        #expect(day.deeds.isEmpty)
        #expect(day.state.sync.outbox == 0)
    }

    /// The same with a press that makes longer what people have made longer still, or moved.
    @Test(arguments: [("10:00", "11:40"), ("10:40", "11:40")])
    func extensionOutdoneWhileThePressWaitsIsNotSent(start: String, end: String) {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.journal = .slow
        day.press()
        day.read([booking("a", start, end)])
        day.journalAnswers()
        #expect(day.outcomes.last == .extended)
        #expect(day.deeds.isEmpty)
        #expect(day.state.sync.outbox == 0)
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

    /// Added time that was given back whole is contested no more: the next press takes its own time.
    @Test func addedTimeThatWasGivenBackWholeIsForgotten() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "11:15"), booking("b", "11:00", "12:00")])
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.advance(to: "10:32")
        day.poll()
        day.advance(to: "10:45")
        day.read([a])
        #expect(day.sitting("a")?.contest == nil)
        day.press(at: "10:50")
        day.advance(by: .seconds(2))
        var theirs = booking("c", "11:00", "12:00")
        theirs.createdAt = at("10:47")
        day.read([booking("a", "10:00", "11:15"), theirs])
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
    }

    /// A reading that began between two presses shows what the first one asked for: that is not people's.
    @Test func ownEndInAnOlderReadingIsContestedStill() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        let began = day.now.uptime
        day.advance(by: .seconds(1))
        day.press()
        day.isServerWriting = false
        day.advance(by: .seconds(1))
        day.press()
        day.read(
            [booking("a", "10:00", "11:15"), booking("b", "11:00", "12:00")], startedAt: began)
        #expect(day.sitting("a")?.contest?.from == at("11:00"))
    }

    /// Time that people gave after the panel had yielded time that the server never had is not taken from them.
    @Test func timeThatPeopleGaveAfterAYieldingIsTheirs() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "11:00"), booking("b", "11:05", "12:00")])
        day.advance(by: .minutes(1))
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:05")))
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "11:20")])
        #expect(day.state.sync.outbox == 0)
    }

    /// Seed 66000583: what the server had of the time that yielded, by a press before, is taken back all the same.
    @Test func timeOfAnEarlierPressIsGivenBackThoughTheLastOneWasUnheard() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.isServerWriting = false
        day.advance(by: .seconds(9))
        day.press()
        day.advance(by: .seconds(10))
        day.reject(.limit)
        let theirs = booking("b", "11:00", "11:30")
        day.read([booking("a", "10:00", "11:15"), theirs])
        day.advance(by: .minutes(1))
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.reject(.limit)
        day.read([booking("a", "10:00", "11:15"), theirs])
        #expect(day.state.sync.outbox == 1)
    }

    /// Seed 66034061: the same, where nothing of the added time was left.
    @Test func timeThatPeopleGaveAfterAllWasYieldedIsTheirs() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        let theirs = booking("b", "11:00", "12:00")
        day.read([booking("a", "10:00", "11:00"), theirs])
        day.advance(by: .minutes(1))
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:00")))
        day.reject(.unreachable)
        day.read([booking("a", "09:50", "11:05"), theirs])
        #expect(day.state.sync.outbox == 0)
    }

    /// A claim that was never cut on the server is taken back, and its booking has another end by now.
    @Test func claimTakenBackWhileItsCutIsOwedLeavesWhatPeopleMade() {
        var day = Day([booking("a", "10:00", "11:00")]) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "10:12")
        day.reject(.limit)
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "10:40")])
        day.pressLong()
        #expect(day.outcomes.last == .undone)
        day.advance(by: .minutes(5))
        for _ in 0..<4 { day.acknowledge() }
        let ends = day.deeds.compactMap { deed -> WallTime? in
            if case .changeEnd(_, let end) = deed { end } else { nil }
        }
        #expect(ends.last == at("10:40"))
    }

    /// The clock was set back after a claim: taking it back gives the booking its time all the same.
    @Test func claimTakenBackAfterTheClockWasSetBackGivesTheTimeBack() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a]) { $0.writesBack = false }
        day.press(at: "10:12")
        day.isServerHeard = false
        day.jump(by: .minutes(-1))
        day.apply(.clock(isSynchronised: true))
        day.advance(by: .seconds(2))
        day.pressLong()
        #expect(day.outcomes.last == .undone)
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
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
            .writeFailed(
                number: 1, ServerFailure(.limit, "no writes now", serverDate: day.now.wall),
                jitter: 0))
        #expect(day.state.isClockTrusted)
    }
}

extension Day {
    /// The people of `a`, 10:00 to 11:00, end it at 10:30, and the server has not answered.
    fileprivate static func endedWhileTheServerTakesNothing() -> Day {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.pressLong()
        return day
    }

    /// The server is heard, and nobody comes.
    fileprivate mutating func stay(without time: String) {
        while now.wall < at(time) {
            advance(to: min(now.wall + .minutes(5), at(time)))
            poll()
        }
    }
}
