import Logging
import RoomCore
import ServiceLifecycle

/// Keeps the room in step with its server: reads in turn, writes when the room orders it.
///
/// What a failure means is the room's to say; here only the next read is timed, by ``PollPlan``.
struct SyncService: Service {
    let heartbeat: Heartbeat
    private let server: any RemoteServer
    private let poll: Duration
    private let inlet: FactInlet
    private let time: any TimeSource
    private let logger: Logger
    private let random: @Sendable () -> Double
    private let orders: AsyncStream<Order>
    private let order: AsyncStream<Order>.Continuation

    private enum Order: Sendable {
        case read
        case write(OutboxEntry)
        case beat
    }

    /// - Parameter random: numbers from 0 ..< 1 that spread the waits.
    init(
        server: any RemoteServer, poll: Duration, inlet: FactInlet, time: any TimeSource,
        logger: Logger, random: @escaping @Sendable () -> Double
    ) {
        self.server = server
        self.inlet = inlet
        self.time = time
        self.logger = logger
        self.random = random
        self.poll = poll
        let (orders, order) = AsyncStream.makeStream(
            of: Order.self, bufferingPolicy: .bufferingNewest(64))
        self.orders = orders
        self.order = order
        heartbeat = Heartbeat("sync") { order.yield(.beat) }
    }

    /// Asks for a read soon.
    func readSoon() { order.yield(.read) }

    /// Asks for a write; one at a time, as the room's outbox sees to.
    func send(_ entry: OutboxEntry) { order.yield(.write(entry)) }

    func run() async throws {
        let (reads, read) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (writes, write) = AsyncStream.makeStream(
            of: OutboxEntry.self, bufferingPolicy: .bufferingNewest(8))
        let alarm = Alarm(time) { read.yield() }
        read.yield()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await readInTurn(reads, alarm) }
                group.addTask { for await entry in writes { await carryOut(entry) } }
                for await order in orders {
                    heartbeat.beat()
                    switch order {
                    case .read: read.yield()
                    case .write(let entry): write.yield(entry)
                    case .beat: break
                    }
                }
                read.finish()
                write.finish()
            }
        }
        alarm.cancel()
    }

    private func readInTurn(_ reads: AsyncStream<Void>, _ alarm: Alarm) async {
        var failures = 0
        for await _ in reads {
            let failure = await readOnce()
            guard !Task.isCancelled else { return }
            if failure?.kind != .paced { failures = failure == nil ? 0 : failures + 1 }
            let plan = PollPlan(interval: await server.pollInterval(configured: poll))
            let wait = plan.wait(after: failure, failures: failures, jitter: random())
            // Set first: whoever reads the line may count on the next read.
            alarm.set(time.now().uptime + wait)
            logRead(failure, failures: failures, next: wait)
        }
    }

    private func readOnce() async -> ServerFailure? {
        let startedAt = time.now()
        do throws(ServerFailure) {
            let reading = try await server.read(window: PollPlan.window(at: startedAt.wall))
            inlet.send(.server(.read(reading, startedAt: startedAt.uptime)))
            return nil
        } catch {
            guard !Task.isCancelled else { return nil }
            inlet.send(.server(.readFailed(error)))
            return error
        }
    }

    private func carryOut(_ entry: OutboxEntry) async {
        do throws(ServerFailure) {
            try await server.write(entry.write)
            inlet.send(.server(.acknowledged(number: entry.number)))
        } catch {
            guard !Task.isCancelled else { return }
            inlet.send(.server(.writeFailed(number: entry.number, error, jitter: random())))
        }
    }

    private func logRead(_ failure: ServerFailure?, failures: Int, next: Duration) {
        guard let failure else {
            logger.debug("schedule read", metadata: ["next_in": "\(next)"])
            return
        }
        logger.log(
            level: Self.level(failure, failures),
            "schedule could not be read",
            metadata: [
                "kind": "\(failure.kind.rawValue)", "error": "\(failure.message)",
                "failures": "\(failures)", "next_in": "\(next)",
            ])
    }

    /// A failure is told loudly once; a wait for a turn is none.
    private static func level(_ failure: ServerFailure, _ failures: Int) -> Logger.Level {
        if failure.kind == .paced { return .info }
        return failures == 1 || failure.kind == .authentication ? .warning : .info
    }
}
