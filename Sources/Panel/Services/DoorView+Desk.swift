import Desk
import Foundation
import Journal
import PanelWeb
import RoomCore

/// What the desk's pages show: as the door has it, and what only the journal and the room's sensors know.
extension DoorView: DeskRecord {
    var clock: RoomClock { RoomClock(name: zone.identifier, zone) }

    func verdicts(
        of kinds: Set<Verdict.Kind>, in window: Span, limit: Int
    ) async throws -> [Verdict] {
        try await journal.verdicts(in: window, of: kinds, limit: limit).rows
    }

    func verdicts(about window: Span, limit: Int) async throws -> [Verdict] {
        try await journal.verdicts(about: window, limit: limit).rows
    }

    func verdict(_ number: Int64) async throws -> Verdict? {
        let ever = Span(start: .earliest, end: .latest)
        let page = try await journal.verdicts(about: ever, after: number - 1, limit: 1)
        return page.rows.first { $0.number == number }
    }

    func activity(in window: Span) async throws -> [String: SensorActivity] {
        try await journal.activity(in: window)
    }

    func longestSilences() async -> [String: SensorSilence] {
        await inlet.ask { room, now in room.longestSilences(at: now) } ?? [:]
    }
}
