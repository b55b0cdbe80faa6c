import HTTPTypes
import RoomCore
import Testing

@testable import PanelWeb

struct ListingTests {
    private let window = "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z"

    @Test func anEmptyWindowIsAListingWithoutRows() async {
        for path in ["bookings", "log", "verdicts"] {
            let answer = await PanelResponder.testing().ask("/api/v1/\(path)\(window)")
            #expect(
                answer.text == """
                    {"from":"2026-11-21T00:00:00Z","rows":[],"to":"2026-11-22T00:00:00Z"}

                    """)
        }
    }

    @Test func bookingsCarryWhatIsKnownOfTheirPeople() async throws {
        let panel = ScriptedPanel {
            $0.bookings = [
                .sample(title: "Review", arrival: .late, secondsAfterStart: 421),
                .sample(id: "b", title: nil, at: "2026-11-21T12:00:00Z"),
                .sample(id: "c", title: "Elsewhere", at: "2026-11-22T00:00:00Z"),
            ]
        }
        let answer = await PanelResponder.testing(panel).ask("/api/v1/bookings\(window)")
        let rows = try answer.json(Listing<BookingRow>.self).rows
        #expect(rows.map(\.id) == ["a", "b"])
        #expect(rows[0].lateBySeconds == 421)
        #expect(rows[0].arrivedAt?.description == "2026-11-21T09:07:01Z")
        #expect(rows[0].checkIn == .activity)
        #expect(
            answer.text.contains(
                """
                {"all_day":false,"arrival":null,"arrived_at":null,"blocking":true,\
                "check_in":null,"confirmation":"unconfirmed","ended_at":null,\
                "ends_at":"2026-11-21T13:00:00Z","id":"b","late_at_most":false,"late_by_seconds":null,\
                "leaving":null,"organiser":null,"pending":false,"source":"server",\
                "starts_at":"2026-11-21T12:00:00Z","title":null}
                """))
    }

    @Test func anEarlyArrivalIsNotLate() async throws {
        let panel = ScriptedPanel {
            $0.bookings = [.sample(title: "A", arrival: .onTime, secondsAfterStart: -300)]
        }
        let answer = await PanelResponder.testing(panel).ask("/api/v1/bookings\(window)")
        let row = try #require(try answer.json(Listing<BookingRow>.self).rows.first)
        #expect(row.lateBySeconds == nil)
        #expect(row.arrivedAt?.description == "2026-11-21T08:55:00Z")
    }

    @Test func theLogHoldsAllKindsOfRows() async {
        let at = WallTime.sample("2026-11-21T09:00:00.25Z")
        let panel = ScriptedPanel {
            $0.log = [
                .edge(SensorEdge(sensor: "pir", isActive: true, at: at, health: .warmingUp)),
                .presence(PresenceSpan(.present, Span(start: at, length: .milliseconds(1_500)))),
                .press(
                    Press(
                        number: 7, pressedAt: at + .seconds(2), length: .long, outcome: .refused,
                        refusal: .nothingToEnd, booking: BookingID("a,b"))),
                .write(
                    OutboxEntry(
                        number: 3,
                        write: .changeEnd(BookingID("a"), from: at + .seconds(60), to: at),
                        cause: .rule, createdAt: at + .seconds(3), state: .acknowledged)),
                .write(
                    OutboxEntry(
                        number: 4, write: .mark(BookingID("a"), .noShow), cause: .rule,
                        createdAt: at + .seconds(3), lastError: "limit: later")),
                .message(
                    MessageRecord(
                        kind: .released, booking: BookingID("a"),
                        span: Span(start: at, length: .seconds(60)), at: at + .seconds(4),
                        result: .givenUp, error: "refused: no")),
                .note(
                    Note(
                        number: 1, writtenAt: at + .seconds(3_600), at: at + .seconds(5),
                        sensor: "pir", text: "=fan replaced")),
            ]
        }
        let csv = await PanelResponder.testing(panel).ask("/api/v1/log\(window)&format=csv")
        #expect(csv.headers[.contentType] == "text/csv; charset=utf-8; header=present")
        #expect(csv.headers[.contentDisposition] == #"attachment; filename="log.csv""#)
        let lines = [
            """
            at,kind,name,value,until,health,outcome,refusal,booking,cause,old_end,new_end,mark,\
            result,error,written_at
            """,
            "2026-11-21T09:00:00.250Z,edge,pir,active,,warming_up,,,,,,,,,,",
            "2026-11-21T09:00:00.250Z,presence,room,present,2026-11-21T09:00:01.750Z,,,,,,,,,,,",
            "2026-11-21T09:00:02.250Z,press,button,long,,,refused,nothing_to_end,\"a,b\",,,,,,,",
            """
            2026-11-21T09:00:03.250Z,write,server,change_end,,,,,a,rule,2026-11-21T09:01:00Z,\
            2026-11-21T09:00:00Z,,acknowledged,,
            """,
            "2026-11-21T09:00:03.250Z,write,server,mark,,,,,a,rule,,,no_show,queued,limit: later,",
            "2026-11-21T09:00:04.250Z,message,organiser,released,,,,,a,,,,,given_up,refused: no,",
            """
            2026-11-21T09:00:05.250Z,note,pir,'=fan replaced,,,,,,,,,,,,2026-11-21T10:00:00.250Z
            """,
        ]
        #expect(csv.text == lines.map { $0 + "\r\n" }.joined())
    }

    /// The rows left out do not end the answer: an empty piece would be the end of its body.
    @Test(arguments: [
        ("edge", ["edge"]), ("press", ["press"]), ("presence,press", ["presence", "press"]),
        ("edge,presence,press", ["edge", "presence", "press"]),
    ])
    func theLogTellsOnlyTheKindsThatWereAskedFor(kinds: String, told: [String]) async throws {
        let at = WallTime.sample("2026-11-21T09:00:00Z")
        let panel = ScriptedPanel {
            $0.log = [
                .edge(SensorEdge(sensor: "pir", isActive: true, at: at, health: .ok)),
                .presence(PresenceSpan(.present, Span(start: at, length: .seconds(1)))),
                .press(Press(number: 7, pressedAt: at, length: .short, outcome: .booked)),
            ]
        }
        let path = "/api/v1/log\(window)&kind=\(kinds)"
        let rows = try await PanelResponder.testing(panel).ask(path).json(Listing<LogRow>.self).rows
        #expect(rows.map(\.kind.rawValue) == told)
    }

    @Test func verdictsCarryTheirEvidence() async throws {
        let panel = ScriptedPanel {
            $0.verdicts = [.noShow(number: 4, givenAt: "2026-11-21T09:10:00Z")]
        }
        let responder = PanelResponder.testing(panel)
        let row = try #require(
            try await responder.ask("/api/v1/verdicts\(window)").json(Listing<VerdictRow>.self)
                .rows.first)
        #expect((row.number, row.verdict, row.phase, row.replaces) == (4, .noShow, .arrival, 3))
        #expect(row.evidence.sensors == ["pir": .ok, "radar": .gone])
        let csv = await responder.ask("/api/v1/verdicts\(window)&format=csv").text
        #expect(
            csv == """
                number,given_at,booking,starts_at,ends_at,phase,verdict,seconds,reason,replaces,\
                first_presence,active_edges,check_in,observed_seconds,due_seconds,sensors,\
                sync_age_seconds,clock_trusted,at_most_because,unused_seconds,\
                unused_at_end_seconds,shadow\r
                4,2026-11-21T09:10:00Z,a,2026-11-21T09:00:00Z,2026-11-21T10:00:00Z,arrival,\
                no_show,,,3,,0,,590,600,pir=ok radar=gone,12,true,,,,false\r

                """)
    }

    @Test func figuresCarryTheirDefinitionAndDenominator() async throws {
        let panel = ScriptedPanel {
            $0.bookings = [.sample(title: "Secret"), .sample(id: "b", title: nil)]
            $0.verdicts = [.noShow(number: 4, givenAt: "2026-11-21T09:10:00Z")]
        }
        let responder = PanelResponder.testing(panel)
        let answer = await responder.ask("/api/v1/stats\(window)")
        let rows = try answer.json(Listing<StatisticsRow>.self).rows
        #expect(rows.map(\.figure) == RoomFigure.allCases)
        #expect(rows.allSatisfy { !$0.definition.isEmpty && ($0.of == nil) == ($0.ofValue == nil) })
        let absent = try #require(rows.first { $0.figure == .noShows })
        #expect((absent.value, absent.of, absent.ofValue) == (1, .judged, 1))
        #expect(rows.first?.value == 2)
        #expect(!answer.text.contains("Secret"))
        let csv = await responder.ask("/api/v1/stats\(window)&format=csv")
        #expect(csv.text.hasPrefix("figure,value,unit,of,of_value,definition\r\nbookings,2,"))
        #expect(csv.headers[.contentDisposition] == #"attachment; filename="stats.csv""#)
    }

    @Test func figuresOfTooManyBookingsAreRefused() async {
        var limits = WebLimits()
        limits.bookings = 2
        let panel = ScriptedPanel {
            $0.bookings = (1...3).map { .sample(id: "\($0)", title: nil) }
        }
        let answer = await PanelResponder.testing(panel, limits: limits)
            .ask("/api/v1/stats\(window)")
        #expect(answer.status == 400)
        #expect(answer.message == #"there are more than 2 bookings between "from" and "to""#)
    }

    @Test func aReportsRowsSumToTheBookableMinutes() async throws {
        let panel = ScriptedPanel {
            $0.bookings = [.sample(title: "A")]
            $0.verdicts = [.noShow(number: 4, givenAt: "2026-11-21T09:10:00Z")]
            let seen = Span(start: .sample("2026-11-21T09:30:00Z"), length: .seconds(3_600))
            $0.presence = [PresenceSpan(.present, seen)]
        }
        let responder = PanelResponder.testing(panel)
        let answer = await responder.ask("/api/v1/report\(window)")
        let rows = try answer.json(Listing<ReportRow>.self).rows
        let total = Dictionary(
            rows.filter { $0.table == .total }.map { ($0.figure, $0.value) }
        ) { $1 }
        let bookable = try #require(total["bookable_minutes"])
        let cells = total.filter { $0.key.hasPrefix("booked_") || $0.key.hasPrefix("unbooked_") }
            .filter { $0.key.split(separator: "_").count == 3 }
        #expect(cells.count == 6 && cells.values.reduce(0, +) == bookable)
        #expect(total["booked_present_minutes"] == 30 && total["known_minutes"] == 60)
        #expect(total["no_shows"] == 1)
        let hours = rows.filter { $0.table == .hours && $0.figure == "bookable_minutes" }
        #expect(hours.map(\.value).reduce(0, +) == bookable)
        #expect(rows.allSatisfy { !$0.definition.isEmpty && ($0.of == nil) == ($0.ofValue == nil) })
        #expect(rows.allSatisfy { $0.cells.count == ReportRow.columns.count })
        let csv = await responder.ask("/api/v1/report\(window)&format=csv")
        #expect(csv.text.hasPrefix("table,weekday,time,series,figure,value,unit,of,of_value,"))
    }

    @Test func everyColumnHasACell() {
        let booking = BookingRow(.sample(title: "A", arrival: .late))
        let verdict = VerdictRow(.noShow(number: 1, givenAt: "2026-11-21T09:10:00Z"))
        let log = LogRow(
            .presence(
                PresenceSpan(.vacant, Span(start: .sample("2026-11-21T09:00:00Z"), length: .zero))))
        #expect(booking.cells.count == BookingRow.columns.count)
        #expect(verdict.cells.count == VerdictRow.columns.count)
        #expect(log.cells.count == LogRow.columns.count)
        let figures = StatisticsRow.rows(RoomStatistics(in: Span(start: .latest, length: .zero)))
        #expect(figures.allSatisfy { $0.cells.count == StatisticsRow.columns.count })
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\nlines", "\"two\nlines\""), ("=1+1", "'=1+1"), ("+7 495", "'+7 495"), ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
        ("\t=1", "'\t=1"), ("\r=1", "' =1"), ("\r\n=1", "\"' \n=1\""), ("1=1", "1=1"),
        (" =1", "' =1"), ("\u{1B}=1", "' =1"), ("\u{1B}[31mred\u{7}\u{9B}", " [31mred  "),
        ("a\u{202E}b\u{2067}c\u{2028}", "a b c "),
        ("\u{1F468}\u{200D}\u{1F469}", "\u{1F468}\u{200D}\u{1F469}"),
        ("é,\u{301}", "\"é,\u{301}\""),
    ])
    func cellsAreQuotedAndHarmless(text: String, cell: String) {
        #expect(CSV.cell(text) == cell)
    }

    @Test func tooManyBookingsAreRefusedAndNotCutOff() async {
        var limits = WebLimits()
        limits.bookings = 2
        let panel = ScriptedPanel {
            $0.bookings = (1...3).map { .sample(id: "\($0)", title: nil) }
        }
        let answer = await PanelResponder.testing(panel, limits: limits)
            .ask("/api/v1/bookings\(window)")
        #expect(answer.status == 400)
        #expect(answer.message == #"there are more than 2 bookings between "from" and "to""#)
    }

    @Test func aFaultAtTheStartHasItsStatus() async {
        for path in ["bookings", "log", "verdicts", "stats", "report"] {
            let panel = ScriptedPanel { $0.readsBeforeFault = 0 }
            let answer = await PanelResponder.testing(panel).ask("/api/v1/\(path)\(window)")
            #expect(answer.status == 503)
            #expect(answer.code == "unavailable")
            #expect(answer.message == "journal: cannot read?the page")
            #expect(answer.headers[.retryAfter] == "10")
        }
    }

    @Test func aFaultOnTheWayBreaksTheBodyOff() async {
        var limits = WebLimits()
        limits.page = 2
        let panel = ScriptedPanel {
            $0.log = LogEntry.edges(5)
            $0.readsBeforeFault = 2
        }
        let answer = await PanelResponder.testing(panel, limits: limits).ask("/api/v1/log\(window)")
        #expect(answer.status == 200)
        #expect(answer.isBroken)
        #expect((try? answer.json(Listing<LogRow>.self)) == nil)
    }

    @Test func onlySoManyAreWrittenAtATime() throws {
        let gate = ListingGate(limit: 2, share: 2)
        let first = try gate.pass(for: nil)
        var second: ListingGate.Pass? = try gate.pass(for: IPAddress("192.0.2.1"))
        let error = #expect(throws: ErrorReply.self) { try gate.pass(for: IPAddress("192.0.2.2")) }
        #expect(error?.status == .serviceUnavailable)
        #expect(error?.headers[.retryAfter] != nil)
        withExtendedLifetime(second) {}
        second = nil
        _ = try gate.pass(for: nil)
        withExtendedLifetime(first) {}
    }

    @Test func oneClientLeavesPassesToOthers() throws {
        let gate = ListingGate(limit: 3, share: 2)
        let greedy = try #require(IPAddress("192.0.2.1"))
        var held = [try gate.pass(for: greedy), try gate.pass(for: greedy)]
        #expect(throws: ErrorReply.self) { try gate.pass(for: greedy) }
        _ = try gate.pass(for: IPAddress("192.0.2.2"))
        withExtendedLifetime(held) {}
        held.removeLast()
        _ = try gate.pass(for: greedy)
        withExtendedLifetime(held) {}
    }
}

extension LogEntry {
    /// Edges, one a second.
    static func edges(_ count: Int) -> [LogEntry] {
        let start = WallTime.sample("2026-11-21T09:00:00Z")
        return (0..<count).map { second in
            .edge(
                SensorEdge(
                    sensor: "pir", isActive: second % 2 == 0, at: start + .seconds(second),
                    health: .ok))
        }
    }
}
