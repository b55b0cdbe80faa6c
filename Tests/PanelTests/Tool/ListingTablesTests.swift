import PanelWeb
import RoomCore
import Testing

@testable import Panel

struct ListingTablesTests {
    private let start = WallTime(secondsSinceEpoch: 1_796_022_000)  // 2026-11-30 07:00 UTC

    private func tables() throws -> ListingTables {
        let clock = try #require(RoomClock("Europe/Moscow"))
        let day = clock.today(start)
        return ListingTables(
            clock, room: "Aurora", from: Timestamp(day.start), to: Timestamp(day.end))
    }

    private func verdict(_ evidence: Verdict.Evidence, seconds: Int? = nil) -> Verdict {
        Verdict(
            number: 7, booking: BookingID("b"), span: Span(start: start, length: .seconds(1_800)),
            givenAt: start + .seconds(400), kind: seconds == nil ? .noShow : .late,
            seconds: seconds, replaces: seconds == nil ? nil : 6, evidence: evidence)
    }

    private var late: Verdict {
        verdict(
            .init(
                firstPresence: start + .seconds(375), activeEdges: 14, checkIn: .activity,
                observedSeconds: 400, dueSeconds: 400, sensors: ["pir": .ok, "radar": .gone],
                syncAgeSeconds: 20, isClockTrusted: true), seconds: 375)
    }

    private var booking: BookingRow {
        BookingRow(
            LedgerEntry(
                booking: Booking(
                    id: BookingID("b"), title: "Weekly review", organiser: "Irina",
                    span: Span(start: start, length: .seconds(1_800)), source: .server),
                confirmation: .confirmed))
    }

    @Test func verdictShowsItsBookingAndItsEvidenceAsASentence() throws {
        let text = try tables().verdicts([VerdictRow(late)], ["b": booking]).text(width: 200)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "Aurora, 2026-11-30 (Europe/Moscow)")
        #expect(lines[2] == "7       10:06  10:00-10:30 Weekly review  late by 6 min")
        #expect(
            lines[3] == """
                    Taken up as the sensors saw it, somebody seen from 10:06 on, 14 movements, \
                watched 6 min of 6 min, pir ok, radar gone, schedule 20 s old, clock trusted. \
                In place of verdict 6.
                """)
    }

    @Test func noShowSaysThatNobodyWasSeen() throws {
        let nobody = verdict(
            .init(
                firstPresence: nil, activeEdges: 0, checkIn: nil, observedSeconds: 590,
                dueSeconds: 600, sensors: [:], syncAgeSeconds: nil, isClockTrusted: false))
        let text = try tables().verdicts([VerdictRow(nobody)], [:]).text(width: 200)
        #expect(text.contains("10:00-10:30"))
        #expect(text.contains("no-show"))
        #expect(
            text.contains(
                """
                Not taken up, nobody seen, no movement, watched 9 min of 10 min, without a sensor, \
                no server heard, clock not trusted.
                """))
    }

    @Test func lateByAtMostAndUnusedTimeAreSaid() throws {
        let nobody = Verdict.Evidence(
            firstPresence: nil, activeEdges: 0, checkIn: .press, observedSeconds: 0,
            dueSeconds: 600, sensors: [:], syncAgeSeconds: nil, isClockTrusted: true)
        var doubtful = nobody
        doubtful.atMostBecause = .sensorsBlind
        #expect(
            Words.of(VerdictRow(verdict(doubtful, seconds: 400)))
                == "late by at most 6 min: sensors blind")
        var left = verdict(nobody, seconds: 2_400)
        left.kind = .endedEarly
        left.evidence.unusedSeconds = 2_400
        left.evidence.unusedAtEndSeconds = 1_500
        #expect(Words.of(VerdictRow(left)) == "ended early, 40 min unused")
        let text = try tables().verdicts([VerdictRow(left)], ["b": booking]).text(width: 200)
        #expect(text.contains("40 min unused, 25 min of it at the end."))
    }

    @Test func bookingIsOnOneLineWithItsStateInWords() throws {
        let lines = try tables().bookings([booking]).text(width: 100).split(separator: "\n")
        #expect(lines.last == "10:00-10:30  Weekly review  Irina      confirmed")
    }

    @Test func pressNamesItsBookingByTimeAndTitle() throws {
        let press = Press(
            number: 1, pressedAt: start - .milliseconds(59_750), length: .short, outcome: .refused,
            refusal: .tooShort, booking: BookingID("b"))
        let edge = SensorEdge(sensor: "pir", isActive: true, at: start, health: .warmingUp)
        let rows = [LogRow(.press(press)), LogRow(.edge(edge))]
        let text = try tables().log(rows, ["b": booking]).text(width: 200)
        #expect(
            text.contains("09:59:00.250  press  button  short   refused: too short, 10:00-10:30"))
        #expect(text.contains("10:00:00.000  edge   pir     active  warming up"))
    }

    @Test func figureStandsBesideItsDenominatorAndItsDefinition() throws {
        func row(_ figure: RoomFigure, _ value: Int, of whole: Int?) -> StatisticsRow {
            StatisticsRow(
                figure: figure, value: value, unit: figure.unit, of: figure.whole, ofValue: whole,
                definition: figure.definition)
        }
        let rows = [
            row(.bookings, 41, of: nil), row(.noShows, 3, of: 40),
            row(.noShowSeconds, 5_400, of: 0),
        ]
        let text = try tables().stats(rows).text(width: 200)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[4].split(separator: " ") == ["no-shows", "3", "40", "judged", "7.5", "%"])
        #expect(lines[5].hasPrefix("    Judged bookings to which nobody came"))
        #expect(lines[6].contains("no-show time  1 h 30 min  0 s judged time"))
    }

    @Test func kindsOfTheLogAreThoseOfThePanel() {
        #expect(Listings.LogKind.allCases.map(\.rawValue) == LogRow.Kind.allCases.map(\.rawValue))
    }

    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (375, "6 min"), (3_600, "1 h"), (3_900, "1 h 5 min"),
    ])
    func minutesRoundDown(seconds: Int, text: String) {
        #expect(Words.duration(seconds) == text)
    }
}
