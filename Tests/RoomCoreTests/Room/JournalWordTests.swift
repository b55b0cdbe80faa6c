import RoomCore
import Testing

/// A journal opened late judges nothing that began before this run, until it has spoken.
@Suite struct JournalWordTests {
    private func day(_ bookings: [Booking]) -> Day {
        let settings = RoomSettings(
            id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav)
        var day = Day(
            settings, memory: .far(at: at("10:05"), builtAt: at("00:00"), chance: 1),
            from: at("10:05"))
        day.apply(.tick)
        day.apply(.sensor("pir", .found(isActive: false)))
        day.read(bookings)
        return day
    }

    @Test func nothingThatBeganBeforeIsJudgedUntilTheJournalHasSpoken() {
        var day = day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:40")
        #expect(day.findings.isEmpty)
        #expect(day.current?.phase == .inProgress)
        #expect(day.availability == .busy)
        day.apply(.journal(.recalled(Memory())))
        #expect(day.findings == ["no_show"])
        #expect(day.availability == .claimable)
    }

    @Test func whatTheJournalTellsCounts() {
        var before = Day([booking("a", "10:00", "11:00")])
        before.press(at: "10:01")
        before.advance(to: "10:02")
        var day = day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:40")
        day.apply(.journal(.recalled(.kept(by: before))))
        #expect(day.findings.isEmpty)
        #expect(day.current?.phase == .checkedIn)
    }

    @Test func whatBeginsLaterIsJudged() {
        var day = day([booking("b", "10:30", "11:00")])
        day.advance(to: "10:40")
        #expect(day.findings == ["no_show"])
    }

    @Test func emptyJournalHasSpoken() {
        var day = Day([booking("a", "10:00", "11:00")], from: "10:05")
        day.advance(to: "10:20")
        #expect(!day.findings.isEmpty)
    }
}
