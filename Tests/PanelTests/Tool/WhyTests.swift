import PanelWeb
import RoomCore
import Testing
import Wording

@testable import Panel

/// Why a booking came out as it did, told from what the panel has recorded.
struct WhyTests {
    private let start = WallTime(secondsSinceEpoch: 1_796_022_000)  // 2026-11-30 07:00 UTC

    private func minute(_ minute: Int) -> WallTime { start + .seconds(minute * 60) }

    private func door() throws -> RoomDoor {
        RoomDoor(
            id: "aurora", name: "Aurora", clock: try #require(RoomClock("Europe/Moscow")),
            now: minute(90),
            presence: .vacant)
    }

    private func booking(
        _ id: String = "b", _ title: String = "Planning", from: Int = 0, to: Int
    ) -> BookingRow {
        BookingRow(
            LedgerEntry(
                booking: Booking(
                    id: BookingID(id), title: title, organiser: "Ada",
                    span: Span(start: minute(from), end: minute(to)), source: .server),
                confirmation: .confirmed))
    }

    private func verdict(
        _ kind: Verdict.Kind, _ number: Int64 = 1, at given: Int = 10, replaces: Int64? = nil
    ) -> VerdictRow {
        VerdictRow(
            Verdict(
                number: number, booking: BookingID("b"),
                span: Span(start: start, end: minute(60)), givenAt: minute(given), kind: kind,
                seconds: kind == .late ? 720 : nil, replaces: replaces,
                evidence: Verdict.Evidence(
                    firstPresence: nil, activeEdges: 2, checkIn: nil, observedSeconds: 600,
                    dueSeconds: 600, sensors: ["pir": .ok], syncAgeSeconds: 20,
                    isClockTrusted: true)))
    }

    private func press(
        _ outcome: Press.Outcome, _ id: String, at minute: Int, _ length: Press.Length = .short
    ) -> LogRow {
        LogRow(
            .press(
                Press(
                    number: 1, pressedAt: self.minute(minute), length: length, outcome: outcome,
                    booking: BookingID(id))))
    }

    private func cut(
        to minute: Int, _ cause: OutboxEntry.Cause, _ state: OutboxEntry.State = .acknowledged
    ) -> LogRow {
        LogRow(
            .write(
                OutboxEntry(
                    number: 1,
                    write: .changeEnd(
                        BookingID("b"), from: self.minute(60), to: self.minute(minute)),
                    cause: cause, createdAt: self.minute(minute), state: state,
                    lastError: "limit: come back later")))
    }

    private func told(_ kind: Message.Kind, at minute: Int) -> LogRow {
        LogRow(
            .message(
                MessageRecord(
                    kind: kind, booking: BookingID("b"),
                    span: Span(start: start, end: self.minute(60)), at: self.minute(minute),
                    result: .told)))
    }

    private var released: WhyRecord {
        WhyRecord(
            bookings: [booking(to: 10)], verdicts: [verdict(.noShow)],
            log: [cut(to: 10, .rule), told(.released, at: 11)])
    }

    private func text(
        _ record: WhyRecord, at minute: Int, _ language: Language = .en,
        _ format: Listings.Format = .table
    ) throws -> String {
        try WhyText(
            door: door(), instant: self.minute(minute), record: record,
            book: Phrasebook(language), width: 120
        ).text(format)
    }

