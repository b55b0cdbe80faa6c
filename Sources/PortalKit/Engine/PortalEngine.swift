import CivilCalendar
import Foundation
import GRDB
import JSONText
import Synchronization

/// The portal without its HTTP: takes requests apart, carries them out and words the answers.
final class PortalEngine: Sendable {
    let database: DatabaseQueue
    let clock: PortalClock
    let state: Mutex<PortalState>

    init(_ database: DatabaseQueue, _ state: PortalState, _ clock: PortalClock) {
        self.database = database
        self.clock = clock
        self.state = Mutex(state)
    }

    /// The wall clock, wrong by as much as was asked for, in seconds since 1970.
    var seconds: Double {
        clock.now().timeIntervalSince1970 + state.withLock { $0.clockOffset }
    }

    /// The same as the header `Date` tells it.
    var date: String { HTTPDate.text(secondsSinceEpoch: Int64(seconds)) }

    /// The answer to a request under `/rest`.
    func answer(_ request: RESTRequest) async -> RESTAnswer {
        var note = RequestNote(
            at: seconds, source: request.source, method: String(request.method.prefix(64)),
            commands: Array(request.commandMethods.prefix(60)), status: 0, remark: "")
        let answer = await answer(request, &note)
        note.status = answer.status
        state.withLock { $0.note(note) }
        return answer
    }

    private func answer(_ request: RESTRequest, _ note: inout RequestNote) async -> RESTAnswer {
        if let location = redirection(of: request) { return .redirect(location) }
        do {
            let isAdmitted = state.withLock { [seconds] in $0.admit(request.source, at: seconds) }
            guard isAdmitted else {
                note.remark = "QUERY_LIMIT_EXCEEDED"
                return limitAnswer()
            }
            let caller = try await caller(request)
            return try await struck(request, caller, &note)
        } catch let error as RESTError {
            note.remark = "\(error.code)"
            return .json(error.status, document(error))
        } catch {
            note.remark = "INTERNAL_SERVER_ERROR"
            return .json(
                500, ["error": "INTERNAL_SERVER_ERROR", "error_description": .string("\(error)")])
        }
    }

    private func redirection(of request: RESTRequest) -> String? {
        guard let name = state.withLock({ $0.renamedTo }) else { return nil }
        let port = request.host.split(separator: ":").dropFirst().last.map { ":\($0)" } ?? ""
        let place = name.contains(":") ? name : name + port
        return request.host == place ? nil : "http://\(place)\(request.target)"
    }

    /// Who calls.
    private func caller(_ request: RESTRequest) async throws -> Caller {
        let now = Int(seconds)
        return try await database.read { db in
            guard let webhook = try WebhookRecord.fetchOne(db, key: request.secret),
                webhook.userID == request.userID, !webhook.isRevoked,
                (webhook.expiresAt ?? .max) > now,
                let user = try UserRecord.fetchOne(db, key: webhook.userID)
            else { throw RESTError.noAuth }
            return Caller(user: user, scopes: Set(webhook.scopes), key: webhook.secret)
        }
    }

    /// Carries a request out, with the fault that strikes it, if any does.
    private func struck(
        _ request: RESTRequest, _ caller: Caller, _ note: inout RequestNote
    ) async throws -> RESTAnswer {
        let methods = [request.method] + request.commandMethods
        guard let fault = state.withLock({ $0.strike(methods) }) else {
            return try await carryOut(request, caller)
        }
        note.remark = fault.kind.rawValue
        switch fault.kind {
        case .hangUp: return .hangUp
        case .html: return .html(fault.status ?? 503)
        case .error:
            guard request.method == "batch", !fault.fits(["batch"]) else { throw fault.error }
            return try await carryOut(request, caller, failing: fault)
        case .delay:
            try await clock.sleep(.seconds(fault.seconds ?? 1))
            return try await carryOut(request, caller)
        default: return try await spoiled(try await carryOut(request, caller), by: fault)
        }
    }

