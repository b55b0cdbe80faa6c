import PanelWeb
import RoomCore
import Synchronization

extension ScriptedPanel {
    /// A panel with something in each of its documents.
    static func full() -> ScriptedPanel {
        let panel = MetricsTests.busyPanel()
        let at = WallTime.sample("2026-11-21T09:00:00Z")
        panel.script.withLock { script in
            script.state.refusal = .init(.slotTaken, until: .sample("2026-11-21T19:00:05Z"))
            script.bookings = [.sample(title: "A", arrival: .late, secondsAfterStart: 421)]
            script.verdicts = [.noShow(number: 4, givenAt: "2026-11-21T09:10:00Z")]
            script.verdicts[0].reason = .sensorsBlind
            script.verdicts[0].evidence.checkIn = .press
            script.simulator = SimulatedPanelLines()
            script.reportedSensors = ScriptedSensors(
                ["right": .admitted], names: ["camera"])
            script.state.offers = offers
            script.onPress = { _ in
                Press(
                    number: 8, pressedAt: at, wish: .end, outcome: .refused,
                    refusal: .changedMeanwhile, booking: BookingID("a"))
            }
            script.log = rows(at: at)
        }
        return panel
    }

    /// Everything that can be offered.
    private static var offers: RoomState.Offers {
        let at = WallTime.sample("2026-11-21T19:00:00Z")
        let seen = Tap.Seen(BookingID("a/1"), Span(start: at, length: .seconds(3_600)))
        var offers = RoomState.Offers()
        (offers.checkIn, offers.end) = (seen, seen)
        offers.takeBack = .init(seen, of: .booked, until: at + .seconds(10))
        offers.gaps = [
            .init(from: nil, until: nil, inPlaceOf: seen),
            .init(from: at + .seconds(3_600), until: at + .seconds(7_200)),
        ]
        return offers
    }

    /// A row of each kind, and of each kind of write.
    private static func rows(at: WallTime) -> [LogEntry] {
        let id = BookingID("a")
        let span = Span(start: at, length: .seconds(3_600))
        let writes: [ServerWrite] = [
            .create(Booking(id: id, title: "A", span: span)),
            .changeEnd(id, from: span.end, to: span.end + .seconds(900)), .withdraw(id),
            .mark(id, .noShow),
        ]
        return [
            .edge(SensorEdge(sensor: "pir", isActive: true, at: at, health: .ok)),
            .presence(PresenceSpan(.present, Span(start: at, length: .seconds(1)))),
            .press(
                Press(
                    number: 7, pressedAt: at, length: .short, outcome: .refused,
                    refusal: .tooShort, booking: id)),
            .message(
                MessageRecord(
                    kind: .late, booking: id, span: span, at: at, result: .givenUp,
                    error: "too old")),
            .note(
                Note(number: 1, writtenAt: at, at: at, sensor: "pir", text: "fan replaced")),
        ]
            + writes.map {
                .write(
                    OutboxEntry(
                        number: 1, write: $0, cause: .rule, createdAt: at, lastError: "503"))
            }
    }
}
