import RoomCore
import Testing

/// What was found out by a clock that was ahead is not held against anybody once it is right: design section 2, "Time".
@Suite struct AheadOfTimeTests {
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
        // Somebody may have been there until the hold is over.
        day.stay(without: "10:16")
        #expect(day.verdicts(on: "a").last?.reason == .edgesLost)
        day.jump(by: .minutes(-89))
        day.apply(.tick)
        day.stay(without: "10:11")
        #expect(day.verdicts(on: "a").last?.kind == .noShow)
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
