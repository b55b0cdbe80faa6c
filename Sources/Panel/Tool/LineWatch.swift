import GPIO
import RoomCore
import Synchronization

/// Watches lines of a chip for as long as there is one.
final class LineWatch: Sendable {
    /// The lines that may still come to be read, by name.
    private let left: Mutex<Set<String>>

    init(_ inputs: [InputSettings]) {
        left = Mutex(Set(inputs.map(\.name)))
    }

    /// Takes note of an event.
    ///
    /// - Returns: why there is nothing left to watch; nil as long as there is.
    func note(_ event: LineEvent) -> GPIOError? {
        left.withLock { left in
            switch event {
            case .gone(let line, let reason):
                left.remove(line)
                return left.isEmpty ? reason : nil
            case .found(let line), .level(let line, _), .edge(let line, _, _), .lost(let line, _):
                left.insert(line)
                return nil
            }
        }
    }

    /// Prints every change until the task is cancelled.
    ///
    /// - Throws: ``GPIO/GPIOError`` when the last line is gone, and what `print` throws.
    static func run(
        _ source: any ChipSource, _ inputs: [InputSettings],
        print: @escaping @Sendable (String) throws -> Void
    ) async throws {
        let watch = LineWatch(inputs)
        let (ends, end) = AsyncStream.makeStream(
            of: (any Error).self, bufferingPolicy: .bufferingOldest(1))
        let reader = try LineReader(source, inputs: inputs, consumer: "domovoy-watch") { event in
            do {
                try print(describe(event))
                if let reason = watch.note(event) { end.yield(reason) }
            } catch {
                end.yield(error)
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            group.addTask { for await error in ends { throw error } }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }

    private static func describe(_ event: LineEvent) -> String {
        switch event {
        case .found(let line): "\(line): found"
        case .level(let line, let isActive): "\(line): is \(isActive ? "active" : "inactive")"
        case .edge(let line, let isActive, let at):
            "\(line): became \(isActive ? "active" : "inactive") at \(at.sinceBoot)"
        case .lost(let line, let count): "\(line): \(count) edges lost"
        case .gone(let line, let reason): "\(line): gone: \(reason)"
        }
    }
}
