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
}
