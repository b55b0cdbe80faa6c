import HTTPExchange
import JSONText
import RoomCore
import Synchronization

/// What an answer means.
extension PortalSession {
    func judge(
        _ answer: HTTPAnswer, _ method: String
    ) throws(Bitrix24Error) -> Envelope {
        let value = try value(of: answer, method)
        let cost = CallCost(value["time"])
        let finish = value["time"]?["finish"]?.number.map { WallTime(sinceEpoch: .seconds($0)) }
        let date = answer.date ?? finish
        if let error = PortalError(value) {
            throw failure(method, error, status: answer.status, date, cost)
        }
        guard (200..<300).contains(answer.status), let result = value["result"] else {
            throw failure(
                method, status: answer.status, "with neither a result nor an error", date)
        }
        state.withLock { $0.governor.answered(method, cost: cost) }
        return Envelope(
            result: result, total: value["total"]?.wholeNumber, next: value["next"]?.wholeNumber,
            cost: cost, date: date)
    }

    private func value(
        of answer: HTTPAnswer, _ method: String
    ) throws(Bitrix24Error) -> JSON {
        do throws(JSONSyntaxError) {
            let value = try JSON.answer(answer.body, mostValues: mostValues)
            if case .object = value { return value }
            throw JSONSyntaxError(offset: 0, reason: "not an object")
        } catch {
            if error.mostValues != nil {
                throw self.error(
                    method, .oversized("the answer is too much: \(error.reason)"),
                    date: answer.date)
            }
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

    func failure(
        _ method: String, _ error: PortalError, status: Int, _ date: WallTime?, _ cost: CallCost?
    ) -> Bitrix24Error {
        let webhook = state.withLock { $0.webhook }
        let text = webhook.redacting(error.text).oneLine(200)
        let code = error.code.map { webhook.redacting($0).oneLine(60) }
        let kind = ErrorCode.classify(code, status: status)
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
}
