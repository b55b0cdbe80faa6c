import Desk
import Journal
import RoomCore

/// What is written at the desk goes into the journal.
struct JournalBook: DeskBook {
    let journal: Journal
    let time: any TimeSource
    let states: StateBoard
    let sensors: [String]

    func now() -> WallTime? {
        let now = time.now().wall
        return states.state(at: now).isClockTrusted ? now : nil
    }

    func write(
        _ text: String, at: WallTime, sensor: String?, writtenAt now: WallTime
    ) async throws -> Note {
        try await journal.annotate(text, at: at, sensor: sensor, writtenAt: now)
    }
}
