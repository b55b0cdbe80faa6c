import HTTPExchange
import RoomCore
import Synchronization

@testable import CalDAV

/// A calendar server behind the transport, in memory: plays what real servers seldom do.
///
/// Time ranges are honoured, so that a list cut short can be had in smaller portions.
final class FakeCalendar: HTTPTransport {
    struct Object {
        var text: String
        var etag: String
        /// What a multiget answers for it instead of its text.
        var status: Int?
    }

    /// How the server differs from a good one.
    struct Quirks {
        var offersSync = true
        var hasTag = true
        var hasETags = true
        /// Answers `sync-collection` with this status.
        var syncStatus: Int?
        /// Hands out so many changes at a time, with 507 for the rest.
        var syncPortion = Int.max
        /// Lists so many objects, with 507 for the rest.
        var queryPortion = Int.max
        /// Answers are refused as too large beyond so many bytes.
        var answerBytes = 1 << 20
        /// The next answers, whatever is asked.
        var next: [Result<HTTPAnswer, TransportFailure>] = []
        /// Breaks the line after so many requests; then works again.
        var failsAfter: Int?
        var privileges: [String]?
        /// PUTs take effect, but the answers are lost.
        var losesAnswers = false
        /// Runs before a PUT is judged: somebody else is faster.
        var beforePut: (@Sendable (FakeCalendar) -> Void)?
        var isGone = false
    }

    fileprivate struct State {
        var objects: [String: Object] = [:]
        var log: [(version: Int, name: String)] = []
        var version = 1
        var quirks = Quirks()
        var requests: [HTTPRequest] = []
    }

    static let url = "http://127.0.0.1/cal/"
    private let state = Mutex(State())

    // MARK: - What tests do

    func change(_ body: @Sendable (inout Quirks) -> Void) {
        state.withLock { body(&$0.quirks) }
    }

    func put(_ name: String, _ text: String) {
        state.withLock { state in
            state.version += 1
            state.objects[name] = Object(text: text, etag: "\"\(state.version)\"")
            state.log.append((state.version, name))
        }
    }

    func setStatus(_ status: Int?, of name: String) {
        state.withLock { $0.objects[name]?.status = status }
    }

    func remove(_ name: String) {
        state.withLock { state in
            state.version += 1
            state.objects[name] = nil
            state.log.append((state.version, name))
        }
    }

    func text(_ name: String) -> String? { state.withLock { $0.objects[name]?.text } }

    /// The requests since the last call, as `METHOD` or the report's name.
    func requests() -> [String] {
        state.withLock { state in
            defer { state.requests = [] }
            return state.requests.map { request in
                let body = String(decoding: request.body, as: UTF8.self)
                let reports = ["calendar-query", "calendar-multiget", "sync-collection"]
                let report = reports.first { body.contains($0) }
                return request.method == "REPORT" ? report ?? "REPORT" : request.method
            }
        }
    }

    func server(
        limits: CalDAVLimits = CalDAVLimits(), roomAddress: String? = nil,
        zone: String = "Europe/Moscow"
    ) throws -> CalDAVServer {
        try CalDAVServer(
            settings: CalDAVSettings(
                url: FakeCalendar.url, roomAddress: roomAddress, timeZone: zone,
                limits: limits),
            transport: self, logger: .silent, wall: { .testNow })
    }

    // MARK: - HTTPTransport

    func shutdown() async {}

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        let (planned, before) = state.withLock {
            state -> (Result<HTTPAnswer, TransportFailure>?, (@Sendable (FakeCalendar) -> Void)?) in
            state.requests.append(request)
            if let left = state.quirks.failsAfter {
                state.quirks.failsAfter = left == 0 ? nil : left - 1
                if left == 0 { return (.failure(.unreachable("the line broke")), nil) }
            }
            let planned = state.quirks.next.isEmpty ? nil : state.quirks.next.removeFirst()
            let before = request.method == "PUT" ? state.quirks.beforePut : nil
            if before != nil { state.quirks.beforePut = nil }
            return (planned, before)
        }
        if let planned { return try planned.get() }
        before?(self)
        let (answer, quirks) = state.withLock { ($0.answer(request), $0.quirks) }
        if quirks.losesAnswers && request.method == "PUT" { throw .unreachable("lost") }
        if answer.body.count > quirks.answerBytes { throw .tooLarge(limit: quirks.answerBytes) }
        return answer
    }
}

