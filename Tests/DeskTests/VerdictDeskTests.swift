import HTTPTypes
import PanelWeb
import RoomCore
import Testing

@testable import Desk

/// Why a room was released is answered on one page, in words.
struct VerdictDeskTests {
    private let stage = DeskStage()

    private func page(
        _ query: String, _ desk: FacilitiesDesk, _ cookie: String
    ) async throws -> VerdictPage {
        let answer = try await desk.ask(
            "/desk/verdicts.json?\(query)", headers: [.cookie: cookie])
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.json()
    }

    @Test func judgementIsToldWithAllItStandsOn() async throws {
        stage.record.release()
        let desk = stage.desk()
        let cookie = try await desk.enter().cookie
        let row = try #require(try await page("language=en", desk, cookie).rows.first)
        #expect((row.number, row.verdict) == (7, Verdict.Kind.noShow))
        #expect(row.given == "2026-11-30 10:10")
        #expect(row.planned == "2026-11-30 10:00-11:00")
        #expect(row.finding == "Nobody came.")
        for words in ["2 movements", "watched 9 min of 10 min", "radar gone", "schedule 40 s old"] {
            #expect(row.evidence.contains(words), "\(row.evidence)")
        }
        let russian = try await page("language=ru", desk, cookie)
        #expect(russian.rows.first?.finding == "Никто не пришёл.")
        #expect(russian.kinds.contains(VerdictPage.Choice(verdict: .noShow, words: "неявка")))
        #expect(russian.kinds.count == Verdict.Kind.allCases.count)
    }

    @Test func pagesGoOnWhereTheOneBeforeEnded() async throws {
        stage.record.change { content in
            content.verdicts = (1...250).map {
                ScriptedRecord.verdict($0 % 2 == 0 ? .noShow : .used, $0, at: Int($0) / 10)
            }
        }
        let desk = stage.desk()
        let session = try await desk.enter().cookie
        var numbers: [Int64] = []
        var next: String? = ""
        while let cursor = next {
            let after = cursor.isEmpty ? "" : "&after=\(cursor)"
            let page = try await page("kind=no_show\(after)", desk, session)
            numbers += page.rows.map(\.number)
            next = page.next
        }
        #expect(numbers == (1...125).map { $0 * 2 })
    }

    @Test(arguments: [
        "/desk/story.json?verdict=7",
        "/desk/story.json?booking=b&start=2026-11-30T10:00:00%2B03:00",
    ])
    func whyARoomWasReleasedIsOneStory(path: String) async throws {
        stage.record.release()
        let answer = try await stage.desk().read(path)
        #expect(answer.status == 200, "\(answer.text)")
        let story: StoryDocument = try answer.json()
        #expect(story.heading == "Aurora, 2026-11-30 (Europe/Moscow)")
        #expect(story.title == "10:00-11:00 <b>Planning</b> (ends at 10:10 now)")
        #expect(
            story.summary == [
                "Nobody came.", "At 10:10 the rule for no-shows gave the room back.",
            ])
        #expect(story.happenings.map(\.verdict) == [nil, 7])
        #expect(story.happenings[0].what == "end 10:10 in place of 11:00, by a rule, done")
    }

    private static let mistakes: [(query: String, status: Int, code: String)] = [
        ("verdicts.json?from=2026-11-30T07:00:00Z&to=2026-11-30T07:00:00Z", 400, "bad_window"),
        ("verdicts.json?from=2026-12-01T07:00:00Z&to=2026-11-30T07:00:00Z", 400, "bad_window"),
        ("verdicts.json?from=1926-11-30T07:00:00Z&to=2026-11-30T07:00:00Z", 400, "bad_window"),
        ("verdicts.json?from=today", 400, "bad_time"),
        ("verdicts.json?kind=absent", 400, "bad_kind"),
        ("verdicts.json?language=de", 400, "bad_language"),
        ("verdicts.json?after=0-0", 400, "bad_cursor"),
        ("verdicts.json?sensor=pir", 400, "unknown_parameter"),
        ("story.json?verdict=8", 404, "unknown_verdict"),
        ("story.json?verdict=0", 400, "bad_verdict"),
        ("story.json?verdict=x", 400, "bad_verdict"),
        ("story.json?verdict=7&booking=b", 400, "bad_story"),
        ("story.json?booking=b", 400, "bad_story"),
        ("story.json", 400, "bad_story"),
        ("story.json?booking=b&start=2026-11-30T07:00:01Z", 404, "unknown_booking"),
        ("story.json?booking=c&start=2026-11-30T07:00:00Z", 404, "unknown_booking"),
        ("sensors.json?from=1926-11-30T07:00:00Z", 400, "bad_window"),
        ("sensors.json?from=2026-11-30T07:00:00Z&to=2026-11-30T07:00:00Z", 400, "bad_window"),
        ("sensors.json?sensor=lamp", 404, "unknown_sensor"),
        ("sensors.json?sensor=%3Cb%3E", 400, "bad_sensor"),
        ("sensors.svg?sensor=lamp", 404, "unknown_sensor"),
        ("sensors.svg", 400, "bad_sensor"),
    ]

    @Test func whatIsNotThereIsOneClearError() async throws {
        stage.record.release()
        let desk = stage.desk()
        let cookie = try await desk.enter().cookie
        for (query, status, code) in Self.mistakes {
            let answer = try await desk.ask("/desk/\(query)", headers: [.cookie: cookie])
            #expect((answer.status, answer.code) == (status, code), "\(query): \(answer.text)")
        }
    }

    @Test func onlyWhoIsSignedInReadsAndOnlyWhatCanBeRead() async throws {
        stage.record.change { $0.isBroken = true }
        let desk = stage.desk()
        let cookie = try await desk.enter().cookie
        for path in ["verdicts.json", "story.json?verdict=7", "sensors.json"] {
            let stranger = try await desk.ask("/desk/\(path)")
            #expect((stranger.status, stranger.code) == (401, "not_signed_in"))
            let answer = try await desk.ask("/desk/\(path)", headers: [.cookie: cookie])
            #expect((answer.status, answer.code) == (503, "unavailable"))
            #expect(answer.text == "journal: disk I/O error")
        }
        #expect(try await desk.ask("/desk/sensors.svg?sensor=pir").status == 401)
    }

    @Test func everyVerdictHasALinkOfItsOwn() async throws {
        let desk = stage.desk()
        let own = try await desk.ask("/desk/verdicts/7")
        let story = try await desk.ask("/desk/story")
        #expect((own.status, own.text) == (200, story.text))
        for path in [
            "/desk/verdicts/", "/desk/verdicts/0", "/desk/verdicts/x", "/desk/verdicts/7/",
        ] {
            #expect(try await desk.ask(path).status == 404, "\(path)")
        }
    }
}
