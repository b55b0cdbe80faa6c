import GPIO
import RoomCore

/// `domovoy config check`.
public enum ConfigurationCheck {
    /// Checks a file.
    ///
    /// - Returns: one line that says what the panel would be.
    /// - Throws: ``ConfigurationError`` with everything that is wrong.
    public static func run(file: String) throws(ConfigurationError) -> String {
        let configuration = try ConfigurationReader.read(file: file, builtAt: BuildDate.instant)
        let room = configuration.room
        let sensors = room.sensors.map(\.name).joined(separator: ", ")
        return "\(file): ok: room \(room.id), chip \(configuration.gpio.chip), sensors "
            + "\(sensors.isEmpty ? "none" : sensors), server \(configuration.server.kind.rawValue)"
    }
}