extension FakeCalendar.State {
    fileprivate mutating func answer(_ request: HTTPRequest) -> HTTPAnswer {
        if quirks.isGone { return HTTPAnswer(status: 404) }
        let body = String(decoding: request.body, as: UTF8.self)
        let name = request.url.name
        switch request.method {
        case "PROPFIND": return xml(properties(isDiscovery: body.contains("resourcetype")))
        case "REPORT" where body.contains("sync-collection"): return sync(body)
        case "REPORT" where body.contains("calendar-multiget"): return xml(multiget(body))
        case "REPORT": return xml(query(body))
        case "GET": return get(name)
        case "PUT": return put(name, request)
        case "DELETE": return delete(name, request)
        default: return HTTPAnswer(status: 405)
        }
    }

    private func xml(_ content: String) -> HTTPAnswer {
        let type = HTTPField("content-type", "application/xml; charset=utf-8")
        let date = HTTPField("date", "Mon, 23 Nov 2026 09:00:00 GMT")
        return HTTPAnswer(
            status: 207, headers: [type, date], body: Array(MultiStatusText.wrap(content).utf8))
    }

    private func properties(isDiscovery: Bool) -> String {
        var properties = ""
        if isDiscovery {
            properties += "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
            if quirks.offersSync {
                properties += "<D:supported-report-set><D:supported-report><D:report>"
                properties += "<D:sync-collection/></D:report></D:supported-report>"
                properties += "</D:supported-report-set>"
            }
            if let privileges = quirks.privileges {
                let list = privileges.map { "<D:privilege><D:\($0)/></D:privilege>" }.joined()
                properties +=
                    "<D:current-user-privilege-set>\(list)</D:current-user-privilege-set>"
            }
        }
        if quirks.offersSync { properties += "<D:sync-token>urn:\(version)</D:sync-token>" }
        if quirks.hasTag { properties += "<S:getctag>\(version)</S:getctag>" }
        return MultiStatusText.response("/cal/", properties: properties)
    }

    private func etag(_ object: FakeCalendar.Object) -> String {
        quirks.hasETags ? "<D:getetag>\(MultiStatusText.escape(object.etag))</D:getetag>" : ""
    }

    private func query(_ body: String) -> String {
        var found = objects.sorted { $0.key < $1.key }
        if let start = value(of: "start", in: body), let end = value(of: "end", in: body) {
            let range = Span(start: start, end: end)
            found = found.filter { _, object in
                let reading = CalendarFile.read(
                    Array(object.text.utf8), window: range, timeZone: "UTC")
                return reading?.bookings.isEmpty == false || object.text.contains("X-ALWAYS")
            }
        } else if let uid = body.split(separator: "octet\">").last?.prefix(while: { $0 != "<" }) {
            found = found.filter { $0.value.text.contains("UID:\(uid)\r\n") }
        }
        let listed = found.prefix(quirks.queryPortion).map { name, object in
            MultiStatusText.response("/cal/\(name)", properties: etag(object))
        }.joined()
        let isCut = found.count > quirks.queryPortion
        return listed + (isCut ? MultiStatusText.response("/cal/", status: 507) : "")
    }

    private func value(of attribute: String, in body: String) -> WallTime? {
        guard let part = body.split(separator: "\(attribute)=\"").last,
            let time = CalendarTime(stamp: part.prefix { $0 != "\"" })
        else { return nil }
        return WallTime(secondsSinceEpoch: time.seconds)
    }

    private func multiget(_ body: String) -> String {
        body.split(separator: "<D:href>").dropFirst().map { part in
            let href = String(part.prefix { $0 != "<" })
            let name = href.split(separator: "/").last.map(String.init) ?? ""
            guard let object = objects[name] else {
                return MultiStatusText.response(href, status: 404)
            }
            if let status = object.status { return MultiStatusText.response(href, status: status) }
            let data = "<C:calendar-data>\(MultiStatusText.escape(object.text))</C:calendar-data>"
            return MultiStatusText.response(href, properties: etag(object) + data)
        }.joined()
    }

    private func sync(_ body: String) -> HTTPAnswer {
        if let status = quirks.syncStatus { return HTTPAnswer(status: status) }
        let token = body.split(separator: "<D:sync-token>urn:").last?.prefix { $0 != "<" }
        let since = token.flatMap { Int($0) } ?? 0
        let changes = log.filter { $0.version > since }
        let portion = changes.prefix(quirks.syncPortion)
        var content = Set(portion.map(\.name)).sorted().map { name in
            objects[name].map { MultiStatusText.response("/cal/\(name)", properties: etag($0)) }
                ?? MultiStatusText.response("/cal/\(name)", status: 404)
        }.joined()
        if portion.count < changes.count {
            content += MultiStatusText.response("/cal/", status: 507)
        }
        let next = portion.count < changes.count ? portion.last?.version ?? since : version
        return xml(content + "<D:sync-token>urn:\(next)</D:sync-token>")
    }

