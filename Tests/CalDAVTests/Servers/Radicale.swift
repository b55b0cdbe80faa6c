import Foundation
import HTTPExchange
import ICalendarLines
import Logging
import NIOPosix
import RoomCore
import RoomTestKit
import Testing
import WebTestKit

@testable import CalDAV

/// One real Radicale for all tests, with accounts; every test makes its own calendars.
enum Radicale {
    static let user = "panel"
    static let password = "correct horse: battery \"staple\" ü"
    /// Has an account and may read, but not write, what belongs to `user`.
    static let guest = "guest"
    static let guestPassword = "guest"

    private static let python =
        ProcessInfo.processInfo.environment["DOMOVOY_RADICALE"] ?? "python3"

    /// Whether Radicale is installed.
    static let isAvailable = PythonServer.has("radicale", python: python)

    static let reason: Comment =
        "needs Radicale: pip install radicale, and its interpreter in DOMOVOY_RADICALE or as python3"

    private static let server = Result { try start() }
    private static let folder = Result { try PythonServer.temporaryFolder() }

    private static func start() throws -> PythonServer {
        let folder = try folder.get()
        let accounts = "\(user):\(password)\n\(guest):\(guestPassword)\n"
        try accounts.write(toFile: folder + "/users", atomically: true, encoding: .utf8)
        return try PythonServer.start(python: python, folder: folder, ready: "Listening on") {
            port in
            [
                "-m", "radicale", "--config", "", "--server-hosts", "127.0.0.1:\(port)",
                "--auth-type", "htpasswd", "--auth-htpasswd-filename", folder + "/users",
                "--auth-htpasswd-encryption", "plain", "--auth-delay", "0",
                "--rights-type", "owner_write", "--storage-filesystem-folder", folder + "/data",
            ]
        }
    }

    /// Forgets all sync tokens that were handed out, as a server does after some time.
    static func forgetTokens(of calendar: String) throws {
        let name = calendar.split(separator: "/").last.map(String.init) ?? ""
        let tokens =
            try folder.get() + "/data/collection-root/\(user)/\(name)/.Radicale.cache/sync-token"
        try FileManager.default.removeItem(atPath: tokens)
    }

    /// The address of an account's home.
    static func home() throws -> String {
        "http://127.0.0.1:\(try server.get().port)/\(user)/"
    }
}

/// Speaks to a server behind the panel's back.
struct TestClient: Sendable {
    let session: WebDAVSession

    init(_ url: String, user: String, password: String) throws {
        let origin = try #require(ResourceURL(url))
        session = WebDAVSession(
            transport: AsyncHTTPTransport(
                limits: CalDAVLimits(), group: MultiThreadedEventLoopGroup.singleton),
            origin: origin, user: user, password: password, logger: .silent, wall: { .testNow })
    }

    @discardableResult
    func send(
        _ method: String, _ url: String, body: String = "", headers: [HTTPField] = []
    ) async throws -> HTTPAnswer {
        let url = try #require(ResourceURL(url))
        return try await session.send(
            HTTPRequest(method: method, url: url, headers: headers, body: Array(body.utf8)), method)
    }
}

/// Counts what is asked over real connections.
struct CountingTransport: HTTPTransport {
    let inner: AsyncHTTPTransport
    let counter: Counter

    init(limits: CalDAVLimits, counter: Counter) {
        inner = AsyncHTTPTransport(limits: limits, group: MultiThreadedEventLoopGroup.singleton)
        self.counter = counter
    }

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        counter.add(1)
        return try await inner.exchange(request)
    }

    func shutdown() async { await inner.shutdown() }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

extension WallTime {
    /// 2026-11-23T09:00:00Z.
    static let testNow = WallTime(secondsSinceEpoch: 1_795_424_400)
}

/// A fresh calendar on a real server, for the contract.
struct CalDAVStage: BookingServerStage {
    let server: CalDAVServer
    let url: String
    let client: TestClient

