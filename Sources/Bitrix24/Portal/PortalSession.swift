import FoundationEssentials
import HTTPExchange
import JSONText
import Logging
import RoomCore
import Synchronization

/// Talks to one portal: waits for its turn, follows it to its new name, and sorts answers out.
final class PortalSession: Sendable {
    struct State: Sendable {
        var webhook: Webhook
        /// Where the webhook was configured to be.
        let configured: HTTPOrigin
        var governor = RateGovernor()

        init(webhook: Webhook) {
            self.webhook = webhook
            configured = webhook.origin
        }
    }

    /// What is not the portal: where things come from and go to.
    struct World: Sendable {
        var transport: any HTTPTransport
        var clock: any Clock<Duration>
        var wall: @Sendable () -> WallTime
        var random: @Sendable () -> Double
        var logger: Logger
    }

    let world: World
    let ticks: @Sendable () -> Uptime
    let state: Mutex<State>
    /// See ``Bitrix24Limits/answerValues``.
    let mostValues: Int

    /// The longest wait for a turn inside one call; a longer one fails the call at once.
    private static let patience = Duration.seconds(8)
    private static let headers = [
        HTTPField("content-type", "application/json"), HTTPField("accept", "application/json"),
        HTTPField("user-agent", "Domovoy/1 (room panel)"),
    ]

    init(webhook: Webhook, world: World, limits: Bitrix24Limits = Bitrix24Limits()) {
        self.world = world
        mostValues = limits.answerValues
        self.state = Mutex(State(webhook: webhook))
        self.ticks = PortalSession.ticks(of: world.clock)
    }

    // MARK: - What is known of the portal

    /// The user in whose name calls are made.
    var userID: Int64 { state.withLock { $0.webhook.userID } }

    /// Where the portal is.
    var origin: HTTPOrigin { state.withLock { $0.webhook.origin } }

    /// How much of the portal's patience is used.
    var rate: ServerRate {
        let now = ticks()
        return state.withLock { $0.governor.reading(at: now) }
    }

    /// That the portal was renamed and the webhook's file still has the old name; nil if not.
    var renameNotice: String? {
        state.withLock { state in
            state.webhook.origin == state.configured
                ? nil
                : "\(state.configured) was renamed to \(state.webhook.origin): change the webhook"
        }
    }

    // MARK: - Calling

    /// Calls one method.
    ///
    /// - Throws: ``Bitrix24Error``.
    func call(
        _ method: String, _ parameters: JSON = [:], for purpose: RateGovernor.Purpose
    ) async throws(Bitrix24Error) -> Envelope {
        try await call(method, body: parameters.writtenBytes, methods: [method], purpose)
    }

    /// Calls at most ``Bitrix24Limits/batchCommands`` methods in one request, in order; one that fails does not
    /// keep the others from being called.
    ///
    /// - Throws: ``Bitrix24Error`` if the batch as a whole failed.
    func batch(
        _ commands: [BatchCommand], for purpose: RateGovernor.Purpose
    ) async throws(Bitrix24Error) -> [Result<Envelope, Bitrix24Error>] {
        precondition(commands.count <= Bitrix24Limits.batchCommands)
        let lines = commands.enumerated().map {
            (BatchAnswer.key($0.offset), JSON.string($0.element.line))
        }
        let body: JSON = ["halt": 0, "cmd": .object(JSON.Members(lines))]
        // The batch itself is stopped like any other method.
        let methods = ["batch"] + Set(commands.map(\.method)).sorted()
        let envelope = try await call("batch", body: body.writtenBytes, methods: methods, purpose)
        let answer = BatchAnswer(envelope.result, count: commands.count)
        return zip(commands, zip(answer.outcomes, answer.costs)).map { command, part in
            outcome(of: command, part.0, cost: part.1, in: envelope)
        }
    }

    /// Closes the connections.
    func shutdown() async {
        await world.transport.shutdown()
    }

    /// Runs a read that the portal has no reason to refuse: if it does, what is read is not there or not to be seen.
    func readable<Success>(
        _ what: String, _ read: () async throws(Bitrix24Error) -> Success
    ) async throws(Bitrix24Error) -> Success {
        do throws(Bitrix24Error) {
            return try await read()
        } catch {
            guard error.isBusiness else { throw error }
            var told = error
            told.cause = .missing("\(what) cannot be read; the portal says: \(error.portalText)")
            throw told
        }
    }

    /// An error of this portal, about one of its methods.
    ///
    /// - Parameter date: the portal's clock in the answer that it follows from.
    func error(
        _ method: String, _ cause: Bitrix24Error.Cause, date: WallTime? = nil
    ) -> Bitrix24Error {
        Bitrix24Error(method, "at \(origin)", cause, serverDate: date)
    }

