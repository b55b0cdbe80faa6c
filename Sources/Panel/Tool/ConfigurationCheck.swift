import GPIO
import RoomCore

/// `domovoy config check`.
public enum ConfigurationCheck {
    /// Checks a file.
    ///
    /// - Returns: one line that says what the panel would be, and one for each thing that may have been forgotten.
    /// - Throws: ``ConfigurationError`` with everything that is wrong.
    public static func run(
        file: String
    ) throws(ConfigurationError) -> (text: String, doubts: [String]) {
        let configuration = try ConfigurationReader.read(file: file, builtAt: BuildDate.instant)
        let room = configuration.room
        let sensors = room.sensors.map(\.name).joined(separator: ", ")
        let text =
            "\(file): ok: room \(room.id), chip \(configuration.gpio.chip), sensors "
            + "\(sensors.isEmpty ? "none" : sensors), server \(configuration.server.kind.rawValue)"
        let doubts = ConfigurationDoubts(configuration: configuration).all
        return (text, doubts.map { "\(file): warning: \($0)" })
    }

    /// Tries what a configuration names on this machine: files, the journal's folder, chip, lines and server.
    ///
    /// Nothing is changed: lines are looked at and not requested, the server is only read.
    ///
    /// - Returns: a line for each thing that was tried, and whether all of it is well.
    /// - Throws: ``ConfigurationError`` with everything that is wrong in the file itself.
    public static func here(
        file: String
    ) async throws(ConfigurationError) -> (text: String, isWell: Bool) {
        let configuration = try ConfigurationReader.read(file: file, builtAt: BuildDate.instant)
        let trials = PlaceTrial.files(configuration) + PlaceTrial.lines(configuration.gpio)
        let all = trials + [await PlaceTrial.server(configuration, file: file)]
        return (all.map(\.description).joined(separator: "\n"), all.allSatisfy(\.isWell))
    }
}
