import RoomCore
import Testing

/// How a press reaches the journal and the lamps: design section 4.
@Suite struct PressTests {
    @Test func heardComesFirstWhateverElseIsDue() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.isServerHeard = false
        day.pass(at("10:10") - day.now.wall)
        let effects = day.apply(.button(.pressed(at: day.now.uptime)))
        #expect(effects.first == .acknowledgePress)
        #expect(effects.count > 1)
    }

    @Test func bookingIsShownOnlyOnceThePressIsInTheJournal() {
        var day = Day()
        day.journal = .slow
        day.press(at: "09:00")
        #expect(day.availability == .free)
        #expect(day.outcomes.isEmpty)
        #expect(day.writes.isEmpty)
        day.advance(by: .seconds(2))
        #expect(day.availability == .free)
        day.journalAnswers()
        #expect(day.availability == .busy)
        #expect(day.outcomes == [.booked])
        #expect(day.writes.map(\.operation) == [.create])
    }

    @Test func pressIsKeptInOneTransactionWithWhatItOwes() {
        var day = Day()
        day.press(at: "09:00")
        let group = day.effects.compactMap { effect -> [Record]? in
            guard case .keep(let records, .durable) = effect else { return nil }
            return records.contains { if case .press = $0 { true } else { false } } ? records : nil
        }
        #expect(group.count == 1)
        #expect(group.first?.count == 3)
        let kinds = group.first?.map { record in
            switch record {
            case .press: "press"
            case .outbox(let entry): "outbox \(entry.write.operation.rawValue)"
            case .sitting: "sitting"
            default: "other"
            }
        }
        #expect(kinds == ["press", "outbox create", "sitting"])
    }

    @Test func brokenJournalRefusesAndLeavesTheLampsTrue() {
        var day = Day()
        day.advance(to: "09:00")
        day.journal = .broken
        day.press()
        #expect(day.lastPress?.refusal == .notStored)
        #expect(day.availability == .free)
        #expect(day.lamps.booking == LampSignal(.orange, .refused))
        #expect(day.state.journalFault == "no space left")
        day.advance(by: .seconds(5))
        #expect(day.lamps.booking == .dark)
        #expect(day.writes.isEmpty)
        day.journal = .prompt
        day.press()
        #expect(day.lastPress?.outcome == .booked)
        #expect(day.state.journalFault == nil)
    }

    @Test func secondPressWaitsForTheFirst() {
        var day = Day()
        day.journal = .slow
        day.press(at: "09:00")
        day.advance(by: .seconds(1))
        day.press()
        day.journalAnswers()
        #expect(day.outcomes == [.booked, .extended])
        #expect(day.adHoc?.span == span("09:00", "09:45"))
    }

    @Test func failedFirstPressLetsTheSecondDecideAnew() {
        var day = Day()
        day.journal = .slow
        day.press(at: "09:00")
        day.advance(by: .seconds(1))
        day.press()
        let first = day.unanswered[0]
        day.journal = .prompt
        day.apply(.journal(.notStored(first, "no space left")))
        #expect(day.outcomes == [.refused, .booked])
        #expect(day.adHoc?.span == span("09:00:01", "09:30:01"))
    }

    @Test func panicPressesAreAllAnsweredAndBounded() {
        var day = Day()
        day.journal = .slow
        day.advance(to: "09:00")
        for _ in 0..<20 {
            day.press()
            day.advance(by: .milliseconds(100))
        }
        day.journalAnswers()
        #expect(day.presses.count == 20)
        #expect(day.presses.filter { $0.refusal == .tooMany }.count == 11)
        #expect(day.adHoc?.span == span("09:00", "11:00"))
        #expect(day.outcomes.filter { $0 == .extended }.count == 6)
        #expect(day.presses.filter { $0.refusal == .noRoomToExtend }.count == 2)
        #expect(Set(day.presses.map(\.number)).count == 20)
    }

    @Test func receiptNobodyAskedForIsIgnored() {
        var day = Day()
        day.journal = .slow
        day.press(at: "09:00")
        day.apply(.journal(.stored(Receipt(999))))
        day.apply(.journal(.notStored(Receipt(998), "x")))
        #expect(day.outcomes.isEmpty)
        day.journalAnswers()
        #expect(day.outcomes == [.booked])
    }

    @Test func pressIsRefusedWhenTheOutboxIsFull() {
        var day = Day()
        day.isServerWriting = false
        let owed = (1...250).map {
            OutboxEntry(
                number: Int64($0), write: .withdraw(BookingID("domovoy-\($0)")),
                createdAt: at("08:00"))
        }
        day.apply(.journal(.recalled(Memory(outbox: owed))))
        day.press(at: "09:00")
        #expect(day.lastPress?.refusal == .outboxFull)
        #expect(day.availability == .free)
    }

    // MARK: Unknown

    @Test func pressWithAnUntrustedClockIsRefused() {
        var day = Day()
        day.isServerHeard = false
        day.jump(by: .hours(2))
        day.press()
        day.pressLong()
        #expect(day.presses.map(\.refusal) == [.clockUntrusted, .clockUntrusted])
    }

    @Test func pressWithATrustedClockButNoScheduleIsBookedHereAndSentLater() {
        var day = Day(
            RoomSettings(id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav),
            from: at("09:00"))
        day.isServerHeard = false
        day.isServerWriting = false
        day.apply(.tick)
        day.apply(.button(.found(isPressed: false)))
        day.apply(.clock(isSynchronised: true))
        #expect(day.availability == .unknown)
        day.press()
        #expect(day.lastPress?.outcome == .booked)
        #expect(day.availability == .busy)
        day.reject(.unreachable)
        day.advance(by: .minutes(3))
        day.read([])
        #expect(day.underway?.write.operation == .create)
        day.acknowledge()
        #expect(day.adHoc?.isPending == false)
    }

    @Test func longPressWithNothingToEndIsRefused() {
        var day = Day([booking("a", "10:00", "11:00")])
        for time in ["08:00", "09:55", "10:06", "10:12"] {
            day.advance(to: time)
            day.pressLong()
        }
        #expect(day.presses.count == 4)
        #expect(day.presses.allSatisfy { $0.refusal == .nothingToEnd })
        #expect(day.deeds.isEmpty)
    }

    // MARK: Late wake-ups

    @Test func releaseThatIsToldLateMakesNoLongPress() {
        var day = Day([booking("a", "09:00", "11:00")])
        day.press(at: "09:00")
        day.motion(at: "09:12")
        let down = day.now.uptime
        day.apply(.button(.pressed(at: down)))
        day.pass(.seconds(5))
        day.apply(.server(.readFailed(ServerFailure(.unreachable, "down"))))
        day.apply(.button(.released(at: down + .milliseconds(200))))
        #expect(day.lastPress?.wish == .short)
        #expect(day.lastPress?.outcome == .extended)
    }

    @Test func longPressIsNotForgottenWhenAnotherFactComesAtItsMoment() {
        var day = Day([booking("a", "09:00", "11:00")])
        day.press(at: "09:00")
        day.motion(at: "09:12")
        day.apply(.button(.pressed(at: day.now.uptime)))
        day.pass(.milliseconds(1_600))
        day.apply(.server(.readFailed(ServerFailure(.unreachable, "down"))))
        #expect(day.room.deadline <= day.now.uptime)
        day.advance(by: .milliseconds(1))
        #expect(day.lastPress?.outcome == .ended)
    }

    @Test func stuckButtonIsAFaultUntilLetGo() {
        var day = Day()
        day.advance(to: "09:00")
        day.apply(.button(.pressed(at: day.now.uptime)))
        day.advance(by: .seconds(31))
        #expect(day.state.button == .stuck)
        #expect(day.notices.contains(.buttonStuck(true)))
        #expect(day.presses.count == 1)
        day.advance(by: .minutes(60))
        day.apply(.button(.released(at: day.now.uptime)))
        #expect(day.state.button == .ok)
        #expect(day.notices.contains(.buttonStuck(false)))
        #expect(day.presses.count == 1)
    }
}
