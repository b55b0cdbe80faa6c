import PanelWeb
import RoomCore
import Testing

@testable import Panel

struct ProcessFiguresTests {
    private let now = Now(
        wall: WallTime(secondsSinceEpoch: 1_795_392_000), uptime: Uptime(sinceBoot: .seconds(900)))

    /// The name in brackets may hold brackets and blanks; processor time is fields 14 and 15, start 22, pages 24.
    private let line =
        "42 (a b) 1 (x) S 1 42 42 0 -1 4194304 900 0 0 0 150 75 0 0 20 0 8 0 60000 30000000 2500 18446744073709551615"

    @Test func fieldsAreCountedFromTheLastBracket() throws {
        let figures = try #require(
            ProcessFigures.figures(
                stat: line, ticksPerSecond: 100, pageBytes: 4_096, descriptors: 12, at: now))
        #expect(figures.processorTime == .milliseconds(2_250))
        #expect(figures.residentBytes == 2_500 * 4_096)
        #expect(figures.startedAt == now.wall - .seconds(300))
        #expect(figures.openDescriptors == 12)
    }

    @Test(arguments: [
        "", "42 (x) S 1 2", "42 x S", ")", "42 (x) S a b c d e f g h i j k l m n o p q r s t",
    ])
    func whatIsNoSuchLineGivesNothing(_ line: String) {
        #expect(
            ProcessFigures.figures(
                stat: line, ticksPerSecond: 100, pageBytes: 4_096, descriptors: 0, at: now) == nil)
    }

    @Test func thisProcessHasUsedSomething() throws {
        let figures = try #require(ProcessFigures.now(SystemTime()))
        let age = SystemTime().now().wall - figures.startedAt
        #expect(age > .zero && age < .seconds(86_400))
        #expect(figures.residentBytes > 1_000_000 && figures.openDescriptors > 2)
        #expect(figures.processorTime > .zero)
    }
}
