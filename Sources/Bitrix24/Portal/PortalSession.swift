import FoundationEssentials
import Logging
import RoomCore
import Synchronization

/// Talks to one portal: waits for its turn, follows it to its new name, and sorts answers out.
final class PortalSession: Sendable {
    private struct State: Sendable {
        var webhook: Webhook
        var governor = RateGovernor()
        var renamedFrom: PortalOrigin?
    }

    /// What is not the portal: where things come from and go to.
    struct World: Sendable {
        var transport: any HTTPTransport
        var clock: any Clock<Duration>
        var wall: @Sendable () -> WallTime
        var random: @Sendable () -> Double
        var logger: Logger
    }

    private let world: World
    private let ticks: @Sendable () -> Uptime
    private let state: Mutex<State>

    /// The longest wait for a turn inside one call; a longer one fails the call at once.
    private static let patience = Duration.seconds(8)
    private static let headers = [
        HTTPField("content-type", "application/json"), HTTPField("accept", "application/json"),
        HTTPField("user-agent", "Domovoy/1 (room panel)"),
    ]

    init(webhook: Webhook, world: World) {
        self.world = world
        self.state = Mutex(State(webhook: webhook))
        self.ticks = PortalSession.ticks(of: world.clock)
    }

    // MARK: - What is known of the portal

    /// The user in whose name calls are made.
    var userID: Int64 { state.withLock { $0.webhook.userID } }

    /// Where the portal is.
    var origin: PortalOrigin { state.withLock { $0.webhook.origin } }

    /// How much of the portal's patience is used.
    var rate: PortalRate {
        let now = ticks()
        return state.withLock { $0.governor.reading(at: now) }
    }

    /// That the portal was renamed and the webhook's file still has the old name; nil if not.
    var renameNotice: String? {
        state.withLock { state in
            state.renamedFrom.map {
                "\($0) was renamed to \(state.webhook.origin): change the webhook"
            }
        }
    }

    // MARK: - Calling

