import HTTPExchange
import JSONText
import Logging
import RoomCore
import Synchronization

@testable import Bitrix24

/// A portal behind the transport, in memory: plays what real portals do, and what is not documented either way.
///
/// Knows what the panel calls and answers everything else with an error, as a portal does.
final class FakePortal: HTTPTransport {
    static let webhook = TestHook.address
    static let user: Int64 = 7

    /// How the portal differs.
    struct Quirks: Sendable {
        /// What a room does that is taken: 400, an event without its place, or a second reservation.
        enum BusyRoom: Sendable { case refuses, emptiesLocation, accepts }
        /// What Online booking does with an occupied resource.
        enum Overlap: Sendable { case refuses, accepts }
        enum Missing: Sendable { case null, emptyList, error }

        var busyRoom = BusyRoom.refuses
        var overlap = Overlap.refuses
        var missing = Missing.null
        /// The next answers to writes are lost after the write took effect.
        var losesWrites = 0
        /// The next answers, whatever is asked.
        var next: [Result<HTTPAnswer, TransportFailure>] = []
        /// Answers to `calendar.event.add` are empty, whether it took effect or not.
        var emptyAdd: (answers: JSON, takesEffect: Bool)?
        /// Changes the whole series when asked for one occurrence.
        var ignoresRecurrenceMode = false
        /// Clears fields that an update does not name.
        var clearsUnnamed = true
        /// So many updates also change the name.
        var spoilsNames = 0
        /// Updates also move the event by so many seconds.
        var movesEvents = 0
        /// Rights of sections.
        var mayAdd = true
        var mayView = true
        var mayEdit = true
        /// Errors by method: code, status.
        var errors: [String: (code: JSON, text: String, status: Int)] = [:]
        /// What methods answer with, whatever they are asked.
        var results: [String: JSON] = [:]
        /// Answers longer than this are refused by the transport.
        var answerBytes = Int.max
        var sectionsGone = false
        var operating: Double?
        var date = "Mon, 23 Nov 2026 09:00:00 GMT"
        /// Runs before a method is carried out, once.
        var before: [String: @Sendable (FakePortal) -> Void] = [:]
        var calendarOffset = 10_800
        var listsAtMost = Int.max
        var scopes = ["calendar", "booking", "im", "user_brief", "sonet_group", "basic"]
    }

    struct Event: Sendable {
        var id: Int64
        var parent: Int64
        var type: String
        var owner: Int64
        var section: Int64
        var fields: [String: JSON]
        var createdBy: Int64
        var version = 1
        /// When somebody last changed it, by the portal's clock.
        var changedAt = "23.11.2026 12:00:00"
        /// Days between occurrences and how many; nil for a single event.
        var daily: Int?
        var excluded: Set<String> = []
        var recurrenceID: Int64?
        var original: String?
        /// The reservation of a meeting room that belongs to it.
        var reservation: Int64?
    }

    struct State: Sendable {
        var nextID: Int64 = 100
        var events: [Int64: Event] = [:]
        var bookings: [Int64: JSON] = [:]
        var quirks = Quirks()
        var calls: [String] = []
        var bodies: [JSON] = []
        var requests = 0
        var notices: [JSON] = []
    }

    let state = Mutex(State())
    func change(_ body: @Sendable (inout Quirks) -> Void) { state.withLock { body(&$0.quirks) } }

    /// The methods called since the last question, those of a batch by name.
    func calls() -> [String] {
        state.withLock { state in
            defer { state.calls = [] }
            return state.calls
        }
    }

    var requests: Int { state.withLock { $0.requests } }
    var events: [Event] { state.withLock { $0.events.values.sorted { $0.id < $1.id } } }

