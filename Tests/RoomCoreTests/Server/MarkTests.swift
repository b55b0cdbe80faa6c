import RoomCore
import Testing

/// The state of a booking as it is written back.
@Suite struct MarkTests {
    private let a = booking("a", "10:00", "11:00")

    private func marks(_ day: Day) -> [BookingMark] {
        day.writes.compactMap { if case .mark(_, let mark) = $0 { mark } else { nil } }
    }

    @Test func checkInLatenessAndNoShowAreWrittenBack() {
        var day = Day([a])
        day.advance(to: "10:10")
        #expect(marks(day) == [.late, .noShow])
        day.motion(at: "10:20")
        day.motion(at: "10:21")
        #expect(marks(day) == [.late, .noShow, .confirmed])
    }

    @Test func pressIsWrittenBackOnceItCannotBeTakenBack() {
        var day = Day([a])
        day.press(at: "10:01")
        day.advance(to: "10:01:10")
        #expect(marks(day).isEmpty)
        day.advance(to: "10:01:11")
        #expect(marks(day) == [.confirmed])
        day.advance(to: "11:30")
        #expect(marks(day) == [.confirmed])
    }

    /// In a house with many panels every mark waits; that is no fault, and nobody has to look at it.
    @Test func aMarkThatWaitsForItsTurnIsNoFailure() {
        var day = Day([a])
        day.isServerWriting = false
        day.advance(to: "10:05:30")
        #expect(day.underway?.write == .mark(a.id, .late))
        let seen = day.effects.count
        day.reject(.paced, retryAfter: .seconds(120))
        #expect(day.state.sync.lastError == nil && day.state.sync.outbox == 1)
        let effects = day.effects[seen...]
        #expect(!effects.contains { if case .note(.outbox) = $0 { true } else { false } })
        #expect(
            !effects.contains {
                if case .keep(let records, _) = $0 {
                    records.contains { if case .sync = $0 { true } else { false } }
                } else {
                    false
                }
            })
        day.advance(by: .seconds(119))
        #expect(day.sent.count == 1)
        day.advance(by: .seconds(2))
        #expect(day.sent.count == 2)
        // What the server says itself is told as ever.
        day.reject(.limit, retryAfter: .seconds(120))
        #expect(day.state.sync.lastError?.kind == .limit)
        day.advance(by: .seconds(121))
        day.reject(.paced, retryAfter: .seconds(120))
        #expect(day.state.sync.lastError?.kind == .limit)
    }

    @Test func nothingIsWrittenBackAboutWhatThePanelDoesNotKnow() {
        var day = Day([a], sensors: [])
        day.advance(to: "11:30")
        #expect(marks(day).isEmpty)
    }

    @Test func bookingMovedAfterItWasMarkedLateIsSetRightAgain() {
        var day = Day([a])
        day.advance(to: "10:07")
        #expect(marks(day) == [.late])
        day.read([booking("a", "10:30", "11:00")])
        day.advance(to: "10:25")
        #expect(marks(day) == [.late, .unconfirmed])
    }

    @Test(arguments: [true, false])
    func nothingIsWrittenToWhatMayNotBeChangedOrWhenSwitchedOff(isWritable: Bool) {
        var day = Day([booking("a", "10:00", "11:00", isWritable: isWritable)]) {
            $0.writesBack = !isWritable
        }
        day.advance(to: "11:30")
        #expect(day.writes.isEmpty)
    }

    @Test func bookingThatLostTheRoomIsNotCalledLate() {
        var day = Day([a, booking("b", "10:02", "11:00")])
        day.press(at: "10:01")
        day.motion(at: "10:09")
        day.motion(at: "10:21")
        day.advance(to: "10:30")
        #expect(!day.writes.contains(.mark(BookingID("b"), .late)))
        #expect(day.findings(on: "b") == ["unverifiable overlapped"])
    }

    @Test func staleScheduleIsNotMarked() {
        var day = Day([a])
        day.advance(to: "09:40")
        day.isServerHeard = false
        day.advance(to: "10:30")
        #expect(day.writes.isEmpty)
    }

    @Test func markThatFoundNoRoomIsTriedAgain() {
        var day = Day([a])
        day.isServerWriting = false
        let owed = (1...192).map {
            OutboxEntry(
                number: Int64($0), write: .mark(BookingID("m\($0)"), .late), createdAt: at("08:00"))
        }
        day.apply(.journal(.recalled(Memory(outbox: owed))))
        day.advance(to: "10:06")
        #expect(day.notices.contains(.outboxFull(.mark(BookingID("a"), .late))))
        day.isServerWriting = true
        day.acknowledge()
        day.advance(to: "10:08")
        #expect(day.writes.contains(.mark(BookingID("a"), .late)))
    }
}
