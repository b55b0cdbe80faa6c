import RoomCore
import Testing

/// Copies of the calendar that lag behind what the server has answered: for ten seconds nobody believes them.
@Suite struct LaggingCopyTests {
    private let a = booking("a", "10:00", "11:00")

    /// The people of `a` make it longer, to 11:15, and the server takes it.
    private func extended() -> Day {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        return day
    }

    @Test func copyThatLagsBehindIsBelievedAfterTenSeconds() {
        var day = extended()
        let answeredAt = day.now.uptime
        for seconds in [-5, 0, 9] {
            day.readCopy([a], startedAt: answeredAt + .seconds(seconds))
            #expect(day.current?.span.end == at("11:15"))
        }
        day.advance(by: .seconds(10))
        day.readCopy([a], startedAt: answeredAt + .seconds(10))
        #expect(day.current?.span.end == at("11:00"))
    }

    @Test func twoCopiesThatAlternateShowOneTruth() {
        var day = extended()
        for _ in 0..<4 {
            day.advance(by: .seconds(1))
            day.readCopy([booking("a", "10:00", "11:15")])
            #expect(day.current?.span.end == at("11:15"))
            day.advance(by: .seconds(1))
            day.readCopy([a])
            #expect(day.current?.span.end == at("11:15"))
        }
        day.advance(by: .seconds(10))
        day.read([booking("a", "10:00", "11:15")])
        day.advance(by: .minutes(1))
        #expect(day.current?.span.end == at("11:15"))
        #expect(day.sent.count == 1)
    }

    /// Seed 31144: a copy of the calendar that lagged behind had a press make the booking shorter.
    @Test func copyThatLagsBehindUndoesNoExtension() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        #expect(day.current?.span.end == at("11:15"))
        day.advance(by: .seconds(2))
        day.readCopy([booking("a", "10:00", "11:00")])
        #expect(day.current?.span.end == at("11:15"))
        day.press()
        #expect(day.current?.span.end == at("11:30"))
        day.advance(by: .seconds(10))
        day.read([booking("a", "10:00", "11:00")])
        #expect(day.current?.span.end == at("11:00"))
    }

    /// Seed 40000712: a copy that lagged behind showed an end that the server had been asked for without an answer.
    @Test func copyThatShowsTheFirstOfTwoEndsLagsBehind() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.press(at: "10:30:05")
        #expect(day.deeds == [.changeEnd(BookingID("a"), end: at("11:15"))])
        day.reject(.unreachable)
        day.advance(by: .seconds(10))
        day.acknowledge()
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:30")))
        day.acknowledge()
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "11:15")])
        #expect(day.current?.span.end == at("11:30"))
        day.advance(by: .seconds(10))
        day.read([booking("a", "10:00", "11:15")])
        #expect(day.current?.span.end == at("11:15"))
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

    /// A reading showed the new end before its answer came, and then a copy that lags behind showed the one before.
    @Test func oldStateIsNotTakenAfterTheFirstPressEither() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.isServerWriting = false
        day.press(at: "10:30")
        day.read([booking("a", "10:00", "11:15")])
        day.acknowledge()
        day.advance(by: .seconds(1))
        day.read([a])
        #expect(day.current?.span.end == at("11:15"))
        day.advance(by: .seconds(10))
        day.read([a])
        #expect(day.current?.span.end == at("11:00"))
    }

    /// A copy that lagged behind was the last to be read before a restart: the journal keeps what the server has answered.
    @Test func copyThatLagsBehindARestartUndoesNothing() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.advance(by: .seconds(1))
        day.readCopy([a])
        day = Day(.withoutMarks, memory: .kept(by: day), from: day.now.wall)
        day.apply(.tick)
        #expect(day.current?.span.end == at("11:15"))
        day.readCopy([a])
        #expect(day.current?.span.end == at("11:15"))
    }

    /// No copy that lags behind shows an end that the panel has never seen: people gave it.
    @Test func timeGivenAgainAtOnceIsBelievedAtOnce() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.press(at: "09:59")
        day.advance(to: "10:20")
        day.pressLong()
        #expect(day.availability == .free)
        day.advance(by: .seconds(5))
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.availability == .busy)
        #expect(day.current?.id.text == "a")
    }
}
