import Glibc
import RoomCore
import Synchronization
import Testing

@testable import GPIO

/// What the contract cannot show on every chip alike.
@Suite(.timeLimit(.minutes(10)))
struct LineReaderTests {
    private static let pir = InputSettings(name: "pir", line: .offset(4))

    @Test(arguments: [1, 8, 100, 256])
    func withNumbersEveryEdgeIsEitherToldOrCountedAsLost(capacity: Int) async throws {
        let chip = SimulatedChip(queue: .numbered(capacity: capacity))
        let total = 1001
        let (told, lost, level) = try await overflow(chip, by: total) { $0 >= total }
        #expect(told + lost == total)
        #expect(told < total)
        #expect(level)
    }

    @Test(arguments: [1000, 1001])
    func withoutNumbersAnOverflowIsCountedAsOneAtLeast(total: Int) async throws {
        let chip = SimulatedChip(queue: .unnumbered(capacity: 16))
        let (told, lost, level) = try await overflow(chip, by: total) { _ in true }
        #expect(told <= 16 + 16)
        #expect(lost >= 1)
        #expect(level == (total == 1001), "the true level, though the last edges are lost")
    }

    /// Makes edges while the reader is held up at the first of them; counts until it told the level with enough edges
    /// told or lost.
    private func overflow(
        _ chip: SimulatedChip, by total: Int, isEnough: (Int) -> Bool
    ) async throws -> (told: Int, lost: Int, level: Bool) {
        let isHeld = Mutex(true)
        let hold: @Sendable (LineEvent) -> Void = { event in
            guard case .edge = event else { return }
            while isHeld.withLock({ $0 }) { sched_yield() }
        }
        var told = 0
        var lost = 0
        var final: Bool?
        try await withReader(chip, [Self.pir], hold: hold) { _, events in
            _ = try await events.next(2)
            for turn in 0..<total { try chip.set(.offset(4), to: turn % 2 == 0 ? 1 : 0) }
            isHeld.withLock { $0 = false }
            while final == nil || !isEnough(told + lost) {
                switch try await events.next() {
                case .edge: told += 1
                case .lost(_, let count): lost += count
                case .level(_, let isActive): final = isActive
                case .found, .gone: Issue.record("the line was there all the time")
                }
            }
        }
        return (told, lost, try #require(final as Bool?))
    }

    @Test func anUnplugThatWakesIsToldAtOnce() async throws {
        let chip = SimulatedChip()
        try await withReader(chip, [Self.pir]) { _, events in
            _ = try await events.next(2)
            let start = ContinuousClock.now
            chip.unplug(isWaking: true)
            guard case .gone("pir", _) = try await events.next() else {
                Issue.record("not gone")
                return
            }
            #expect(start.duration(to: .now) < .seconds(1))
        }
    }

    @Test func aLineThatIsGoneIsToldOnceForEachReason() {
        var told: [LineEvent] = []
        let line = WatchedLine(Self.pir) { told += $0 }
        let gone = GPIOError(opening: "/dev/gpiochip0", code: ENODEV)
        let unplugged = GPIOError(
            .readLevel, code: ENODEV, subject: "gpiochip0 line 4", detail: "gone")
        let denied = GPIOError(opening: "/dev/gpiochip0", code: EACCES)
        for error in [unplugged, gone, gone, denied, denied] { line.lose(error) }
        #expect(
            told == [.gone(line: "pir", reason: unplugged), .gone(line: "pir", reason: denied)])
    }

    @Test func aReaderThatIsCancelledBeforeItRunsTouchesNothing() async throws {
        let chip = SimulatedChip()
        let events = Mutex<[LineEvent]>([])
        let reader = try LineReader(chip, inputs: [Self.pir]) { event in
            events.withLock { $0.append(event) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { try await reader.run() }
            try await group.waitForAll()
        }
        #expect(events.withLock { $0 } == [])
        #expect(reader.turns == 0)
    }

    @Test func aReaderWithoutLinesIsWellAndWaits() async throws {
        let chip = SimulatedChip()
        try await withReader(chip, []) { reader, events in
            reader.reconfigure(inputs: [Self.pir])
            let event = try await events.next()
            #expect(event == .found(line: "pir"))
            _ = try await events.next()
            for level in [1, 0] {
                try chip.set(.offset(4), to: level)
                _ = try await events.next()
            }
            #expect(reader.turns >= 1, "two edges that were told one after the other")
        }
    }

    @Test func anotherChipTakesOver() async throws {
        let first = SimulatedChip(label: "first")
        let second = SimulatedChip(label: "second")
        try second.set(.offset(4), to: 1)
        try await withReader(first, [Self.pir]) { reader, events in
            #expect(
                try await events.next(2) == [
                    .found(line: "pir"), .level(line: "pir", isActive: false),
                ])
            reader.reconfigure(second, inputs: [Self.pir])
            #expect(
                try await events.next(2) == [
                    .found(line: "pir"), .level(line: "pir", isActive: true),
                ])
            let isUsed = try first.open().line(4).isUsed
            #expect(!isUsed)
        }
    }
}
