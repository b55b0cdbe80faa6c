public import RoomCore

/// Everything the panel has on its chip; from `gpio` of the configuration.
public struct GPIOSettings: Hashable, Sendable {
    /// Which chip.
    public var chip: ChipReference
    /// The sensors' and the button's lines.
    public var inputs: [InputSettings]
    /// The line of each LED that is wired.
    public var lamps: [LampLine: LineReference]
    /// The electrical level that lights an LED; one for all lamps of a panel.
    public var lampsActive: SensorSettings.ActiveLevel

    /// Makes the settings.
    public init(
        chip: ChipReference, inputs: [InputSettings] = [], lamps: [LampLine: LineReference] = [:],
        lampsActive: SensorSettings.ActiveLevel = .high
    ) {
        self.chip = chip
        self.inputs = inputs
        self.lamps = lamps
        self.lampsActive = lampsActive
    }

    /// The lines that are given more than once, each with what they are given for, in the order of the text.
    ///
    /// A line given once by its offset and once by its name is found out only when it is requested: the second
    /// request says that this panel itself holds it.
    public var linesUsedTwice: [(line: LineReference, uses: [String])] {
        var uses: [LineReference: [String]] = [:]
        for input in inputs { uses[input.line, default: []].append(input.name) }
        for (lamp, line) in lamps { uses[line, default: []].append("lamp \(lamp)") }
        return uses.filter { $0.value.count > 1 }
            .map { (line: $0.key, uses: $0.value.sorted()) }
            .sorted { $0.line.description < $1.line.description }
    }
}
