import HTTPTypes
import PanelWeb
import RoomCore
import Testing

@testable import Desk

struct NoteTests {
    private let stage = DeskStage()

    private func write(_ body: String) async throws -> DeskStage.Answer {
        let desk = stage.desk()
        let session = try await desk.enter()
        return try await desk.ask(
            "/desk/notes", .post,
            headers: [
                .cookie: session.cookie, .deskToken: try session.session().token,
                .contentType: "application/json",
            ], body: body)
    }

    @Test(arguments: [(#""pir""#, "pir"), ("null", nil)] as [(String, String?)])
    func aNoteIsKeptAndShownAsTheLogHasIt(json: String, sensor: String?) async throws {
        let answer = try await write(
            #"{"at":"2026-11-21T10:00:00Z","sensor":\#(json),"text":"заменён вентилятор"}"#)
        #expect(answer.status == 201, "\(answer.text)")
        #expect(answer.text.contains(#""kind":"note""#))
        #expect(answer.text.contains(#""written_at":"2026-11-21T12:00:00"#))
        let note = try #require(stage.book.notes.first)
        #expect((note.sensor, note.text) == (sensor, "заменён вентилятор"))
        #expect(note.at == WallTime(secondsSinceEpoch: 1_795_255_200))
    }

    @Test func aSensorMayBeLeftOut() async throws {
        let answer = try await write(#"{"at":"2026-11-21T10:00:00Z","text":"x"}"#)
        #expect(answer.status == 201)
    }

    @Test(arguments: [
        ("", "bad_note"), ("[]", "bad_note"), ("{}", "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z"}"#, "bad_note"), (#"{"text":"x"}"#, "bad_note"),
        (#"{"at":null,"text":"x"}"#, "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"x","by":"me"}"#, "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z","text":" "}"#, "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"a\nb"}"#, "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"\u001b[2J"}"#, "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"\u200b"}"#, "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"\u3164 \u2800\u0301"}"#, "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"fan \u202edecalper"}"#, "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"a\u2066b"}"#, "bad_note"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"a\ufeffb"}"#, "bad_note"),
        (#"{"at":"yesterday","text":"x"}"#, "bad_time"),
        (#"{"at":"0001-01-01T00:00:00Z","text":"x"}"#, "bad_time"),
        (#"{"at":"2016-11-23T11:59:59Z","text":"x"}"#, "bad_time"),
        (#"{"at":"2026-11-21T12:00:01Z","text":"x"}"#, "bad_time"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"x","sensor":"lamp"}"#, "unknown_sensor"),
        (#"{"at":"2026-11-21T10:00:00Z","text":"x","sensor":""}"#, "unknown_sensor"),
    ])
    func whatIsNoNoteIsOneClearError(body: String, code: String) async throws {
        let answer = try await write(body)
        #expect((answer.status, answer.code) == (400, code))
        #expect(stage.book.notes.isEmpty)
    }

    /// Persian needs what keeps letters apart, a mechanic what joins a woman and a wrench.
    @Test(arguments: ["نمی‌خواهم", "👩‍🔧 ❤️", "?", "café"])
    func everyWritingIsTaken(text: String) async throws {
        let body = #"{"at":"2016-11-23T12:00:00Z","text":"\#(text)"}"#
        #expect(try await write(body).status == 201)
        #expect(stage.book.notes.map(\.text) == [text])
    }

    @Test func fiveHundredCharactersFit() async throws {
        let text = String(repeating: "ё", count: 500)
        #expect(try await write(#"{"at":"2026-11-21T10:00:00Z","text":"\#(text)"}"#).status == 201)
        let long = try await write(#"{"at":"2026-11-21T10:00:00Z","text":"\#(text)x"}"#)
        #expect((long.status, long.code) == (400, "bad_note"))
        #expect(long.text.hasPrefix("the text has 501 characters"))
    }

    @Test func onlyTheDesksSessionWrites() async throws {
        let desk = stage.desk()
        let session = try await desk.enter()
        let body = #"{"at":"2026-11-21T10:00:00Z","text":"x"}"#
        let stranger = try await desk.ask(
            "/desk/notes", .post, headers: [.contentType: "application/json"], body: body)
        #expect((stranger.status, stranger.code) == (401, "not_signed_in"))
        let forged = try await desk.ask(
            "/desk/notes", .post,
            headers: [.contentType: "application/json", .cookie: session.cookie], body: body)
        #expect((forged.status, forged.code) == (403, "bad_token"))
        #expect(stage.book.notes.isEmpty)
    }

    @Test func noNoteIsDatedByAClockThatIsNotTrusted() async throws {
        stage.book.distrustClock()
        let answer = try await write(#"{"at":"2026-11-21T10:00:00Z","text":"x"}"#)
        #expect((answer.status, answer.code) == (503, "unavailable"))
        #expect(answer.text == "the panel does not trust its clock")
        #expect(answer.headers[.retryAfter] == "60")
        #expect(stage.book.notes.isEmpty)
    }

    @Test func aNoteThatCannotBeKeptIsRefused() async throws {
        stage.book.fill()
        let answer = try await write(#"{"at":"2026-11-21T10:00:00Z","text":"x"}"#)
        #expect((answer.status, answer.code) == (503, "unavailable"))
        #expect(answer.text == "journal: no space")
    }
}
