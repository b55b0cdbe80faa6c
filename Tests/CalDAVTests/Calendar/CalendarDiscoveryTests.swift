import HTTPExchange
import RoomCore
import Synchronization
import Testing

@testable import CalDAV

/// Finding the calendar from the configured address.
struct CalendarDiscoveryTests {
    /// A server with a principal, a home and calendars, by path.
    private final class Tree: HTTPTransport {
        let pages: [String: String]
        let paths = Mutex<[String]>([])

        init(_ pages: [String: String]) { self.pages = pages }

        func shutdown() async {}

        func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
            let depth = request.headers.first { $0.name == "depth" }?.value ?? ""
            paths.withLock { $0.append("\(request.url.path) \(depth)") }
            if let page = pages["\(request.url.path) \(depth)"] ?? pages[request.url.path] {
                if page.hasPrefix("/") {
                    return HTTPAnswer(status: 301, headers: [HTTPField("location", page)])
                }
                if let status = Int(page) {
                    return HTTPAnswer(
                        status: status, headers: [HTTPField("content-type", "text/html")])
                }
                return HTTPAnswer(
                    status: 207, headers: [HTTPField("content-type", "application/xml")],
                    body: Array(MultiStatusText.wrap(page).utf8))
            }
            return HTTPAnswer(status: 404)
        }
    }

    private static let folder = "<D:resourcetype><D:collection/></D:resourcetype>"
    private static let principal =
        "<D:current-user-principal><D:href>/p/</D:href></D:current-user-principal>"
    private static let home = "<C:calendar-home-set><D:href>/home/</D:href></C:calendar-home-set>"

    private static func calendar(_ path: String, _ name: String, kind: String = "VEVENT") -> String
    {
        MultiStatusText.response(
            path,
            properties: """
                <D:resourcetype><D:collection/><C:calendar/></D:resourcetype>\
                <D:displayname>\(name)</D:displayname><C:supported-calendar-component-set>\
                <C:comp name="\(kind)"/></C:supported-calendar-component-set>
                """)
    }

    private static let calendars = [
        MultiStatusText.response("/home/", properties: folder), calendar("/home/one/", "Aurora"),
        calendar("/home/two/", "Borealis"), calendar("/home/todo/", "Tasks", kind: "VTODO"),
        MultiStatusText.response("/home/inbox/", properties: folder),
    ].joined()

    private let tree = [
        "/": MultiStatusText.response("/", properties: folder + principal),
        "/p/": MultiStatusText.response("/p/", properties: folder + home),
        "/home/ 0": MultiStatusText.response("/home/", properties: folder),
        "/home/ 1": calendars,
        "/home/one/": calendar("/home/one/", "Aurora"),
        "/page": "405", "/html": "200",
        "/elsewhere/": MultiStatusText.response(
            "/elsewhere/",
            properties: folder
                + "<C:calendar-home-set><D:href>https://evil.example/home/</D:href></C:calendar-home-set>"
        ),
        "/moved/": "/home/one/",
    ]

    private func find(
        _ path: String, _ name: String? = nil, in tree: [String: String]? = nil
    ) async throws(CalDAVError) -> String {
        guard let start = ResourceURL("https://h" + path) else { return "no address" }
        let session = WebDAVSession(
            transport: Tree(tree ?? self.tree), origin: start, user: "", password: "",
            logger: .silent, wall: { .testNow })
        return try await CalendarDiscovery(session: session, start: start, wanted: name).find().url
            .path
    }

    private func fault(
        _ path: String, _ name: String? = nil, in tree: [String: String]? = nil
    ) async -> ServerFailure? {
        do {
            _ = try await find(path, name, in: tree)
            return nil
        } catch {
            return error.failure
        }
    }

    @Test(arguments: [
        ("/home/one/", nil), ("/home/one/", "Aurora"), ("/home/one/", "one"), ("/home/", "Aurora"),
        ("/p/", "Aurora"), ("/", "Aurora"), ("/", "one"), ("/moved/", nil),
    ])
    func theCalendarIsFound(_ path: String, _ name: String?) async throws {
        #expect(try await find(path, name) == "/home/one/")
    }

    @Test func theOnlyCalendarNeedsNoName() async throws {
        var tree = tree
        tree["/home/ 1"] =
            Self.calendar("/home/two/", "Borealis") + Self.calendar("/home/t/", "T", kind: "VTODO")
        #expect(try await find("/", in: tree) == "/home/two/")
    }

    @Test func aBareServerMayKnowTheWay() async throws {
        var tree = tree
        tree["/"] = nil
        tree["/.well-known/caldav"] = "/p/"
        #expect(try await find("/", "Borealis", in: tree) == "/home/two/")
    }

    @Test(arguments: [
        ("/nothing/", nil, "there is nothing there"), ("/page", nil, "speaks no WebDAV (405)"),
        ("/", nil, "choose one by its name: Aurora, Borealis"),
        (
            "/", "Cassiopeia",
            "no calendar named Cassiopeia was found there; there are: Aurora, Borealis"
        ),
        ("/home/one/", "Borealis", "it is the calendar Aurora, not Borealis"),
        ("/elsewhere/", nil, "another server, https://evil.example"),
    ])
    func whatIsNoCalendarIsNamed(_ path: String, _ name: String?, _ reason: String) async throws {
        let failure = try #require(await fault(path, name))
        #expect(failure.kind == .configuration)
        #expect(failure.message.contains(reason), "\(failure.message)")
        #expect(failure.message.contains("https://h\(path)"))
    }

    @Test func twoOfOneNameAreNotChosenFrom() async throws {
        var tree = tree
        tree["/home/ 1"] = Self.calendar("/home/a/", "Same") + Self.calendar("/home/b/", "Same")
        let failure = try #require(await fault("/", "Same", in: tree))
        #expect(failure.message.contains("2 calendars named Same"))
    }

    @Test func anEmptyHomeIsNoCalendar() async throws {
        var tree = tree
        tree["/home/ 1"] = MultiStatusText.response("/home/", properties: Self.folder)
        let failure = try #require(await fault("/", "Aurora", in: tree))
        #expect(failure.message.contains("none was found from there"))
    }

    @Test func aWebPageIsNotTheServer() async {
        #expect(await fault("/html")?.kind == .offline)
    }
}
