import Desk
import Journal
import PanelWeb
import RoomCore

/// What is written at the desk goes into the journal; what it reports comes from there.
struct JournalBook: DeskBook {
    let journal: Journal
    let time: any TimeSource
    let states: StateBoard
    let sensors: [String]
    /// What the desk may see of the room.
    let view: any PanelView

    func now() -> WallTime? {
        let now = time.now().wall
        return states.state(at: now).isClockTrusted ? now : nil
    }

    func today() -> Span { view.today() }

    func secondsFromUTC(at instant: WallTime) -> Int { view.secondsFromUTC(at: instant) }

    func report(in window: Span, limit: Int) async throws -> RoomReport? {
        try await view.report(in: window, limit: limit)
    }

    func write(
        _ text: String, at: WallTime, sensor: String?, writtenAt now: WallTime
    ) async throws -> Note {
        try await journal.annotate(text, at: at, sensor: sensor, writtenAt: now)
    }
}
