import GPIO
import Testing

/// The events of a running reader, taken one by one.
struct Events {
    fileprivate var iterator: AsyncStream<LineEvent>.Iterator

    /// The next event, waited for; the claim's time limit ends a wait in vain.
    mutating func next() async throws -> LineEvent {
        try #require(await iterator.next(isolation: nil))
    }

    /// So many next events.
    mutating func next(_ count: Int) async throws -> [LineEvent] {
        var events: [LineEvent] = []
        for _ in 0..<count { events.append(try await next()) }
        return events
    }

    /// The next event of that line, others left out.
    mutating func next(of line: String) async throws -> LineEvent {
        while true {
            let event = try await next()
            if event.line == line { return event }
        }
    }
}

/// Runs a reader while `body` listens to it, and stops it after that.
///
/// `hold` is called on the reader's thread before each event goes on to the listener.
func withReader(
    _ source: any ChipSource, _ inputs: [InputSettings],
    hold: @escaping @Sendable (LineEvent) -> Void = { _ in },
    _ body: (LineReader, inout Events) async throws -> Void
) async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: LineEvent.self)
    let reader = try LineReader(source, inputs: inputs) { event in
        hold(event)
        continuation.yield(event)
    }
    try await withThrowingTaskGroup { group in
        group.addTask { try await reader.run() }
        var events = Events(iterator: stream.makeAsyncIterator())
        try await body(reader, &events)
        group.cancelAll()
        try await group.waitForAll()
    }
}
