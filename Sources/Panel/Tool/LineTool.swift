import GPIO
import Glibc
import RoomCore

/// `domovoy gpio`: looking at lines and trying the lamps, for whoever installs the panel.
public enum LineTool {
    /// Chips and their lines.
    ///
    /// - Parameter file: the configuration whose chip is listed, a simulated one as well; nil for all of the kernel's.
    /// - Returns: the text, and one line for each chip that could not be read.
    /// - Throws: ``ConfigurationError``; ``GPIO/GPIOError`` if there is no chip to list.
    public static func list(file: String?) throws -> (text: String, problems: [String]) {
        guard let file else { return try listKernelChips() }
        let gpio = try read(file)
        return (text(try ChipListing(of: source(gpio)), uses: uses(gpio)), [])
    }

    private static func listKernelChips() throws(GPIOError) -> (text: String, problems: [String]) {
        let (chips, errors) = try ChipListing.all()
        guard !chips.isEmpty else {
            throw errors.first
                ?? GPIOError(
                    .listChips, code: ENODEV, subject: "in /dev",
                    detail: "this machine has none; a simulated one is listed with --config FILE")
        }
        let texts = chips.map { text($0, uses: nil) }
        return (texts.joined(separator: "\n\n"), errors.map(\.description))
    }

    /// One chip: a line about it, then a table of its lines.
    private static func text(_ listing: ChipListing, uses: [LineReference: String]?) -> String {
        var table = TextTable(
            heading: "\(listing.chip), \(listing.chip.lineCount) lines",
            columns: ["offset", "name", "direction", "used by"], rows: [])
        if uses != nil { table.columns.append("configured as") }
        table.rows = listing.lines.map { line in
            let cells = [
                "\(line.offset)", line.name ?? "", line.direction.rawValue,
                line.consumer ?? (line.isUsed ? "in use" : ""),
            ]
            guard let uses else { return cells }
            let name = line.name.flatMap { uses[.name($0)] }
            return cells + [uses[.offset(line.offset)] ?? name ?? ""]
        }
        return table.text()
    }

    /// Prints every change of the configured inputs until the task is cancelled or no line is left to watch.
    ///
    /// A line that is lost is looked for again as long as another one is there. Simulated lines live in a running
    /// panel, and are watched through its page.
    ///
    /// - Parameters:
    ///   - url: where a panel with simulated lines serves its page; nil for `web.listen` of the configuration.
    ///   - caFile: a PEM file with the authorities to trust in place of the system's; nil trusts those.
    ///   - print: called with each line of text, on the reader's thread.
    /// - Throws: ``ConfigurationError``; ``GPIO/GPIOError`` of the last line that was lost; ``PanelClient/Failure``;
    ///   what `print` throws.
    public static func watch(
        file: String, url: String?, caFile: String? = nil,
        print: @escaping @Sendable (String) throws -> Void
    ) async throws {
        let configuration = try ConfigurationReader.read(file: file, builtAt: BuildDate.instant)
        let gpio = configuration.gpio
        guard !gpio.inputs.isEmpty else {
            throw fault(file, "gpio", "there is no sensor and no button to watch")
        }
        guard gpio.chip == .simulated else {
            return try await LineWatch.run(KernelChips(gpio.chip), gpio.inputs, print: print)
        }
        guard let url = url ?? configuration.pageURL else {
            throw fault(
                file, "web.listen", "is off: simulated lines are watched through the panel's page")
        }
        try await SimulatorWatch(client: try PanelClient(url: url, caFile: caFile)).run(
            print: print)
    }

    /// Lights each configured lamp line for a moment, one after the other; or makes all of them dark.
    ///
    /// - Parameters:
    ///   - isOff: only makes everything dark, and returns at once.
    ///   - print: told which line is lit.
    /// - Throws: ``ConfigurationError``, or ``GPIO/GPIOError``.
    public static func lamps(
        file: String, isOff: Bool, print: @Sendable (String) throws -> Void
    ) async throws {
        let gpio = try read(file)
        let lamps = GPIOLamps(
            source(gpio), lines: gpio.lamps, active: gpio.lampsActive, consumer: "domovoy-lamps")
        try lamps.light([])
        guard !isOff else { return }
        if gpio.chip == .simulated { try print("the chip is simulated: nothing lights up") }
        for line in gpio.lamps.keys.sorted(by: { $0.description < $1.description }) {
            try print("\(line) (line \(gpio.lamps[line].map { "\($0)" } ?? "?")) is lit")
            try lamps.light([line])
            if gpio.chip != .simulated { try await Task.sleep(for: .seconds(1)) }
        }
        try lamps.light([])
    }

    private static func read(_ file: String) throws(ConfigurationError) -> GPIOSettings {
        try ConfigurationReader.read(file: file, builtAt: BuildDate.instant).gpio
    }

    /// The chip of a configuration; a simulated one is made for the occasion, and shares nothing with a panel's.
    static func source(_ gpio: GPIOSettings) -> any ChipSource {
        gpio.chip == .simulated ? SimulatedChip(for: gpio) : KernelChips(gpio.chip)
    }

    /// What hangs on each configured line.
    private static func uses(_ gpio: GPIOSettings) -> [LineReference: String] {
        let inputs = gpio.inputs.map { ($0.line, $0.name) }
        let lamps = gpio.lamps.map { ($0.value, "lamp \($0.key)") }
        return Dictionary(inputs + lamps) { first, _ in first }
    }

    private static func fault(_ file: String, _ path: String, _ problem: String) -> any Error {
        ConfigurationError(file: file, faults: [ConfigurationFault(path: path, problem: problem)])
    }
}
