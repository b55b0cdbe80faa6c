import Foundation
import PanelWeb
import RoomCore
import Testing
import Tuning

@testable import Panel

/// What a replay makes of a panel's listings.
@Suite struct PanelRecordTests {
    private func rows<Row: Decodable>(_ json: String) throws -> [Row] {
        try JSONDecoder().decode([Row].self, from: Data(json.utf8))
    }

    private func press(_ outcome: String, _ booking: String) -> String {
        """
        {"at":"2026-11-21T10:00:00.000Z","kind":"press","name":"button","value":"short",
         "outcome":"\(outcome)","booking":"\(booking)"}
        """
    }

    private func booking(
        _ more: String, end: String = "10:12:00", arrival: String = "null"
    ) throws -> BookingRow {
        let all: [BookingRow] = try rows(
            """
            [{"id":"a","title":"Standup","starts_at":"2026-11-21T10:00:00Z",
              "ends_at":"2026-11-21T\(end)Z","source":"server","confirmation":"unconfirmed",
              "all_day":false,"blocking":true,"pending":false,"late_at_most":false,
              "arrival":\(arrival)\(more)}]
            """)
        return try #require(all.first)
    }

    private func verdict(_ kind: Verdict.Kind, reason: Verdict.Reason? = nil) -> VerdictRow {
        let start = Timestamp("2026-11-21T10:00:00Z")?.wall ?? WallTime.earliest
        return VerdictRow(
            Verdict(
                number: 1, booking: BookingID("a"),
                span: Span(start: start, length: .seconds(3_600)), givenAt: start, kind: kind,
                reason: reason,
                evidence: Verdict.Evidence(
                    firstPresence: nil, activeEdges: 0, checkIn: nil, observedSeconds: 0,
                    dueSeconds: 0, sensors: [:], syncAgeSeconds: nil, isClockTrusted: true)))
    }

    @Test func pressThatWasTakenBackIsNone() throws {
        let listed: [LogRow] = try rows(
            "["
                + [
                    press("checked_in", "a"), press("checked_in", "b"), press("undone", "b"),
                    press("already_checked_in", "a"),
                ].joined(separator: ",") + "]")
        let presses = PanelRecord.presses(listed)
        #expect(presses.map(\.outcome) == [.checkedIn, .alreadyCheckedIn])
        #expect(presses.allSatisfy { $0.booking == BookingID("a") })
    }

    /// A refusal between an act and the press that takes it back is not what is taken back; what builds on the act is.
    @Test(
        arguments: [
            (["checked_in", "refused", "undone"], [.refused]),
            (["checked_in", "already_checked_in", "undone"], []),
            (["checked_in", "ended", "refused", "undone"], [.checkedIn, .refused]),
            (["booked", "extended", "undone"], []),
            (["refused", "undone"], [.refused]),
        ] as [([String], [Press.Outcome])])
    func whatIsTakenBackIsTheLastAct(listed: [String], left: [Press.Outcome]) throws {
        let listed: [LogRow] = try rows(
            "[" + listed.map { press($0, "a") }.joined(separator: ",") + "]")
        #expect(PanelRecord.presses(listed).map(\.outcome) == left)
    }

    @Test func bookingThatWasCutKeepsItsPlannedEndUntilThen() throws {
        let row = try booking(
            ",\"ended_at\":\"2026-11-21T10:12:00Z\"", arrival: "\"no_show\"")
        let recorded = RecordedBooking(row, [verdict(.noShow)])
        #expect(recorded.booking.span.length == .seconds(3_600))
        #expect(recorded.cutAt == recorded.booking.span.start + .seconds(720))
        #expect(recorded.isCounted)
    }

    /// Once its sitting is closed, nothing but the verdict tells that people who were absent had more time.
    @Test func bookingThatIsListedShorterThanItWasJudgedWasCut() throws {
        let row = try booking("", arrival: "\"no_show\"")
        let recorded = RecordedBooking(row, [verdict(.noShow)])
        #expect(recorded.booking.span.length == .seconds(3_600))
        #expect(recorded.cutAt == recorded.booking.span.start + .seconds(720))
    }

    @Test(arguments: ["11:00:00", "11:15:00"])
    func bookingThatWasNotCutEndsAsItIsListed(end: String) throws {
        let row = try booking("", end: end, arrival: "\"on_time\"")
        let recorded = RecordedBooking(row, [verdict(.onTime)])
        #expect(recorded.booking.span.end == row.endsAt.wall)
        #expect(recorded.cutAt == nil)
    }

    @Test func onlyWhatThePanelCouldJudgeIsCounted() throws {
        let silent = RecordedBooking(try booking(""), [])
        #expect(!silent.isCounted)
        let unverifiable = try booking("", arrival: "\"unverifiable\"")
        for reason in Verdict.Reason.allCases {
            let recorded = RecordedBooking(unverifiable, [verdict(.unverifiable, reason: reason)])
            #expect(recorded.isCounted == (reason == .sensorsMissPeople), "\(reason)")
        }
    }
}