    private func spoiled(_ answer: RESTAnswer, by fault: Fault) async throws -> RESTAnswer {
        guard case .json(let status, let json) = answer else { return answer }
        switch fault.kind {
        case .loseAnswer: return .hangUp
        case .htmlAnswer: return .html(fault.status ?? 502)
        case .emptyAnswer: return .text(fault.status ?? 200, "", "application/json")
        case .truncatedAnswer:
            return .text(
                status, String(json.written.prefix(json.written.count / 2)), "application/json")
        case .wrongType: return .text(status, json.written, "text/html; charset=utf-8")
        case .emptyResult:
            guard var members = json.members else { return answer }
            members["result"] = []
            return .json(status, .object(members))
        case .rewrite:
            return .json(status, json.mapRows { [$0.rewritten(fault.fields ?? [:])] })
        case .nullRows: return .json(status, json.mapRows { _ in [.null] })
        case .repeatRows:
            return .text(
                status, json.repeatingRows(fault.copies ?? 2), "application/json; charset=utf-8")
        case .delayAnswer:
            try await clock.sleep(.seconds(fault.seconds ?? 1))
            return answer
        default: return answer
        }
    }

    private func limitAnswer() -> RESTAnswer {
        switch state.withLock({ $0.switches.limitAnswer }) {
        case .json503: .json(503, document(.rateLimit))
        case .json429: .json(429, document(.rateLimit))
        case .html503: .html(503)
        }
    }
}

extension JSON {
    /// The answer with other rows in the lists under `result`, a batch's as well.
    fileprivate func mapRows(_ body: (JSON) -> [JSON]) -> JSON {
        guard var members = members, let result = members["result"] else { return self }
        members["result"] = Self.mapLists(result, body)
        return .object(members)
    }

    private static func mapLists(_ json: JSON, _ body: (JSON) -> [JSON]) -> JSON {
        switch json {
        case .array(let rows): return .array(rows.flatMap(body))
        case .object(var members):
            for member in members.all { members[member.name] = mapLists(member.value, body) }
            return .object(members)
        default: return json
        }
    }

    /// The answer's text with each row so many times; written out once, since there may be very many.
    fileprivate func repeatingRows(_ copies: Int) -> String {
        guard copies > 16, var members, case .array(let rows)? = members["result"], !rows.isEmpty
        else {
            return mapRows { Array(repeating: $0, count: copies) }.written
        }
        let mark = "rows of this answer"
        members["result"] = .string(mark)
        let list = Array(repeating: rows.map(\.written).joined(separator: ","), count: copies)
        return JSON.object(members).written.replacingOccurrences(
            of: "\"\(mark)\"", with: "[\(list.joined(separator: ","))]")
    }

    fileprivate func rewritten(_ fields: [String: String?]) -> JSON {
        guard var members else { return self }
        for (name, value) in fields { members[name] = value.map { .string($0) } }
        return .object(members)
    }
}

extension Fault {
    /// The error that this fault answers with; known codes have their documented status.
    var error: RESTError {
        let code = code ?? "INTERNAL_SERVER_ERROR"
        let known = [
            "OVERLOAD_LIMIT": 503, "QUERY_LIMIT_EXCEEDED": 503, "OPERATION_TIME_LIMIT": 429,
            "NO_AUTH_FOUND": 401, "expired_token": 401, "INVALID_CREDENTIALS": 403,
            "insufficient_scope": 403, "ACCESS_DENIED": 403, "user_access_error": 403,
            "WRONG_AUTH_TYPE": 403, "INVALID_REQUEST": 400, "ERROR_METHOD_NOT_FOUND": 404,
            "ERROR_MANIFEST_IS_NOT_AVAILABLE": 404, "ERROR_UNEXPECTED_ANSWER": 500,
            "INTERNAL_SERVER_ERROR": 500, "PORTAL_DELETED": 500,
        ]
        let texts = [
            "ACCESS_DENIED": "REST API is available only on commercial plans",
            "OVERLOAD_LIMIT": "REST API is blocked due to overload",
            "PORTAL_DELETED": "The portal is deleted",
        ]
        return .system(status ?? known[code] ?? 400, code, texts[code] ?? "Requested by a test")
    }
}