    /// A fresh calendar on Radicale, with a server that looks at it.
    static func radicale(
        roomAddress: String? = nil, counting counter: Counter? = nil
    ) async throws -> CalDAVStage {
        let url = try await makeCalendar(
            in: Radicale.home(), name: "Room", user: Radicale.user, password: Radicale.password)
        return try CalDAVStage(
            url: url, user: Radicale.user, password: Radicale.password, roomAddress: roomAddress,
            counting: counter)
    }

    /// Makes a new calendar and hands back its address.
    static func makeCalendar(
        in home: String, name: String, user: String, password: String
    ) async throws -> String {
        let url = home + UUID().uuidString.lowercased() + "/"
        let body = """
            <C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>\
            <D:displayname>\(name)</D:displayname><C:supported-calendar-component-set>\
            <C:comp name="VEVENT"/></C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>
            """
        let client = try TestClient(url, user: user, password: password)
        let answer = try await client.send(
            "MKCALENDAR", url, body: body, headers: [HTTPField("content-type", "application/xml")])
        #expect(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
        await client.session.shutdown()
        return url
    }

    /// Looks at a calendar that is there.
    init(
        url: String, user: String, password: String, calendarName: String? = nil,
        roomAddress: String? = nil, counting counter: Counter? = nil
    ) throws {
        let settings = CalDAVSettings(
            url: url, user: user, password: password, calendarName: calendarName,
            roomAddress: roomAddress, timeZone: "Europe/Moscow")
        self.url = url
        server = try CalDAVServer(
            settings: settings,
            transport: CountingTransport(limits: settings.limits, counter: counter ?? Counter()),
            logger: .silent)
        client = try TestClient(url, user: user, password: password)
    }

    func close() async {
        await server.shutdown()
        await client.session.shutdown()
    }

    func address(_ uid: String) -> String { "\(url)\(uid).ics" }

    func plant(_ booking: Booking) async throws {
        let title = ICalendarLine.escaped(booking.title ?? "")
        try await put(
            booking.id.text,
            """
            BEGIN:VEVENT
            UID:\(booking.id.text)
            DTSTAMP:20261101T000000Z
            DTSTART:\(CalendarTime(booking.span.start).stamp)
            DTEND:\(CalendarTime(booking.span.end).stamp)
            SUMMARY:\(title)
            END:VEVENT
            """)
    }

    func remove(_ id: BookingID) async throws {
        let answer = try await client.send("DELETE", address(id.text))
        #expect(answer.status == 200 || answer.status == 204)
    }

    func plantDaily(_ name: String, first: Span, count: Int) async throws -> [BookingID] {
        try await put(
            name,
            """
            BEGIN:VEVENT
            UID:\(name)
            DTSTAMP:20261101T000000Z
            DTSTART;TZID=Europe/Moscow:\(local(first.start))
            DTEND;TZID=Europe/Moscow:\(local(first.end))
            RRULE:FREQ=DAILY;COUNT=\(count)
            SUMMARY:Daily
            END:VEVENT
            """)
        return (0..<count).map { day in
            let start = first.start + .seconds(86_400 * day)
            return BookingID("\(name)/\(CalendarTime(start).stamp)")
        }
    }

    /// Stores an object with these components.
    func put(_ uid: String, _ components: String) async throws {
        let text =
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n\(components)\nEND:VCALENDAR\n"
            .replacingOccurrences(of: "\n", with: "\r\n")
        let answer = try await client.send(
            "PUT", address(uid), body: text, headers: [HTTPField("content-type", "text/calendar")])
        #expect((200..<300).contains(answer.status), "PUT \(uid): \(answer.status)")
    }

    /// The text of an object; nil if there is none.
    func text(_ uid: String) async throws -> String? {
        let answer = try await client.send("GET", address(uid))
        return answer.status == 200 ? String(decoding: answer.body, as: UTF8.self) : nil
    }

    private func local(_ instant: WallTime) -> String {
        CalendarTime(seconds: instant.secondsSinceEpoch + 3 * 3_600, form: .floating).stamp
    }
}
