import CivilCalendar
import HTTPExchange
import JSONText
import PortalKit
import RoomCore
import Synchronization

@testable import Bitrix24

/// What goes wrong between the panel and the portal, and what was seen there.
///
/// For what a portal itself does wrong there are its own faults and switches.
extension InProcessPortal {
    struct Line: Sendable {
        /// So many answers to writes are lost after the write took effect.
        var losesWrites = 0
        /// Longer answers are refused.
        var answerBytes = Int.max
        /// What methods answer, alone or in a batch, whatever the portal says.
        var answers: [String: Answer] = [:]
        /// What members of all answers become, at any depth; nil leaves them out.
        var rewritten: [String: JSON?] = [:]
        /// What becomes of a method's parameters on their way.
        var garbled: [String: Garbling] = [:]
        /// Runs before a method is carried out, once.
        var before: [String: @Sendable (InProcessPortal) async -> Void] = [:]
        var calls: [String] = []
        var requests = 0

        fileprivate mutating func loses(_ method: String) -> Bool {
            guard InProcessPortal.writes.contains(method), losesWrites > 0 else { return false }
            losesWrites -= 1
            return true
        }

        fileprivate mutating func garble(_ method: String, _ parameters: JSON) -> JSON? {
            guard var garbling = garbled[method], garbling.times > 0 else { return nil }
            garbling.times -= 1
            garbled[method] = garbling
            return garbling.change(parameters)
        }
    }

    struct Answer: Sendable {
        var body: JSON
        var status = 200
        /// Whether the portal does what it was asked for all the same.
        var takesEffect = false
    }

    struct Garbling: Sendable {
        var times: Int
        var change: @Sendable (JSON) -> JSON
    }

    private static let writes: Set<String> = [
        "calendar.event.add", "calendar.event.update", "calendar.event.delete",
        "booking.v1.booking.add", "booking.v1.booking.update", "booking.v1.booking.delete",
        "im.notify.personal.add",
    ]

    // MARK: - What a test lets happen

    func change(_ body: @Sendable (inout Line) -> Void) { line.withLock { body(&$0) } }

    /// Answers a method with a result of the test's.
    func answer(_ method: String, with result: JSON, takesEffect: Bool = false) {
        let answer = Answer(body: ["result": result, "time": []], takesEffect: takesEffect)
        line.withLock { $0.answers[method] = answer }
    }

    /// Answers a method with an error of the test's.
    func refuse(_ method: String, _ code: JSON, _ text: String, status: Int = 400) {
        let body: JSON = ["error": code, "error_description": .string(text)]
        line.withLock { $0.answers[method] = Answer(body: body, status: status) }
    }

    /// Lets so many requests of a method, all if nil, arrive with other parameters.
    func garble(
        _ method: String, times: Int? = nil, _ change: @escaping @Sendable (JSON) -> JSON
    ) {
        line.withLock { $0.garbled[method] = Garbling(times: times ?? .max, change: change) }
    }

    /// Runs something once, just before a method is carried out.
    func before(_ method: String, _ step: @escaping @Sendable (InProcessPortal) async -> Void) {
        line.withLock { $0.before[method] = step }
    }

    // MARK: - What was seen

    /// The methods called since the last question, those of a batch by name.
    func calls() -> [String] {
        line.withLock { line in
            defer { line.calls = [] }
            return line.calls
        }
    }

    var requests: Int { line.withLock { $0.requests } }

    // MARK: - HTTPTransport

    func shutdown() async {}

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        let method = request.target.method
        let sent = (try? JSON.answer(request.body)) ?? .null
        let commands = Self.commands(method, sent)
        let before = line.withLock { line in
            line.requests += 1
            line.calls += method == "batch" ? commands.map(\.method) : [method]
            return line.before.removeValue(forKey: method)
        }
        await before?(self)
        let script = line.withLock { $0.answers[method] }
        if let script, !script.takesEffect { return http(script) }
        let garbled = line.withLock { $0.garble(method, sent) }
        guard
            let answer = await portal.answer(
                request.target.path, garbled?.writtenBytes ?? request.body)
        else { throw .unreachable("the connection was closed") }
        if line.withLock({ $0.loses(method) }) { throw .unreachable("the answer was lost") }
        if let script { return http(script) }
        let (body, most) = line.withLock { (Self.body(answer, commands, $0), $0.answerBytes) }
        if body.count > most { throw .tooLarge(limit: most) }
        return HTTPAnswer(
            status: answer.status,
            headers: [HTTPField("Content-Type", answer.type), HTTPField("Date", answer.date)],
            body: body)
    }

    private func http(_ script: Answer) -> HTTPAnswer {
        let date = HTTPDate.text(secondsSinceEpoch: clock.now.secondsSinceEpoch)
        return HTTPAnswer(
            status: script.status,
            headers: [HTTPField("Content-Type", "application/json"), HTTPField("Date", date)],
            body: script.body.writtenBytes)
    }

    private static func commands(
        _ method: String, _ sent: JSON
    ) -> [(name: String, method: String)] {
        guard method == "batch" else { return [] }
        return (sent["cmd"] ?? .null).entries.map { member in
            (member.name, String((member.value.text ?? "").prefix { $0 != "?" }))
        }
    }

    /// The answer's body with what the test has put in its place.
    private static func body(
        _ answer: WireAnswer, _ commands: [(name: String, method: String)], _ line: Line
    ) -> [UInt8] {
        let scripted = commands.contains { line.answers[$0.method] != nil }
        guard scripted || !line.rewritten.isEmpty,
            var json = try? JSON(text: answer.text.utf8)
        else { return Array(answer.text.utf8) }
        if scripted, let result = json["result"] {
            json = json.with("result", patched(result, commands, line.answers))
        }
        return json.replacing(line.rewritten).writtenBytes
    }

    /// A batch's result with other answers to some of its commands.
    private static func patched(
        _ result: JSON, _ commands: [(name: String, method: String)], _ answers: [String: Answer]
    ) -> JSON {
        func map(_ name: String) -> JSON.Members {
            JSON.Members((result[name] ?? .null).entries.map { ($0.name, $0.value) })
        }
        var (results, errors) = (map("result"), map("result_error"))
        for command in commands {
            guard let answer = answers[command.method] else { continue }
            results[command.name] = answer.body["result"]
            errors[command.name] = answer.body["error"] == nil ? nil : answer.body
        }
        return result.with("result", .object(results)).with("result_error", .object(errors))
    }
}