    private func outcome(
        of command: BatchCommand, _ outcome: BatchAnswer.Outcome, cost: CallCost?,
        in envelope: Envelope
    ) -> Result<Envelope, Bitrix24Error> {
        switch outcome {
        case .result(let value, let next):
            state.withLock { $0.governor.answered(command.method, cost: cost) }
            return .success(
                Envelope(result: value, next: next, cost: cost, date: envelope.date))
        case .error(let error):
            return .failure(failure(command.method, error, status: 200, envelope.date, cost))
        case .missing:
            return .failure(self.error(command.method, .malformed("the batch does not answer it")))
        }
    }

    private func call(
        _ method: String, body: [UInt8], methods: [String], _ purpose: RateGovernor.Purpose
    ) async throws(Bitrix24Error) -> Envelope {
        try await turn(method, methods: methods, purpose)
        var target = state.withLock { $0.webhook.target(method) }
        var answer = try await exchange(target, body)
        if (300..<400).contains(answer.status) {
            target = try renamed(answer, from: target)
            try await turn(method, methods: methods, purpose)
            answer = try await exchange(target, body)
            if (300..<400).contains(answer.status) {
                throw error(method, .webPage("redirected twice, to nowhere"))
            }
            adopt(target.origin)
        }
        return try judge(answer, method)
    }

    // MARK: - Turns

    /// Waits until the governor lets a request go.
    private func turn(
        _ method: String, methods: [String], _ purpose: RateGovernor.Purpose
    ) async throws(Bitrix24Error) {
        var isWaiting = false
        defer { if isWaiting { state.withLock { $0.governor.went(purpose) } } }
        while true {
            let now = ticks()
            let admission = state.withLock {
                $0.governor.admit(purpose, methods: methods, at: now)
            }
            guard case .wait(let until, let reason) = admission else { return }
            let wait = max(.milliseconds(10), until - now)
            guard wait <= PortalSession.patience else {
                var failure = error(method, .paced(reason.text))
                failure.retryAfter = wait
                throw failure
            }
            if !isWaiting {
                isWaiting = true
                state.withLock { $0.governor.waits(purpose) }
            }
            do { try await world.clock.sleep(for: wait) } catch {
                throw self.error(method, .transport(.deadline))
            }
        }
    }

    // MARK: - Exchanges

    private func exchange(
        _ target: CallTarget, _ body: [UInt8]
    ) async throws(Bitrix24Error) -> HTTPAnswer {
        do throws(TransportFailure) {
            let answer = try await world.transport.exchange(
                HTTPRequest(target: target, headers: PortalSession.headers, body: body))
            if let coding = answer["content-encoding"], coding.lowercased() != "identity" {
                throw .malformed("packed as \(coding.oneLine(20)), which was not asked for")
            }
            world.logger.trace(
                "exchange", metadata: ["call": "\(target)", "status": "\(answer.status)"])
            return answer
        } catch {
            throw self.error(target.method, .transport(error))
        }
    }

    /// Where a renamed portal is now.
    ///
    /// Only the same path at another host of the portal's family counts as that (see ``PortalFamily``): everything else
    /// is somebody else's page, and must not learn the secret.
    private func renamed(
        _ answer: HTTPAnswer, from target: CallTarget
    ) throws(Bitrix24Error) -> CallTarget {
        guard let parts = answer["location"].flatMap({ URLComponents(string: $0.trimmed) }),
            let origin = HTTPOrigin(parts), origin != target.origin
        else { throw error(target.method, .webPage("redirected to nowhere (\(answer.status))")) }
        let family = PortalFamily(configured: state.withLock { $0.configured })
        guard family.contains(origin) else {
            throw error(
                target.method,
                .webPage(
                    """
                    redirected to \(origin) (\(answer.status)), which does not get the webhook: \
                    allowed is \(family); if the portal has a new name, change the webhook
                    """))
        }
        guard parts.percentEncodedPath == target.path, parts.user == nil else {
            throw error(
                target.method,
                .webPage(
                    """
                    redirected to \(origin) (\(answer.status)), and not to the same method: a \
                    sign-in page, or a portal with a new name; then change the webhook
                    """))
        }
        var moved = target
        moved.origin = origin
        return moved
    }

    private func adopt(_ origin: HTTPOrigin) {
        let old = state.withLock { state in
            defer { state.webhook.origin = origin }
            return state.webhook.origin
        }
        world.logger.warning(
            "the portal was renamed; change the webhook's file",
            metadata: ["from": "\(old)", "to": "\(origin)"])
    }

    private static func ticks(
        of clock: some Clock<Duration>
    ) -> @Sendable () -> Uptime {
        let start = clock.now
        return { Uptime(sinceBoot: start.duration(to: clock.now)) }
    }
}
