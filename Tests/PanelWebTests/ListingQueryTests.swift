import RoomCore
import Testing

@testable import PanelWeb

struct ListingQueryTests {
    private func asked(_ query: String) async -> (answer: Answer, window: Span?) {
        let panel = ScriptedPanel()
        let answer = await PanelResponder.testing(panel).ask("/api/v1/log" + query)
        return (answer, panel.windows.first)
    }

    @Test(arguments: [
        ("", "2026-11-20T21:00:00Z", "2026-11-21T21:00:00Z"),
        ("?", "2026-11-20T21:00:00Z", "2026-11-21T21:00:00Z"),
        ("?from=2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z", "2026-11-21T21:00:00Z"),
        ("?to=2026-11-20T22:00:00Z", "2026-11-20T21:00:00Z", "2026-11-20T22:00:00Z"),
        (
            "?from=2026-11-21T00:00:00%2B03:00&to=2026-11-21T00:00:00Z",
            "2026-11-20T21:00:00Z", "2026-11-21T00:00:00Z"
        ),
        (
            "?to=2026-11-21T00:00:00Z&from=2026-11-21T00:00:00+03:00",
            "2026-11-20T21:00:00Z", "2026-11-21T00:00:00Z"
        ),
        (
            "?from=2025-10-17T00:00:00Z&to=2026-11-21T00:00:00Z",
            "2025-10-17T00:00:00Z", "2026-11-21T00:00:00Z"
        ),
    ])
    func theWindowIsTodayUnlessSaidOtherwise(query: String, from: String, to: String) async throws {
        let (answer, window) = await asked(query)
        #expect(answer.status == 200)
        #expect(window == Span(start: .sample(from), end: .sample(to)))
        let listing = try answer.json(Listing<LogRow>.self)
        #expect(listing.from.description == from)
        #expect(listing.to.description == to)
    }

    @Test(arguments: [
        (
            "?from=yesterday", "bad_time",
            """
            parameter "from" is "yesterday"; allowed: a time as in RFC 3339, such as \
            2026-11-21T19:00:00Z or 2026-11-21T22:00:00+03:00
            """
        ),
        (
            "?to=2026-02-30T00:00:00Z", "bad_time",
            """
            parameter "to" is "2026-02-30T00:00:00Z"; allowed: a time as in RFC 3339, such as \
            2026-11-21T19:00:00Z or 2026-11-21T22:00:00+03:00
            """
        ),
        (
            "?from=", "bad_time",
            """
            parameter "from" is ""; allowed: a time as in RFC 3339, such as \
            2026-11-21T19:00:00Z or 2026-11-21T22:00:00+03:00
            """
        ),
        (
            "?from=2026-11-21T00:00:00Z&to=2026-11-21T00:00:00Z", "bad_window",
            """
            "from" (2026-11-21T00:00:00Z) must lie before "to" (2026-11-21T00:00:00Z); where one \
            is missing, the start or end of today is taken
            """
        ),
        (
            "?from=2026-12-01T00:00:00Z", "bad_window",
            """
            "from" (2026-12-01T00:00:00Z) must lie before "to" (2026-11-21T21:00:00Z); where one \
            is missing, the start or end of today is taken
            """
        ),
        (
            "?from=2025-10-16T00:00:00Z&to=2026-11-21T00:00:00Z", "bad_window",
            #""from" and "to" lie 401 days apart; allowed: 400 days"#
        ),
        (
            "?format=xml", "bad_format",
            #"parameter "format" is "xml"; allowed: json, csv"#
        ),
        (
            "?format=csv&format=json", "repeated_parameter",
            #"parameter "format" is given twice"#
        ),
    ])
    func aMistakeIsOneClearError(query: String, code: String, message: String) async {
        for name in ["log", "bookings", "verdicts", "stats", "report"] {
            let panel = ScriptedPanel()
            let answer = await PanelResponder.testing(panel).ask("/api/v1/\(name)\(query)")
            #expect(answer.status == 400)
            #expect(answer.code == code)
            #expect(answer.message == message)
            #expect(panel.windows.isEmpty)
        }
    }

    @Test(arguments: [
        (
            "log?fromat=csv",
            #"there is no parameter "fromat"; allowed: from, to, format, kind, sensor"#
        ),
        ("bookings?fromat=csv", #"there is no parameter "fromat"; allowed: from, to, format"#),
        ("stats?kind=press", #"there is no parameter "kind"; allowed: from, to, format"#),
        ("verdicts?kind=press", #"there is no parameter "kind"; allowed: from, to, format"#),
        (
            "log?kind=press,smell",
            """
            parameter "kind" is "press,smell"; allowed, up to 6 with commas between: edge, presence, \
            press, write, message, note
            """
        ),
        (
            "log?kind=",
            """
            parameter "kind" is ""; allowed, up to 6 with commas between: edge, presence, press, \
            write, message, note
            """
        ),
        (
            "log?kind=edge,edge,edge,edge,edge,edge,edge",
            """
            parameter "kind" is "edge,edge,edge,edge,edge,edge,edge"; allowed, up to 6 with commas \
            between: edge, presence, press, write, message, note
            """
        ),
    ])
    func aParameterOfAnotherListingIsNamedWithWhatIsAllowed(query: String, message: String) async {
        let answer = await PanelResponder.testing(ScriptedPanel()).ask("/api/v1/\(query)")
        #expect(answer.status == 400)
        #expect(answer.message == message)
    }

    @Test func aHostileValueIsShownInAFewHarmlessCharacters() async {
        let (answer, _) = await asked("?from=%0d%0a%1b" + String(repeating: "x", count: 900))
        #expect(answer.status == 400)
        #expect(answer.message.hasPrefix(#"parameter "from" is "?"#))
        #expect(answer.message.contains("x…\""))
        #expect(answer.message.count < 220)
        #expect(!answer.message.contains("\n"))
    }
}
