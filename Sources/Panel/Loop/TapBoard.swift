import RoomCore
import Synchronization

/// Where those who tapped on the page wait for what came of it.
final class TapBoard: Sendable {
    /// How long an answer is waited for: a card that is slower than this is told as one.
    static let patience = Duration.seconds(5)

    private struct Waiters {
        var next = 0
        var byTap: [String: [Int: AsyncStream<Press>.Continuation]] = [:]
    }
    private let waiters = Mutex(Waiters())
    private let inlet: FactInlet
    private let time: any TimeSource

    init(_ inlet: FactInlet, time: any TimeSource) {
        self.inlet = inlet
        self.time = time
    }

    /// Hands a tap in, and waits until it is decided and safe, or refused.
    ///
    /// - Returns: nil if that takes longer than ``patience``; it may be decided later.
    func press(_ tap: Tap) async -> Press? {
        let (answers, answer) = AsyncStream.makeStream(
            of: Press.self, bufferingPolicy: .bufferingNewest(1))
        let number = add(answer, to: tap.id)
        defer { remove(number, from: tap.id) }
        let until = time.now().uptime + Self.patience
        inlet.send(.button(.tapped(tap)))
        return await withTaskGroup(of: Press?.self) { [time] group in
            group.addTask {
                for await press in answers { return press }
                return nil
            }
            group.addTask {
                try? await time.sleep(until: until)
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first.flatMap { $0 }
        }
    }

    /// Tells all who wait for this tap.
    func answer(_ tap: String, _ press: Press) {
        let waiting = waiters.withLock { $0.byTap[tap].map { Array($0.values) } ?? [] }
        for answer in waiting { answer.yield(press) }
    }

    private func add(_ answer: AsyncStream<Press>.Continuation, to tap: String) -> Int {
        waiters.withLock { waiters in
            waiters.next += 1
            waiters.byTap[tap, default: [:]][waiters.next] = answer
            return waiters.next
        }
    }

    private func remove(_ number: Int, from tap: String) {
        waiters.withLock { waiters in
            waiters.byTap[tap]?[number] = nil
            if waiters.byTap[tap]?.isEmpty == true { waiters.byTap[tap] = nil }
        }
    }
}
