import HummingbirdCore
import PanelWeb
import RoomCore
import Wording

/// Answers for `/desk/verdicts.json` and `/desk/story.json`.
struct VerdictDesk {
    /// Presses, writes and messages around one booking; the door takes 120 presses a minute at most.
    private static let greatestLog = 10_000

    let record: any DeskRecord
    let limits: WebLimits

    /// A page of the judgements in a window.
    func page(_ uri: URI) async throws -> Response {
        let parameters = try QueryParameters(
            of: uri, allowed: ["from", "to", "kind", "after", "language"])
        let window = try parameters.window(days: limits.windowDays, today: record.today)
        let kinds: Set<Verdict.Kind> = try parameters.choices("kind", orError: "bad_kind")
        let book = try parameters.phrasebook()
        let page = try await RowPage(
            window, after: try parameters.cursor(in: window), size: limits.logPage,
            time: { (verdict: Verdict) in verdict.givenAt }
        ) {
            try await record.verdicts(of: kinds, in: $0, limit: $1)
        }
        return .json(VerdictPage(window, page, book, record.clock))
    }

    /// What came of one booking: of that of a verdict, or of that of a name and a start.
    func story(_ uri: URI) async throws -> Response {
        let parameters = try QueryParameters(
            of: uri, allowed: ["verdict", "booking", "start", "language"])
        let book = try parameters.phrasebook()
        let key = try await key(parameters)
        let story = WhyStory(key, try await recorded(about: key))
        guard story.row != nil || !story.verdicts.isEmpty else {
            throw ErrorReply.notFound(
                "unknown_booking",
                "no booking \(key.booking.clipped) that begins at \(Timestamp(key.start)) is known")
        }
        return .json(StoryDocument(story, room: record.state().roomName, book, record.clock))
    }

    private func key(_ parameters: QueryParameters) async throws -> WhyStory.Key {
        if let text = parameters["verdict"], parameters["booking"] == nil,
            parameters["start"] == nil
        {
            return try await key(ofVerdict: text)
        }
        guard let booking = parameters["booking"], let start = try parameters.time("start"),
            parameters["verdict"] == nil
        else {
            throw ErrorReply.badRequest(
                "bad_story",
                "allowed are either \"verdict\", a number, or \"booking\" together with \"start\"")
        }
        return WhyStory.Key(booking: booking, start: start.flooredToSecond)
    }

    private func key(ofVerdict text: String) async throws -> WhyStory.Key {
        guard let number = Int64(text), number > 0 else {
            throw ErrorReply.badRequest(
                "bad_verdict",
                "parameter \"verdict\" is \"\(text.clipped)\"; allowed: a number from 1 on")
        }
        guard let verdict = try await ErrorReply.readable({ try await record.verdict(number) })
        else {
            throw ErrorReply.notFound(
                "unknown_verdict", "there is no verdict \(number), or none any more")
        }
        let row = VerdictRow(verdict)
        return WhyStory.Key(booking: row.booking, start: row.startsAt.wall)
    }

    /// All that may be about a booking: a verdict may come days after its start, where the panel was off.
    private func recorded(about key: WhyStory.Key) async throws -> WhyRecord {
        let limit = limits.bookings
        let about = Span(start: key.start, length: .seconds(1))
        let (entries, found) = try await ErrorReply.readable {
            (
                try await record.bookings(in: about, limit: limit),
                try await record.verdicts(about: about, limit: limit)
            )
        }
        let bookings = entries.map { BookingRow($0) }.filter { $0.id == key.booking }
        let verdicts = found.map { VerdictRow($0) }.filter { $0.booking == key.booking }
        let times =
            bookings.map(\.endsAt.wall) + verdicts.flatMap { [$0.endsAt.wall, $0.givenAt.wall] }
        let last = times.max() ?? key.start
        let around = Span(start: key.start - WhyRecord.reach, end: last + WhyRecord.reach)
        return WhyRecord(bookings: bookings, verdicts: verdicts, log: try await log(in: around))
    }

    private func log(in window: Span) async throws -> [LogRow] {
        let filter = LogFilter(kinds: [.press, .write, .message])
        let entries = try await ErrorReply.readable {
            try await record.log(filter, in: window, limit: Self.greatestLog + 1)
        }
        guard entries.count <= Self.greatestLog else {
            throw ErrorReply.badRequest(
                "too_many_rows",
                "more than \(Self.greatestLog) presses, writes and messages lie around this booking"
            )
        }
        return entries.map { LogRow($0) }
    }
}

extension QueryParameters {
    /// The book of the language that `language` names; English where it is missing.
    func phrasebook() throws(ErrorReply) -> Phrasebook {
        let language: Language? = try choice("language", orError: "bad_language")
        return Phrasebook(language ?? .en)
    }
}
