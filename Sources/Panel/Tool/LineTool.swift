public import GPIO
import RoomCore

/// `domovoy gpio`: looking at lines and trying the lamps, for whoever installs the panel.
public enum LineTool {
    /// All chips and their lines.
    ///
    /// - Returns: the table, and one line for each chip that could not be read.
    /// - Throws: ``GPIO/GPIOError`` if there is no GPIO at all.
    public static func list() throws(GPIOError) -> (text: String, problems: [String]) {
        let (chips, errors) = try ChipListing.all()
        let rows = chips.flatMap { listing in
            listing.lines.map { line in
                [
                    listing.chip.name, listing.chip.label, "\(line.offset)", line.name ?? "",
                    line.direction.rawValue, line.consumer ?? (line.isUsed ? "in use" : ""),
                ]
            }
        }
        let table = TextTable(
            columns: ["chip", "label", "offset", "name", "direction", "used by"], rows: rows)
        return (table.text(), errors.map(\.description))
    }

    /// Prints every change of the configured inputs until the task is cancelled.
    ///
    /// - Parameter print: called with each line of text, on the reader's thread.
    /// - Throws: ``ConfigurationError``, or ``GPIO/GPIOError``.
    public static func watch(
        file: String, print: @escaping @Sendable (String) -> Void
    ) async throws {
        let gpio = try hardware(file)
        let reader = try LineReader(
            KernelChips(gpio.chip), inputs: gpio.inputs, consumer: "domovoy-watch"
        ) { print(describe($0)) }
        try await reader.run()
    }

    private static func describe(_ event: LineEvent) -> String {
        switch event {
        case .found(let line): "\(line): found"
        case .level(let line, let isActive): "\(line): is \(isActive ? "active" : "inactive")"
        case .edge(let line, let isActive, let at):
            "\(line): became \(isActive ? "active" : "inactive") at \(at.sinceBoot)"
        case .lost(let line, let count): "\(line): \(count) edges lost"
        case .gone(let line, let reason): "\(line): gone: \(reason)"
        }
    }

    /// Lights each configured lamp line for a moment, one after the other; or makes all of them dark.
    ///
    /// - Parameters:
    ///   - isOff: only makes everything dark, and returns at once.
    ///   - print: told which line is lit.
    /// - Throws: ``ConfigurationError``, or ``GPIO/GPIOError``.
    public static func lamps(
        file: String, isOff: Bool, print: @Sendable (String) -> Void
    ) async throws {
        let gpio = try hardware(file)
        let lamps = GPIOLamps(
            KernelChips(gpio.chip), lines: gpio.lamps, active: gpio.lampsActive,
            consumer: "domovoy-lamps")
        try lamps.light([])
        guard !isOff else { return }
        for line in gpio.lamps.keys.sorted(by: { $0.description < $1.description }) {
            print("\(line) (line \(gpio.lamps[line].map { "\($0)" } ?? "?")) is lit")
            try lamps.light([line])
            try await Task.sleep(for: .seconds(1))
        }
        try lamps.light([])
    }

    private static func hardware(_ file: String) throws -> GPIOSettings {
        let configuration = try ConfigurationReader.read(file: file, builtAt: BuildDate.instant)
        guard configuration.gpio.chip != .simulated else {
            throw ConfigurationError(
                file: file,
                faults: [
                    ConfigurationFault(
                        path: "gpio.chip", value: "simulated",
                        problem: "there is no hardware to look at; name a chip")
                ])
        }
        return configuration.gpio
    }
}
