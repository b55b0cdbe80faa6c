import Desk
import Journal
import RoomCore

/// What is written at the desk goes into the journal.
struct JournalBook: DeskBook {
    let journal: Journal
    let time: any TimeSource
    let sensors: [String]

    func now() -> WallTime { time.now().wall }

    func write(_ text: String, at: WallTime, sensor: String?) async throws -> Note {
        try await journal.annotate(text, at: at, sensor: sensor, writtenAt: now())
    }
}
