import Testing

@testable import RoomCore

/// A journal that cannot keep anything for a while: nothing that is still true is lost.
@Suite struct BacklogTests {
    private func verdictsStored(_ day: Day) -> [Int64] {
        day.storedRecords.compactMap { record in
            if case .verdict(let verdict) = record { verdict.number } else { nil }
        }
    }

    private func dayWithABrokenJournal() -> Day {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "09:40")
        day.journal = .broken
        day.advance(to: "10:12")
        return day
    }

    @Test func verdictThatCouldNotBeKeptIsKeptOnceThereIsRoomAgain() {
        var day = dayWithABrokenJournal()
        #expect(day.findings == ["no_show"])
        #expect(day.availability == .claimable)
        #expect(verdictsStored(day).isEmpty)
        day.journal = .prompt
        day.apply(.journal(.fault(nil)))
        #expect(verdictsStored(day) == [1])
        #expect(day.state.journalFault == nil)
    }

    @Test func anyStoredRecordIsASignOfLife() {
        var day = dayWithABrokenJournal()
        day.journal = .prompt
        day.press()
        #expect(day.lastPress?.outcome == .claimed)
        #expect(verdictsStored(day) == [1])
    }

    @Test func refusedPressIsKeptLaterButNotWhatItWouldHaveDone() {
        var day = Day()
        day.advance(to: "09:00")
        day.journal = .broken
        day.press()
        day.journal = .prompt
        day.apply(.journal(.fault(nil)))
        let presses = day.storedRecords.compactMap { record -> Press? in
            if case .press(let press) = record { press } else { nil }
        }
        #expect(presses.map(\.refusal) == [.notStored])
        #expect(!day.storedRecords.contains { if case .outbox = $0 { true } else { false } })
        #expect(day.writes.isEmpty)
    }

    /// Seed 70033762: the disk had room again while a press waited for its receipt, and what was known before the press was kept
    /// over what it changed.
    @Test func pressIsNotOvertakenByWhatWaitedForRoom() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.isServerWriting = false
        day.advance(to: "09:40")
        day.journal = .broken
        day.advance(to: "10:12")
        day.journal = .slow
        day.press()
        day.apply(.journal(.fault(nil)))
        day.journalAnswers()
        #expect(day.lastPress?.outcome == .checkedIn)
        let kept = day.storedRecords.compactMap { record in
            if case .sitting(let sitting) = record { sitting } else { nil }
        }
        #expect(kept.last?.checkIn?.source == .press)
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

    @Test func ofAnOutboxEntryOnlyTheNewestStateIsKeptLater() {
        var day = Day()
        day.isServerWriting = false
        day.press(at: "09:00")
        day.journal = .broken
        day.acknowledge()
        day.journal = .prompt
        day.apply(.journal(.fault(nil)))
        let states = day.storedRecords.compactMap { record -> OutboxEntry.State? in
            if case .outbox(let entry) = record { entry.state } else { nil }
        }
        #expect(states == [.queued, .answered])
    }

    /// Seed 134: what waited for a full card overtook what was told since.
    @Test func backlogIsRenewedByWhatIsToldSince() {
        func entry(attempts: Int) -> Record {
            .outbox(
                OutboxEntry(
                    number: 1, write: .withdraw(BookingID("domovoy-a")), createdAt: at("10:00"),
                    attempts: attempts))
        }
        var backlog = Backlog()
        backlog.ordered([entry(attempts: 0)], Receipt(1))
        backlog.renewed(entry(attempts: 1))
        backlog.failed(Receipt(1))
        backlog.renewed(entry(attempts: 2))
        backlog.renewed(.heard(at: at("10:01")))
        #expect(backlog.takeWaiting() == [entry(attempts: 2)])
    }

    @Test func olderStateNeverComesAfterANewerOne() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.journal = .slow
        day.advance(to: "10:12")
        let late = day.unanswered
        day.journal = .prompt
        for (index, receipt) in late.enumerated() {
            day.apply(
                .journal(index % 2 == 0 ? .notStored(receipt, "full") : .stored(receipt)))
        }
        day.apply(.journal(.fault(nil)))
        var states: [Int64: OutboxEntry.State] = [:]
        var people: Sitting?
        for record in day.storedInOrder {
            if case .outbox(let entry) = record { states[entry.number] = entry.state }
            if case .sitting(let sitting) = record { people = sitting }
        }
        #expect(states == [1: .acknowledged, 2: .acknowledged])
        #expect(people == day.sitting("a"))
        #expect(verdictsStored(day) == [1])
    }

    @Test func backlogIsBounded() {
        var day = Day()
        day.isServerWriting = false
        day.advance(to: "09:00")
        day.journal = .broken
        for _ in 0..<1_500 {
            day.press()
            day.advance(by: .seconds(3))
        }
        day.journal = .prompt
        let before = day.storedRecords.count
        day.apply(.journal(.fault(nil)))
        #expect(day.storedRecords.count - before <= 1_024)
        #expect(day.storedRecords.count - before >= 1_000)
    }
}
