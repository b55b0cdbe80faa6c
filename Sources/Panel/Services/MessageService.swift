import Logging
import PanelWeb
import RoomCore
import ServiceLifecycle
import Synchronization

/// Sends the messages that the room orders, one at a time.
///
/// What waits, what is given up and when to try again is ``RoomCore/MessageBox``'s to say.
final class MessageService: Service {
    private let messenger: any Messenger
    private let time: any TimeSource
    private let findings: FindingBoard
    private let logger: Logger
    private let random: @Sendable () -> Double
    private let record: @Sendable (MessageRecord) -> Void
    private let box = Mutex(MessageBox())
    /// Why the last message could not be sent; nil once one was.
    private let trouble = Mutex<ServerFailure?>(nil)
    private let rounds: AsyncStream<Void>
    private let round: AsyncStream<Void>.Continuation

    /// - Parameter record: told what became of each message; never waits.
    init(
        messenger: any Messenger, time: any TimeSource, findings: FindingBoard, logger: Logger,
        random: @escaping @Sendable () -> Double,
        record: @escaping @Sendable (MessageRecord) -> Void
    ) {
        self.messenger = messenger
        self.time = time
        self.findings = findings
        self.logger = logger
        self.random = random
        self.record = record
        (rounds, round) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Has the messages sent; never waits.
    func send(_ messages: [Message], at now: Uptime) {
        box.withLock { $0.add(messages, at: now) }
        round.yield()
    }

    /// What became of them so far.
    var counts: PanelFigures.Messages {
        box.withLock {
            PanelFigures.Messages(waiting: $0.count, sent: $0.sent, dropped: $0.dropped)
        }
    }

    func run() async throws {
        let alarm = Alarm(time) { [round] in round.yield() }
        await cancelWhenGracefulShutdown { [self] in
            for await _ in rounds {
                while !Task.isCancelled,
                    let message = box.withLock({ $0.next(at: time.now().uptime) })
                {
                    await tell(message)
                }
                recordGivenUp()
                if let deadline = box.withLock(\.deadline) { alarm.set(deadline) }
            }
        }
        alarm.cancel()
    }

    private func tell(_ message: Message) async {
        do throws(ServerFailure) {
            let isTold = try await messenger.tell(message)
            box.withLock { isTold ? $0.sent(message) : $0.hasNobodyToTell(message) }
            record(MessageRecord(message, at: time.now().wall, isTold ? .told : .nobody))
            if isTold { isWell() }
            logger.log(
                level: isTold ? .info : .debug, isTold ? "organiser told" : "nobody to tell",
                metadata: ["kind": "\(message.kind.rawValue)", "booking": "\(message.booking)"])
        } catch {
            guard !Task.isCancelled else { return }
            box.withLock { $0.failed(message, error, jitter: random(), at: time.now().uptime) }
            logger.log(
                level: level(of: error), "organiser could not be told",
                metadata: [
                    "kind": "\(message.kind.rawValue)", "booking": "\(message.booking)",
                    "error": "\(error.message)",
                ])
        }
    }

    private func recordGivenUp() {
        let now = time.now().wall
        for message in box.withLock({ $0.takeGivenUp() }) {
            record(MessageRecord(message.message, at: now, .givenUp, error: message.error))
        }
    }

    private func isWell() {
        trouble.withLock { $0 = nil }
        findings.set("messages", nil)
    }

    /// What keeps all messages from being sent is a warning once, and in the health as long as it lasts.
    private func level(of failure: ServerFailure) -> Logger.Level {
        if failure.kind == .paced { return .debug }
        if [.configuration, .forbidden, .refused].contains(failure.kind) {
            findings.set("messages", "organisers are not told: \(failure.message)", .warning)
        }
        return trouble.withLock { trouble in
            defer { trouble = failure }
            return trouble?.message == failure.message ? .info : .warning
        }
    }
}
