import Foundation
import GRDB
import JSONText
import Synchronization

extension PortalEngine {
    /// Carries out a method or a batch.
    ///
    /// - Parameter fault: an error for the commands of a batch that it fits.
    func carryOut(
        _ request: RESTRequest, _ caller: Caller, failing fault: Fault? = nil
    ) async throws -> RESTAnswer {
        let start = seconds
        guard request.method != "batch" else {
            return try await batch(request, caller, fault, since: start)
        }
        let (outcome, work) = try await call(request.method, request.arguments, caller)
        var members = JSON.Members()
        members.append("result", outcome.result)
        if let next = outcome.next { members.append("next", .int(next)) }
        if let total = outcome.total { members.append("total", .int(total)) }
        members.append("time", time(since: start, work))
        return .json(200, .object(members))
    }

    /// Runs a batch, which is billed for what its commands cost.
    private func batch(
        _ request: RESTRequest, _ caller: Caller, _ fault: Fault?, since start: Double
    ) async throws -> RESTAnswer {
        let key = PortalState.MeterKey(webhook: caller.key, method: "batch")
        let now = Int(start)
        let isBilled = state.withLock { $0.switches.batchBilling == .billed }
        guard !isBilled || !state.withLock({ $0.isBlocked(key, at: now) }) else {
            throw RESTError.operatingLimit
        }
        let result = try await Batch(engine: self, caller: caller, fault: fault)
            .run(request.arguments)
        guard isBilled else {
            return .json(200, ["result": result, "time": time(since: start, nil)])
        }
        let (operating, resetAt) = state.withLock { state in
            let cost = request.commandMethods.compactMap { Registry.rest[$0] }
                .reduce(0) { $0 + state.limits.cost(of: $1) }
            return state.meter(key, cost, at: now)
        }
        let work = Work(operating: operating, resetAt: resetAt)
        return .json(200, ["result": result, "time": time(since: start, work)])
    }

    /// Work done by a method so far, and when the oldest of it is forgotten.
    struct Work {
        var operating: Double
        var resetAt: Int
    }

    /// Checks scope and limits, and calls a method.
    func call(
        _ name: String, _ arguments: JSON.Members, _ caller: Caller
    ) async throws -> (Outcome, Work) {
        guard let method = Registry.rest[name] else { throw RESTError.unknownMethod }
        let switches = state.withLock { $0.switches }
        try admit(method, arguments, caller, switches)
        let key = PortalState.MeterKey(webhook: caller.key, method: method.name)
        let now = Int(seconds)
        guard !state.withLock({ $0.isBlocked(key, at: now) }) else {
            throw RESTError.operatingLimit
        }
        let (operating, resetAt) = state.withLock { state in
            state.meter(key, state.limits.cost(of: method), at: now)
        }
        let outcome = try await perform(method, arguments, caller)
        return (outcome, Work(operating: operating, resetAt: resetAt))
    }

    /// Calls a method in a transaction of its own.
    func perform(
        _ method: RESTMethod, _ arguments: JSON.Members, _ caller: Caller
    ) async throws -> Outcome {
        let (setup, now) = (state.withLock { $0.setup }, Int(seconds))
        return try await database.write { db in
            let call = Call(
                caller: caller, arguments: Arguments(method: method.name, members: arguments),
                db: db, portal: setup, now: now)
            return try method.body(call)
        }
    }

    private func admit(
        _ method: RESTMethod, _ arguments: JSON.Members, _ caller: Caller,
        _ switches: PortalSwitches
    ) throws(RESTError) {
        if method.part == "booking" { try admitBooking(switches) }
        guard caller.may(method) else {
            throw .scope(switches.scopeStatus == .forbidden ? 403 : 401)
        }
        guard switches.unknownParameters == .refused else { return }
        for member in arguments.all where !method.parameters.contains(member.name) {
            throw .system(
                400, "ERROR_ARGUMENT",
                "\(method.name) has no parameter \(member.name.prefix(64))")
        }
    }

    private func admitBooking(_ switches: PortalSwitches) throws(RESTError) {
        switch switches.bookingTool {
        case .on: return
        case .disabled: throw .booking(0, "Booking tool is disabled")
        case .unavailable: throw .booking(0, "Feature is not available")
        case .missing: throw .unknownMethod
        }
    }

    /// `time` of an answer.
    func time(since start: Double, _ work: Work?) -> JSON {
        let finish = seconds
        let (switches, zone) = state.withLock { ($0.switches, $0.serverZone) }
        let number = { (value: Double) -> JSON in
            switches.timeNumbers == .integers ? .int(Int(value)) : .double(value)
        }
        var members = JSON.Members()
        members.append("start", number(start))
        members.append("finish", number(finish))
        members.append("duration", number(finish - start))
        members.append("processing", number(finish - start))
        members.append("date_start", .string(ISOTime.text(Int(start), zone)))
        members.append("date_finish", .string(ISOTime.text(Int(finish), zone)))
        if let work, switches.operatingFigures == .told {
            members.append("operating_reset_at", .int(work.resetAt))
            members.append("operating", number(work.operating))
        }
        return .object(members)
    }

    /// An error as the body of an answer.
    func document(_ error: RESTError) -> JSON {
        let switches = state.withLock { $0.switches }
        let code: JSON =
            switch error.code {
            case .word(let word): .string(word)
            case .empty: ""
            case .number(let number):
                switches.bookingErrorCodes == .numbers ? .int(number) : .digits(number)
            }
        let text = switches.errorLanguage == .ru ? error.text.ru ?? error.text.en : error.text.en
        return ["error": code, "error_description": .string(text)]
    }
}