    func shutdown() async {}

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        let method = request.target.method
        let body = (try? JSON.answer(request.body)) ?? .null
        let before = state.withLock { state in state.quirks.before.removeValue(forKey: method) }
        before?(self)
        let (planned, answer, isLost, most) = state.withLock { state in
            state.requests += 1
            if !state.quirks.next.isEmpty {
                return (Optional(state.quirks.next.removeFirst()), HTTPAnswer(status: 0), false, 0)
            }
            let answer = state.answer(method, body)
            let isWrite = FakePortal.writes.contains(method)
            let isLost = isWrite && state.quirks.losesWrites > 0
            if isLost { state.quirks.losesWrites -= 1 }
            return (nil, answer, isLost, state.quirks.answerBytes)
        }
        if let planned { return try planned.get() }
        if isLost { throw .unreachable("the answer was lost") }
        if answer.body.count > most { throw .tooLarge(limit: most) }
        return answer
    }

    static let writes: Set<String> = [
        "calendar.event.add", "calendar.event.update", "calendar.event.delete",
        "booking.v1.booking.add", "booking.v1.booking.update", "booking.v1.booking.delete",
        "im.notify.personal.add",
    ]

    static func json(_ value: JSON, status: Int = 200, date: String) -> HTTPAnswer {
        HTTPAnswer(
            status: status,
            headers: [
                HTTPField("Content-Type", "application/json; charset=utf-8"),
                HTTPField("Date", date),
            ],
            body: value.writtenBytes)
    }
}

/// What a portal answers with an error.
struct PortalRefusal: Error {
    var code: JSON
    var text: String
    var status: Int

    init(_ code: JSON, _ text: String, _ status: Int = 400) {
        self.code = code
        self.text = text
        self.status = status
    }

    var value: JSON { ["error": code, "error_description": .string(text)] }
}

extension FakePortal.State {
    mutating func answer(_ method: String, _ body: JSON) -> HTTPAnswer {
        var time: JSON = [
            "start": .double(1_795_424_400.25), "finish": .integer(1_795_424_400), "duration": 0,
            "processing": 0,
        ]
        if let operating = quirks.operating {
            time = [
                "start": 1_795_424_400, "operating": .double(operating),
                "operating_reset_at": 1_795_424_700,
            ]
        }
        do {
            let result = method == "batch" ? try batch(body) : try call(method, body)
            return FakePortal.json(["result": result, "time": time], date: quirks.date)
        } catch let refusal as PortalRefusal {
            return FakePortal.json(refusal.value, status: refusal.status, date: quirks.date)
        } catch {
            return HTTPAnswer(status: 500)
        }
    }

    private mutating func batch(_ body: JSON) throws -> JSON {
        var results: [(String, JSON)] = []
        var errors: [(String, JSON)] = []
        for member in body["cmd"]?.entries ?? [] {
            let line = member.value.text ?? ""
            let parts = line.split(separator: "?", maxSplits: 1)
            let parameters = PHPQuery.parse(parts.count > 1 ? String(parts[1]) : "")
            do {
                results.append(
                    (member.name, try call(String(parts[0]), parameters)))
            } catch let refusal as PortalRefusal {
                errors.append((member.name, refusal.value))
            }
        }
        func map(_ members: [(String, JSON)]) -> JSON {
            members.isEmpty ? .array([]) : .object(JSON.Members(members))
        }
        return [
            "result": map(results), "result_error": map(errors), "result_total": [],
            "result_next": [], "result_time": [],
        ]
    }

    private mutating func call(_ method: String, _ body: JSON) throws -> JSON {
        calls.append(method)
        bodies.append(body)
        if let error = quirks.errors[method] {
            throw PortalRefusal(error.code, error.text, error.status)
        }
        if let result = quirks.results[method] { return result }
        switch method {
        case "scope": return .array(quirks.scopes.map(JSON.string))
        case "method.get": return ["isExisting": true, "isAvailable": true]
        case "profile": return ["ID": "7", "ADMIN": false, "TIME_ZONE": "Europe/Moscow"]
        case "calendar.section.get": return try sections(body)
        case "calendar.event.get": return try list(body)
        case "calendar.event.getbyid": return try single(body)
        case "calendar.event.add": return try add(body)
        case "calendar.event.update": return try update(body)
        case "calendar.event.delete": return try delete(body)
        case "calendar.resource.list": return [["ID": "10", "NAME": "Van", "CREATED_BY": "1"]]
        case "calendar.resource.booking.list": return try resourceRows(body)
        case "sonet_group.get":
            return [["ID": "5", "NAME": "Aurora: the room"], ["ID": "6", "NAME": "Boreas"]]
        case "im.notify.personal.add":
            notices.append(body)
            return .integer(12_345)
        case "user.get":
            return [["ID": body["ID"] ?? "1", "NAME": "Анна", "LAST_NAME": "Иванова"]]
        default:
            if method.hasPrefix("booking.v1.") { return try online(method, body) }
            throw PortalRefusal("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
        }
    }
}
