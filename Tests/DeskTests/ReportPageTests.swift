import HTTPTypes
import PanelWeb
import RoomCore
import Testing

@testable import Desk

/// The page of reports.
struct ReportPageTests {
    private let stage = DeskStage()

    /// The page as somebody gets it who is signed in.
    private func page(_ query: String = "", language: String = "en") async throws
        -> DeskStage.Answer
    {
        let desk = stage.desk()
        let cookie = try await desk.enter().cookie
        return try await desk.ask(
            "/desk/reports\(query)",
            headers: [.cookie: cookie, .acceptLanguage: language])
    }

    /// A weekly meeting whose people come late and leave early, week after week.
    private static func weekly(_ title: String, _ span: Span) -> RoomReport.Part {
        let first = WallTime(secondsSinceEpoch: 1_788_000_000)
        let evidence = Verdict.Evidence(
            firstPresence: nil, activeEdges: 0, checkIn: nil, observedSeconds: 0, dueSeconds: 0,
            sensors: [:], syncAgeSeconds: nil, isClockTrusted: true)
        let runs = (0..<8).map {
            Span(start: first + .seconds($0 * 604_800), length: .seconds(3_600))
        }
        let id = BookingID("weekly")
        var verdicts: [Verdict] = []
        for run in runs where run.overlaps(span) {
            let number = run.start.secondsSinceEpoch
            verdicts.append(
                Verdict(
                    number: number, booking: id, span: run, givenAt: run.end, kind: .late,
                    seconds: 480, evidence: evidence))
            verdicts.append(
                Verdict(
                    number: number + 1, booking: id, span: run, givenAt: run.end,
                    kind: .endedEarly, seconds: 2_100, evidence: evidence))
        }
        return RoomReport.Part(
            span: span, bookings: runs.map { Booking(id: id, title: title, span: $0) },
            verdicts: verdicts, presence: [])
    }

    @Test func whoeverIsNotSignedInIsSentToTheDesk() async throws {
        let answer = try await stage.desk().ask("/desk/reports")
        #expect(answer.status == 303 && answer.headers[.location] == "/desk")
        #expect(stage.record.windows.isEmpty)
    }

    @Test func figuresStandWithDefinitionDenominatorAndRows() async throws {
        let answer = try await page("?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z")
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.headers[.cacheControl] == "no-store")
        for figure in RoomFigure.allCases {
            #expect(answer.text.contains(figure.definition.dropFirst()), "\(figure)")
        }
        for figure in ReportFigure.totals {
            #expect(answer.text.contains(figure.definition.dropFirst()), "\(figure)")
        }
        let window = "from=2026-11-01T00:00:00Z&amp;to=2026-11-02T00:00:00Z"
        for place in ["/desk/log", "/api/v1/bookings", "/api/v1/report"] {
            #expect(answer.text.contains("href=\"\(place)?\(window)"), "\(place)")
        }
        #expect(
            answer.text.contains("/api/v1/verdicts?from=2026-11-01T00:00:00Z&amp;to=2026-11-03"))
        #expect(answer.text.contains("2026-11-01 03:00 – 2026-11-02 03:00"))
        #expect(answer.text.contains("100.0 %"))
    }

    @Test func fourWeeksAreShownUnlessSaidOtherwise() async throws {
        _ = try await page()
        let window = try #require(stage.record.windows.first)
        #expect(window.end == stage.record.today().end && window.length == .seconds(28 * 86_400))
        let wrong = try await page("?from=yesterday")
        #expect((wrong.status, wrong.code) == (400, "bad_time"))
    }

    @Test func noTitleBecomesMarkup() async throws {
        stage.record.tell { Self.weekly(#"<img src="x">'&"#, $0) }
        let text = try await page("?from=2026-08-25T00:00:00Z&to=2026-11-01T00:00:00Z").text
        #expect(text.contains("&lt;img src=&quot;x&quot;&gt;&#39;&amp;"))
        #expect(!text.contains("<img"))
        #expect(text.contains("for 8 weeks running left after 25 min at most"))
        #expect(text.split(separator: "<svg").count == 4)
        // The Content-Security-Policy would leave them out.
        #expect(!text.contains("style=") && !text.contains("<style"))
        #expect(text.split(separator: "<script").count == 2)
    }

    @Test func thePageSpeaksRussianToWhoeverAsksForIt() async throws {
        let text = try await page(language: "ru-RU, en;q=0.8").text
        #expect(text.hasPrefix("<!doctype html><html lang=\"ru\">"))
        #expect(text.contains("Доступные минуты, о которых известно"))
        #expect(!text.contains("bookable"))
    }

    @Test func tooManyBookingsAreSaid() async throws {
        stage.record.tell { _ in nil }
        let answer = try await page()
        #expect((answer.status, answer.code) == (400, "bad_window"))
    }
}
