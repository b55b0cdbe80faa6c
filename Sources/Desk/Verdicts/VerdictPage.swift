import PanelWeb
import RoomCore
import Wording

/// The JSON of `/desk/verdicts.json`: judgements in words, a page of them.
struct VerdictPage: Hashable, Sendable, Codable {
    /// One judgement.
    struct Row: Hashable, Sendable, Codable {
        /// Its number, by which its story is found.
        var number: Int64
        var verdict: Verdict.Kind
        var givenAt: Timestamp
        var booking: String
        var startsAt: Timestamp
        var endsAt: Timestamp
        /// When it was given, by the room's clock.
        var given: String
        /// When the booking was to run, by the room's clock.
        var planned: String
        /// What was found, in sentences.
        var finding: String
        /// What that stands on, in sentences.
        var evidence: String

        private enum CodingKeys: String, CodingKey {
            case number, verdict, booking, given, planned, finding, evidence
            case givenAt = "given_at"
            case startsAt = "starts_at"
            case endsAt = "ends_at"
        }
    }

    /// A kind of verdict to choose.
    struct Choice: Hashable, Sendable, Codable {
        var verdict: Verdict.Kind
        /// In a word or two.
        var words: String
    }

    var from: Timestamp
    var to: Timestamp
    /// The kinds there are.
    var kinds: [Choice]
    /// By the time they were given.
    var rows: [Row]
    /// What `after` has to be for the next page; nil if this one is empty, which is the end.
    @NullWhenNil var next: String?
}

extension VerdictPage {
    init(_ window: Span, _ page: RowPage<Verdict>, _ book: Phrasebook, _ clock: RoomClock) {
        self.init(
            from: Timestamp(window.start), to: Timestamp(window.end),
            kinds: Verdict.Kind.allCases.map { Choice(verdict: $0, words: book.kind($0)) },
            rows: page.rows.map { Row(VerdictRow($0), book, clock) }, next: page.next)
    }
}

extension VerdictPage.Row {
    init(_ row: VerdictRow, _ book: Phrasebook, _ clock: RoomClock) {
        let words = WhyWords(book, clock, day: clock.day(row.startsAt.wall))
        self.init(
            number: row.number, verdict: row.verdict, givenAt: row.givenAt, booking: row.booking,
            startsAt: row.startsAt, endsAt: row.endsAt,
            given: clock.text(row.givenAt.wall, on: ""),
            planned: clock.text(row.startsAt.wall, row.endsAt.wall, on: ""),
            finding: book.finding(row.judgement), evidence: words.evidence(row))
    }
}