    private func get(_ name: String) -> HTTPAnswer {
        guard let object = objects[name] else { return HTTPAnswer(status: 404) }
        var headers = [HTTPField("content-type", "text/calendar; charset=utf-8")]
        if quirks.hasETags { headers.append(HTTPField("etag", object.etag)) }
        return HTTPAnswer(status: 200, headers: headers, body: Array(object.text.utf8))
    }

    private mutating func put(_ name: String, _ request: HTTPRequest) -> HTTPAnswer {
        let isThere = objects[name] != nil
        for field in request.headers {
            if field.name == "if-none-match" && isThere { return HTTPAnswer(status: 412) }
            if field.name == "if-match" && field.value != "*" && field.value != objects[name]?.etag
            {
                return HTTPAnswer(status: 412)
            }
        }
        version += 1
        let text = String(decoding: request.body, as: UTF8.self)
        objects[name] = FakeCalendar.Object(text: text, etag: "\"\(version)\"")
        log.append((version, name))
        return HTTPAnswer(status: isThere ? 204 : 201)
    }

    private mutating func delete(_ name: String, _ request: HTTPRequest) -> HTTPAnswer {
        guard let object = objects[name] else { return HTTPAnswer(status: 404) }
        for field in request.headers where field.name == "if-match" && field.value != object.etag {
            return HTTPAnswer(status: 412)
        }
        objects[name] = nil
        version += 1
        log.append((version, name))
        return HTTPAnswer(status: 204)
    }
}

/// The XML of multistatus answers.
enum MultiStatusText {
    static func wrap(_ content: String) -> String {
        """
        <?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" \
        xmlns:S="http://calendarserver.org/ns/">\(content)</D:multistatus>
        """
    }

    static func response(_ href: String, properties: String) -> String {
        """
        <D:response><D:href>\(href)</D:href><D:propstat><D:prop>\(properties)</D:prop>\
        <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>
        """
    }

    static func response(_ href: String, status: Int) -> String {
        "<D:response><D:href>\(href)</D:href><D:status>HTTP/1.1 \(status) x</D:status></D:response>"
    }

    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case "\r": escaped += "&#13;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// Calendar text for tests.
enum Sample {
    static let window = Span(
        start: WallTime(secondsSinceEpoch: 1_795_305_600),
        end: WallTime(secondsSinceEpoch: 1_795_305_600 + 15 * 86_400))

    /// A calendar around these lines, with CRLF.
    static func calendar(_ lines: String) -> String {
        ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n" + lines + "\nEND:VCALENDAR\n")
            .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }

    /// One event on 23 November 2026.
    static func event(_ uid: String, hour: Int = 10, more: String = "") -> String {
        let start = hour < 10 ? "0\(hour)" : "\(hour)"
        let end = hour + 1 < 10 ? "0\(hour + 1)" : "\(hour + 1)"
        return calendar(
            """
            BEGIN:VEVENT
            UID:\(uid)
            DTSTAMP:20261101T000000Z
            DTSTART:20261123T\(start)0000Z
            DTEND:20261123T\(end)0000Z
            \(more.isEmpty ? "SUMMARY:Meeting" : more)
            END:VEVENT
            """)
    }

    /// Reads calendar text for the window, in Moscow.
    static func read(
        _ text: String, window: Span = Sample.window, zone: String = "Europe/Moscow",
        roomAddress: String? = nil, limits: CalDAVLimits = CalDAVLimits()
    ) -> CalendarObject {
        read(Array(text.utf8), window: window, zone: zone, roomAddress: roomAddress, limits: limits)
    }

    static func read(
        _ bytes: [UInt8], window: Span = Sample.window, zone: String = "Europe/Moscow",
        roomAddress: String? = nil, limits: CalDAVLimits = CalDAVLimits()
    ) -> CalendarObject {
        var budget = StepBudget(limits)
        return CalendarObject(
            bytes, name: "test", range: window, context(zone, roomAddress, limits), budget: &budget)
    }

    static func context(
        _ zone: String = "Europe/Moscow", _ roomAddress: String? = nil,
        _ limits: CalDAVLimits = CalDAVLimits()
    ) -> CalendarObject.Context {
        CalendarObject.Context(
            room: Zone.named(zone) ?? .utc, roomAddress: roomAddress, limits: limits)
    }

    /// An instant out of `20261123T100000Z`.
    static func time(_ stamp: String) -> WallTime {
        WallTime(secondsSinceEpoch: CalendarTime(stamp: stamp)?.seconds ?? 0)
    }

    /// A span out of two stamps.
    static func span(_ start: String, _ end: String) -> Span {
        Span(start: time(start), end: time(end))
    }
}
