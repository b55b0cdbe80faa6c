import Glibc
import RoomCore
import Synchronization
import Testing

@testable import GPIO

/// A chip whose lines hang up when it goes away, as those of kernels from 6.6 on do.
private final class HangingUpChip: ChipSource {
    private final class Opening: LineChip {
        let info = ChipInfo(
            path: "/dev/gpiochip0", name: "gpiochip0", label: "hang-up", lineCount: 8)
        let descriptor: Int32
        init(_ descriptor: Int32) { self.descriptor = descriptor }

        func line(_ offset: Int) throws(GPIOError) -> LineInfo { LineInfo(offset: offset) }

        func requestInput(
            _ settings: InputSettings, consumer: String
        ) throws(GPIOError) -> any InputLine {
            Input(descriptor)
        }

        func requestOutputs(
            _ offsets: [Int], active: SensorSettings.ActiveLevel, lit: [Bool], consumer: String
        ) throws(GPIOError) -> any OutputLines {
            throw GPIOError(.requestOutputs, code: ENODEV, subject: "", detail: "")
        }
    }

    private final class Input: InputLine {
        let descriptor: Int32
        let isDebounced = false
        init(_ descriptor: Int32) { self.descriptor = descriptor }
        func readEdges() throws(GPIOError) -> EdgeBatch { EdgeBatch(edges: []) }
        func readLevel() throws(GPIOError) -> Bool { false }
    }

    private let ends: Mutex<(read: Int32, write: Int32?)>

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0)
        self.ends = Mutex((ends[0], ends[1]))
    }

    deinit {
        hangUp()
        _ = ends.withLock { close($0.read) }
    }

    func open() throws(GPIOError) -> sending any LineChip {
        let (descriptor, isThere) = ends.withLock { ($0.read, $0.write != nil) }
        guard isThere else { throw GPIOError(opening: "hang-up", code: ENODEV) }
        return Opening(descriptor)
    }

    func hangUp() {
        ends.withLock { ends in
            if let write = ends.write { close(write) }
            ends.write = nil
        }
    }
}

@Suite(.timeLimit(.minutes(10)))
struct HangUpTests {
    @Test func aLineThatHangsUpIsGoneAtOnce() async throws {
        let chip = HangingUpChip()
        let pir = InputSettings(name: "pir", line: .offset(4))
        try await withReader(chip, [pir]) { reader, events in
            _ = try await events.next(2)
            let start = ContinuousClock.now
            chip.hangUp()
            guard case .gone("pir", let reason) = try await events.next() else {
                Issue.record("not gone")
                return
            }
            #expect(reason.code == ENODEV)
            #expect(start.duration(to: .now) < .seconds(1))
            #expect(reader.turns < 100, "and the reader does not spin")
        }
    }
}
