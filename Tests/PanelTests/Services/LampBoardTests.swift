import RoomCore
import Synchronization
import Testing

@testable import Panel

struct LampBoardTests {
    private let time = ManualTime()
    private let lamps = RecordedLamps()

    private func board(onFault: @escaping @Sendable (String?) -> Void = { _ in }) -> LampBoard {
        LampBoard(
            output: lamps, wiring: LampWiring(lines: LampLine.all), time: time, onFault: onFault)
    }

    @Test func displayIsLitBeforeTheCallReturns() {
        let board = board()
        board.show(LampDisplay(availability: LampSignal(.green), booking: LampSignal(.blue)))
        #expect(lamps.shown == [[.green, .unconfirmed]])
    }

    @Test func pressIsAnsweredInTheDarkAndTheDisplayComesBack() async {
        let board = board()
        board.show(LampDisplay(availability: LampSignal(.green), booking: .dark))
        board.acknowledgePress()
        #expect(lamps.shown == [[.green], []])
        await time.untilSomebodySleeps()
        time.advance(by: LampSequencer.heardFor)
        await until { lamps.shown.count == 3 }
        #expect(lamps.shown.last == [.green])
    }

    @Test func steadyDisplayIsWrittenAgainSoThatAReturningChipShowsIt() async {
        let board = board()
        board.show(LampDisplay(availability: LampSignal(.red), booking: LampSignal(.green)))
        for count in 1...3 {
            await time.untilSomebodySleeps()
            #expect(lamps.shown == Array(repeating: [.red, .confirmed], count: count))
            time.advance(by: LampBoard.rewriteAfter)
            await until { lamps.shown.count == count + 1 }
        }
    }

    @Test func lampsComeBackAtOnceWhenAnInputOfTheirChipDoes() {
        let board = board()
        board.show(LampDisplay(availability: LampSignal(.red), booking: .dark))
        board.rewrite()
        #expect(lamps.shown == [[.red], [.red]])
    }

    @Test func brokenLampsAreToldOnceAndTriedAgain() async {
        let faults = Mutex<[String?]>([])
        let board = board { fault in faults.withLock { $0.append(fault) } }
        lamps.setBroken(true)
        board.show(LampDisplay(availability: LampSignal(.green), booking: .dark))
        await time.untilSomebodySleeps()
        time.advance(by: LampBoard.retryAfter)
        await time.untilSomebodySleeps()
        lamps.setBroken(false)
        time.advance(by: LampBoard.retryAfter)
        await until { faults.withLock { $0.count } == 2 }
        #expect(faults.withLock { $0 } == ["the lamps are broken", nil])
        #expect(lamps.shown == [[.green]])
    }

    @Test func closedBoardStaysDark() {
        let board = board()
        board.show(LampDisplay(availability: LampSignal(.red), booking: .dark))
        board.close()
        board.show(LampDisplay(availability: LampSignal(.green), booking: .dark))
        #expect(lamps.shown == [[.red], []])
    }
}

/// Yields until something has happened that only other tasks can bring about.
func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}
