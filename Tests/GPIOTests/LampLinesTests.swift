import Glibc
import RoomCore
import Synchronization
import Testing

@testable import GPIO

/// When lamps are tried again.
///
/// Times are nanoseconds.
struct LampLinesTests {
    /// Counts how often the chip is opened.
    private final class CountingSource: ChipSource {
        let chip = SimulatedChip()
        let opened = Mutex(0)

        func open() throws(GPIOError) -> sending any LineChip {
            opened.withLock { $0 += 1 }
            return try chip.open()
        }
    }

    private static let second: UInt64 = 1_000_000_000
    private static let red = LampLine(.availability, .red)
    private static let blue = LampLine(.booking, .blue)
    private let source = CountingSource()

    private func lines() -> LampLines {
        LampLines(
            source: source, wired: [Self.red: .offset(5), Self.blue: .offset(13)], active: .high,
            consumer: "test")
    }

    @Test func aMissingChipIsLookedForEveryTwoSecondsAtMost() throws {
        var lines = lines()
        source.chip.unplug()
        for tenths in 0..<50 {
            #expect(throws: GPIOError.self) {
                try lines.light(
                    [Self.red], at: 10 * Self.second + UInt64(tenths) * Self.second / 10)
            }
        }
        #expect(source.opened.withLock { $0 } == 3, "at 0, 2 and 4 seconds")
        source.chip.plug()
        try lines.light([Self.red], at: 17 * Self.second)
        #expect(try source.chip.level(of: .offset(5)) == 1)
    }

    @Test func aLineThatBecomesFreeCompletesItsLampWithoutAFlickerBefore() throws {
        var lines = lines()
        let other = try source.chip.open()
        var held: (any InputLine)? = try other.requestInput(
            InputSettings(name: "x", line: .offset(5)), consumer: "somebody else")
        let lit: Set = [Self.red, Self.blue]
        for seconds: UInt64 in [10, 11, 12, 15] {
            let error = #expect(throws: GPIOError.self) {
                try lines.light(lit, at: seconds * Self.second)
            }
            #expect(
                error?.detail.hasSuffix("the availability lamp stays dark without its red") == true)
        }
        #expect(source.opened.withLock { $0 } == 1, "what works is not let go for a try in vain")
        #expect(try [5, 13].map { try source.chip.level(of: .offset($0)) } == [0, 1])
        withExtendedLifetime(held) {}
        held = nil
        #expect(throws: GPIOError.self) { try lines.light(lit, at: 15 * Self.second) }
        try lines.light(lit, at: 17 * Self.second)
        #expect(try [5, 13].map { try source.chip.level(of: .offset($0)) } == [1, 1])
    }

    @Test func aChipThatReturnsIsLitByTheNextCall() throws {
        var lines = lines()
        try lines.light([Self.blue], at: 10 * Self.second)
        source.chip.unplug()
        #expect(throws: GPIOError.self) { try lines.light([Self.blue], at: 11 * Self.second) }
        source.chip.plug()
        try lines.light([Self.blue], at: 11 * Self.second)
        #expect(try source.chip.level(of: .offset(13)) == 1)
    }

    @Test func noLampsAtAllAreNoFault() throws {
        var lines = LampLines(source: source, wired: [:], active: .high, consumer: "test")
        source.chip.unplug()
        try lines.light([Self.red], at: 0)
        #expect(source.opened.withLock { $0 } == 0)
    }
}