    /// Calls one method.
    ///
    /// - Throws: ``Bitrix24Error``.
    func call(
        _ method: String, _ parameters: JSONValue = .object([]), for purpose: RateGovernor.Purpose
    ) async throws(Bitrix24Error) -> Envelope {
        try await call(method, body: parameters.json, methods: [method], purpose)
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
            JSONValue.Member(key: BatchAnswer.key($0.offset), value: .string($0.element.line))
        }
        let body: JSONValue = ["halt": 0, "cmd": .object(lines)]
        let methods = Array(Set(commands.map(\.method))).sorted()
        let envelope = try await call("batch", body: body.json, methods: methods, purpose)
        let answer = BatchAnswer(envelope.result, count: commands.count)
        return zip(commands, zip(answer.outcomes, answer.costs)).map { command, part in
            outcome(of: command, part.0, cost: part.1, in: envelope)
        }
    }

    /// Closes the connections.
    func shutdown() async {
        await world.transport.shutdown()
    }

    /// An error of this portal, about one of its methods.
    func error(_ method: String, _ cause: Bitrix24Error.Cause) -> Bitrix24Error {
        Bitrix24Error(method, "at \(origin)", cause)
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
        defer { if isWaiting { state.withLock { $0.governor.writeWent() } } }
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
            if purpose == .write, !isWaiting {
                isWaiting = true
                state.withLock { $0.governor.writeWaits() }
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
    /// Only the same path at another host over https counts as that: everything else is somebody else's page, and
    /// must not learn the secret.
    private func renamed(
        _ answer: HTTPAnswer, from target: CallTarget
    ) throws(Bitrix24Error) -> CallTarget {
        guard let parts = answer["location"].flatMap({ URLComponents(string: $0.trimmed) }),
            let origin = PortalOrigin(parts), origin != target.origin
        else { throw error(target.method, .webPage("redirected to nowhere (\(answer.status))")) }
        let isSafe = origin.scheme == "https" || (origin.isLoopback && target.origin.isLoopback)
        guard isSafe, parts.percentEncodedPath == target.path, parts.user == nil else {
            throw error(
                target.method,
                .webPage(
                    """
                    redirected to \(origin) (\(answer.status)): a sign-in page, or a portal with a \
                    new name; then change the webhook
                    """))
        }
        var moved = target
        moved.origin = origin
        return moved
    }

    private func adopt(_ origin: PortalOrigin) {
        let old = state.withLock { state in
            defer {
                if state.webhook.origin != origin {
                    state.renamedFrom = state.renamedFrom ?? state.webhook.origin
                    state.webhook.origin = origin
                }
            }
            return state.webhook.origin
        }
        world.logger.warning(
            "the portal was renamed; change the webhook's file",
            metadata: ["from": "\(old)", "to": "\(origin)"])
    }

    // MARK: - Judging

    private func judge(
        _ answer: HTTPAnswer, _ method: String
    ) throws(Bitrix24Error) -> Envelope {
        let value = try value(of: answer, method)
        let cost = CallCost(value["time"])
        let finish = value["time"]?["finish"]?.double.map { WallTime(sinceEpoch: .seconds($0)) }
        let date = answer.date ?? finish
        if let error = PortalError(value) {
            throw failure(method, error, status: answer.status, date, cost)
        }
        guard (200..<300).contains(answer.status), let result = value["result"] else {
            throw failure(method, status: answer.status, "neither a result nor an error", date)
        }
        state.withLock { $0.governor.answered(method, cost: cost) }
        return Envelope(
            result: result, total: value["total"]?.wholeNumber, next: value["next"]?.wholeNumber,
            cost: cost, date: date)
    }

    private func value(
        of answer: HTTPAnswer, _ method: String
    ) throws(Bitrix24Error) -> JSONValue {
        do throws(JSONParser.Malformed) {
            let value = try JSONParser.parse(answer.body)
            if case .object = value { return value }
            throw JSONParser.Malformed(offset: 0, reason: "not an object")
        } catch {
            let type = answer.mediaType?.oneLine(40) ?? "something without a type"
            let what = answer.body.isEmpty ? "nothing" : type
            guard (200..<300).contains(answer.status) else {
                throw failure(method, status: answer.status, "with \(what), not JSON", answer.date)
            }
            if type == "application/json" || answer.body.isEmpty {
                let why = answer.body.isEmpty ? "empty" : "\(error.reason) at byte \(error.offset)"
                throw self.error(method, .malformed("the answer is no JSON: \(why)"))
            }
            throw self.error(
                method,
                .webPage("answered \(answer.status) with \(what), not as a portal: a sign-in page?")
            )
        }
    }

    /// The failure of an answer that is no envelope, by its status alone.
    private func failure(
        _ method: String, status: Int, _ text: String, _ date: WallTime?
    ) -> Bitrix24Error {
        switch status {
        case 429, 503:
            return limited(method, nil, status: status, text, date, nil)
        case 500...:
            return error(method, .portal(.transport, status: status, code: nil, text: text))
        default:
            return error(method, .webPage("answered \(status) \(text): a sign-in page?"))
        }
    }

    private func failure(
        _ method: String, _ error: PortalError, status: Int, _ date: WallTime?, _ cost: CallCost?
    ) -> Bitrix24Error {
        let webhook = state.withLock { $0.webhook }
        var text = webhook.redacting(error.text).oneLine(200)
        let code = error.code.map { webhook.redacting($0).oneLine(60) }
        let kind = ErrorCode.classify(code, status: status)
        if code?.uppercased() == "INSUFFICIENT_SCOPE", let scope = ErrorCode.scope(of: method) {
            text = "scope \(scope) is missing; \(text)"
        }
        if kind == .limit { return limited(method, code, status: status, text, date, cost) }
        return Bitrix24Error(
            method, "at \(webhook.origin)",
            .portal(kind, status: status, code: code, text: text), serverDate: date)
    }

    /// The portal refused for one of its limits: the governor learns of it.
    private func limited(
        _ method: String, _ code: String?, status: Int, _ text: String, _ date: WallTime?,
        _ cost: CallCost?
    ) -> Bitrix24Error {
        let now = ticks()
        let random = world.random()
        let reset = cost?.resetAt.map { $0 - (date ?? world.wall()) }
        let isTime = code.map { $0.uppercased() == "OPERATION_TIME_LIMIT" } ?? (status == 429)
        let isOverload = code?.uppercased() == "OVERLOAD_LIMIT"
        let wait = state.withLock { state in
            isTime
                ? state.governor.refusedForTime(method, reset: reset, at: now)
                : state.governor.refusedForRate(
                    asked: isOverload ? .seconds(1_800) : nil, jitter: random, at: now)
        }
        return Bitrix24Error(
            method, "at \(origin)", .portal(.limit, status: status, code: code, text: text),
            retryAfter: wait, serverDate: date)
    }

    private static func ticks(
        of clock: some Clock<Duration>
    ) -> @Sendable () -> Uptime {
        let start = clock.now
        return { Uptime(sinceBoot: start.duration(to: clock.now)) }
    }
}

extension RateGovernor.Reason {
    /// For people, on one line.
    fileprivate var text: String {
        switch self {
        case .share: "waits, so that the portal's limit is kept"
        case .writeFirst: "waits for a write"
        case .backoff: "waits, since the portal refused for too many requests"
        case .methodStopped(let method):
            "\(method) waits, since the portal has stopped it for a while"
        }
    }
}
