import GPIO
import RoomCore
import Synchronization

/// A panel's lines, as an installer works with them.
protocol BenchLines: Sendable {
    /// Lights exactly the lines in `lit`.
    func light(_ lit: Set<LampLine>) throws

    /// What has happened on the inputs since the last call, for each line in order.
    func take() -> [LineEvent]
}

/// The lines of a chip, held for as long as a session lasts.
final class ReaderLines: BenchLines {
    /// More events than hands and sensors make between two calls; what comes beyond is dropped.
    private static let greatestCount = 10_000

    private final class Inbox: Sendable {
        private let events = Mutex<[LineEvent]>([])

        func add(_ event: LineEvent) {
            events.withLock { events in
                guard events.count < ReaderLines.greatestCount else { return }
                events.append(event)
            }
        }

        func take() -> [LineEvent] {
            events.withLock { events in
                defer { events = [] }
                return events
            }
        }
    }

    private let inbox: Inbox
    private let lamps: GPIOLamps
    private let reader: LineReader

    /// - Throws: ``GPIO/GPIOError`` if the process has no descriptor left.
    init(_ source: any ChipSource, _ gpio: GPIOSettings) throws(GPIOError) {
        let (inbox, consumer) = (Inbox(), "domovoy-commission")
        self.inbox = inbox
        lamps = GPIOLamps(
            source, lines: gpio.lamps, active: gpio.lampsActive, consumer: consumer)
        reader = try LineReader(source, inputs: gpio.inputs, consumer: consumer) { event in
            inbox.add(event)
        }
    }

    func light(_ lit: Set<LampLine>) throws { try lamps.light(lit) }

    func take() -> [LineEvent] { inbox.take() }

    /// Reads the inputs until the task is cancelled.
    func run() async throws { try await reader.run() }

    /// Makes the lamps dark and gives their lines back.
    func close() { lamps.close() }
}
