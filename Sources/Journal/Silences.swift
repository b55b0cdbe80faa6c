import Foundation
import GRDB
import RoomCore

/// The silences of the sensors, in `meta`: few, and always written as a whole.
enum Silences {
    private static let key = "silences"

    static func write(_ silences: [SensorSilence], in db: Database) throws {
        try Numbers.set(key, try json(silences), in: db)
    }

    /// None if there are none; nil if they cannot be read.
    static func read(in db: Database) throws -> [SensorSilence]? {
        let text = try String.fetchOne(
            db, sql: "SELECT value FROM meta WHERE name = ?", arguments: [key])
        guard let text else { return [] }
        return try? JSONDecoder().decode([SensorSilence].self, from: Data(text.utf8))
    }
}
