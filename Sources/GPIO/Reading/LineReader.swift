internal import Synchronization

/// Watches the input lines on a thread of its own and tells every change at once.
///
/// The thread sleeps in poll(2), never longer than two seconds, then checks that all lines still answer. A chip or a
/// line that is not there, or that somebody else holds, is told as ``LineEvent/gone(line:reason:)`` and tried again
/// every two seconds; the others work on. The chip is found again under any number.
public final class LineReader: Sendable {
    struct Orders {
        var source: (any ChipSource)?
        var inputs: [InputSettings]?
        var isStopped = false
    }

    private let orders: Mutex<Orders>
    private let wake: WakeSignal
    private let turnCount = Atomic<UInt64>(0)
    private let consumer: String
    private let deliver: @Sendable (LineEvent) -> Void

    /// Makes a reader; nothing is opened before ``run()``.
    ///
    /// - Parameters:
    ///   - source: where the chip is.
    ///   - inputs: the lines to watch, with names unique among them.
    ///   - consumer: what the kernel shows as holder of the lines, followed by a colon and the line's name.
    ///   - deliver: called on the reader's thread for each event, in order; must not block.
    /// - Throws: if the process has no descriptor left.
    public init(
        _ source: any ChipSource, inputs: [InputSettings], consumer: String = "domovoy",
        deliver: @escaping @Sendable (LineEvent) -> Void
    ) throws(GPIOError) {
        orders = Mutex(Orders(source: source, inputs: inputs))
        wake = try WakeSignal()
        self.consumer = consumer
        self.deliver = deliver
    }

    /// Reads until the task is cancelled; then the lines are given back and the chip is closed before it returns.
    ///
    /// To be called once.
    ///
    /// - Throws: if the thread cannot be started.
    public func run() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do {
                    try ReaderThread.start(name: "gpio-reader") {
                        self.read()
                        continuation.resume()
                    }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            orders.withLock { $0.isStopped = true }
            wake.signal()
        }
    }

    /// Goes on with other lines, or another chip; lines whose settings stay are not let go for a moment.
    ///
    /// Lines that are no longer watched get no further event. Returns before it is done.
    public func reconfigure(_ source: (any ChipSource)? = nil, inputs: [InputSettings]) {
        orders.withLock {
            if let source { $0.source = source }
            $0.inputs = inputs
        }
        wake.signal()
    }

    /// How often the thread has come round, for a watchdog: at least once every two seconds while it is well.
    public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// The body of the thread.
    private func read() {
        let loop = ReaderLoop(wake: wake.descriptor, consumer: consumer) { events in
            for event in events { self.deliver(event) }
        }
        while true {
            wake.clear()
            let (source, inputs, isStopped) = takeOrders()
            if isStopped { break }
            if let inputs { loop.configure(source, inputs) }
            loop.turnUntilWoken { turnCount.add(1, ordering: .relaxed) }
        }
        loop.close()
    }

    private func takeOrders() -> (source: (any ChipSource)?, inputs: [InputSettings]?, Bool) {
        orders.withLock { orders in
            defer {
                orders.source = nil
                orders.inputs = nil
            }
            return (orders.source, orders.inputs, orders.isStopped)
        }
    }
}
