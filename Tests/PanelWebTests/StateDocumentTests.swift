import FoundationEssentials
import HTTPTypes
import NIOCore
import RoomCore
import Testing

@testable import PanelWeb

struct StateDocumentTests {
    @Test func aFreeRoomHasEveryKey() async {
        let answer = await PanelResponder.testing().ask("/api/v1/state")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "application/json")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(
            answer.text == """
                {"availability":"free","button":{"health":"ok"},"clock":{"trusted":true},\
                "conflicts":[],"current":null,\
                "lamps":{"availability":{"colour":"green","pattern":"steady"},\
                "booking":{"colour":"off","pattern":"steady"}},"next":null,\
                "now":"2026-11-21T19:00:00Z","offers":null,"presence":"unknown",\
                "refusal":null,"room":{"id":"aurora","name":"Aurora","time_zone":"Europe/Moscow"},\
                "sensors":[{"edges":12,"health":"ok","kind":"motion","last_edge":null,"level":0,\
                "lost_edges":0,"name":"pir"}],\
                "sync":{"last_error":null,"last_success":null,"outbox":0,"rate":null,\
                "server":"caldav","stale":false}}
                """)
    }

    @Test func aBookingHasEveryKeyAndWholeSeconds() async {
        let panel = ScriptedPanel { $0.state = .busy(title: nil) }
        let answer = await PanelResponder.testing(panel).ask("/api/v1/state")
        #expect(
            answer.text.contains(
                """
                "current":{"arrived_at":"2026-11-21T18:58:00Z","confirmation":"confirmed",\
                "ends_at":"2026-11-21T19:50:00Z","expected_from":"2026-11-21T18:50:00Z",\
                "id":"a/1","late_at_most":false,"late_by_seconds":480,\
                "organiser":"Vera","pending":true,"phase":"checked_in","source":"server",\
                "starts_at":"2026-11-21T18:50:00Z","title":null}
                """))
    }

    @Test func aRefusalIsAReasonAndAnEnd() async {
        let panel = ScriptedPanel {
            $0.state.refusal = .init(.slotTaken, until: .sample("2026-11-21T19:00:05.25Z"))
        }
        let answer = await PanelResponder.testing(panel).ask("/api/v1/state")
        #expect(
            answer.text.contains(
                #""refusal":{"reason":"slot_taken","until":"2026-11-21T19:00:05.250Z"}"#))
    }

    @Test func aFailureIsOneLineWithItsKindInFront() async throws {
        let panel = ScriptedPanel {
            $0.state.sync.lastError = ServerFailure(.unreachable, "GET https://x: timed out")
            $0.state.sync.lastSuccess = .sample("2026-11-21T18:59:40Z")
        }
        let answer = await PanelResponder.testing(panel).ask("/api/v1/state")
        let sync = try answer.json(StateDocument.self).sync
        #expect(sync.lastError == "unreachable: GET https://x: timed out")
        #expect(sync.lastSuccess?.description == "2026-11-21T18:59:40Z")
    }

    @Test(arguments: Availability.allCases)
    func whatIsWrittenCanBeReadAgain(availability: Availability) throws {
        var state = RoomState.busy(title: "\"quoted\" \u{0} 🚪 \\ </script>")
        state.availability = availability
        state.conflicts = state.current.map { [$0] } ?? []
        state.lamps = LampDisplay(
            availability: LampSignal(.redGreen, .doubleBlink),
            booking: LampSignal(.orange, .refused))
        let document = StateDocument(state)
        let data = Data(ByteBuffer(json: document).readableBytesView)
        #expect(try JSONDecoder().decode(StateDocument.self, from: data) == document)
    }

    @Test func anOlderPanelsMissingKeysAreNil() throws {
        let text = #"{"server":"none","stale":false,"outbox":0}"#
        let sync = try JSONDecoder().decode(SyncState.self, from: Data(text.utf8))
        #expect(sync.lastSuccess == nil)
        #expect(sync.lastError == nil)
    }
}