    @Test func releasedRoomNamesTheRuleTheWriteAndTheMessage() throws {
        let text = try text(released, at: 30)
        for line in [
            "10:00-11:00 Planning, Ada (ends at 10:10 now)", "Nobody came.",
            "At 10:10 the rule for no-shows gave the room back.",
            "end 10:10 in place of 11:00, by a rule, done",
            "organiser told: nobody came, and the rest",
        ] { #expect(text.contains(line), "\(line) is not in\n\(text)") }
        // What had failed before it was done is no news.
        #expect(!text.contains("come back later"))
    }

    @Test func russianTellsTheSame() throws {
        let text = try text(released, at: 30, .ru)
        for line in [
            "10:00-11:00 Planning, Ada (теперь до 10:10)", "Никто не пришёл.",
            "В 10:10 комната освобождена по правилу о неявке.", "2 движения",
            "конец 10:10 вместо 11:00, по правилу,",
        ] { #expect(text.contains(line), "\(line) is not in\n\(text)") }
    }

    @Test func claimedRoomNamesThePressAlthoughThatIsAboutTheNewBooking() throws {
        let record = WhyRecord(
            bookings: [booking(to: 12), booking("own", "Meeting", from: 12, to: 42)],
            verdicts: [verdict(.noShow)],
            log: [press(.claimed, "own", at: 12), cut(to: 12, .press), told(.takenOver, at: 13)])
        let stories = record.stories(at: minute(20))
        #expect(stories.map(\.key.booking) == ["b", "own"])
        #expect(stories[0].givenUp == WhyStory.GivenUp(end: .claimed, at: minute(12)))
        #expect(stories[1].givenUp == nil)
        let text = try text(record, at: 20)
        #expect(text.contains("At 10:12 somebody took the room over with a press."))
        #expect(text.contains("short press: claimed"))
    }

    @Test func whatWasTakenBackTookNothing() {
        let record = WhyRecord(
            bookings: [booking(to: 60)], verdicts: [],
            log: [press(.claimed, "own", at: 12), press(.undone, "own", at: 13, .long)])
        #expect(record.stories(at: minute(20)).map(\.givenUp) == [nil])
        let ended = WhyRecord(
            bookings: [booking(to: 20)], verdicts: [],
            log: [press(.ended, "b", at: 20, .long), cut(to: 20, .press)])
        #expect(ended.stories(at: minute(30)).first?.givenUp?.end == .ended)
        // What is given up already cannot be taken once more.
        var later = ended
        later.log.append(press(.claimed, "other", at: 40))
        #expect(later.stories(at: minute(30)).first?.givenUp?.end == .ended)
    }

    @Test func writeThatCameToNothingReleasedNothing() {
        let record = WhyRecord(
            bookings: [booking(to: 60)], verdicts: [verdict(.noShow)],
            log: [cut(to: 10, .rule, .dropped)])
        #expect(record.stories(at: minute(20)).map(\.givenUp) == [nil])
    }

    @Test func correctedVerdictIsToldBelowAndNotAsWhatCameOfIt() throws {
        let record = WhyRecord(
            bookings: [booking(to: 60)],
            verdicts: [verdict(.noShow), verdict(.late, 2, at: 12, replaces: 1)], log: [])
        let lines = try text(record, at: 5).split(separator: "\n").map(String.init)
        #expect(lines[2] == "Its people came 12 min late.")
        #expect(lines.contains { $0.contains("Nobody came.") })
        // It is the end of a note that has more than a line.
        let words = lines.flatMap { $0.split(separator: " ") }.joined(separator: " ")
        #expect(words.contains("In place of verdict 1."))
    }

    @Test func momentWithoutABookingSaysWhatTheSensorsSaw() throws {
        let stretch = PresenceSpan(.present, Span(start: minute(-5), end: minute(5)))
        let record = WhyRecord(log: [LogRow(.presence(stretch))])
        #expect(try text(record, at: 0).contains("Nothing was booked at 10:00."))
        #expect(try text(record, at: 0).contains("The sensors saw somebody."))
        #expect(try text(record, at: 5).contains("is not recorded"))
    }

    @Test func programsGetTheRowsAndTheSameWords() throws {
        let json = try text(released, at: 30, .en, .json)
        #expect(json.contains("\"given_up\":\"released\""))
        #expect(json.contains("\"given_up_at\":\"2026-11-30T07:10:00.000Z\""))
        #expect(json.contains("\"result\":\"told\""))
        let sheet = try text(released, at: 30, .en, .csv)
        #expect(sheet.hasPrefix("booking,at,text,note\r\nb,2026-11-30T07:10:00.000Z,"))
    }

    @Test(
        arguments: [
            (nil, nil, "2026-11-30T08:30:00Z"), ("10:10", nil, "2026-11-30T07:10:00Z"),
            ("10:10", "yesterday", "2026-11-29T07:10:00Z"),
            ("2026-11-29T10:10:00+03:00", nil, "2026-11-29T07:10:00Z"),
        ] as [(String?, String?, String)])
    func momentIsReadAsPeopleWriteIt(at: String?, day: String?, moment: String) throws {
        #expect(Timestamp(try WhyTool.instant(at, day, door())).description == moment)
    }

    @Test(
        arguments: [
            (nil, "today", "--day goes with --at"),
            ("noonish", nil, "--at \"noonish\": allowed are"),
            ("10:10", "someday", "--at \"10:10\" --day \"someday\": allowed are"),
        ] as [(String?, String?, String)])
    func momentThatCannotBeReadIsNamed(at: String?, day: String?, words: String) throws {
        let door = try door()
        let failure = #expect(throws: PanelClient.Failure.self) {
            try WhyTool.instant(at, day, door)
        }
        #expect(failure?.description.hasPrefix(words) == true)
        #expect(failure?.exitCode == 64)
    }
}
