public import RoomCore

/// One signal of a lamp in `lamps` of the legend.
public struct LegendSignal: Hashable, Sendable, Codable {
    /// A stretch in which the lamp is lit or dark.
    public struct Phase: Hashable, Sendable, Codable {
        /// Whether it is lit.
        public var lit: Bool
        /// How long, in milliseconds.
        public var milliseconds: Int
    }

    /// What it says.
    public var meaning: LampLegend.Meaning
    /// What is lit.
    public var colour: LampSignal.Colour
    /// How it blinks.
    public var pattern: LampSignal.Pattern
    /// The stretches in turn; empty where it is lit without a break.
    public var phases: [Phase]
    /// Whether they begin again after the last one.
    public var repeats: Bool
}

extension LegendSignal {
    /// Puts a signal into the words of the contract.
    public init(_ entry: LampLegend.Entry) {
        let waveform = LampWaveform(entry.signal.pattern)
        self.init(
            meaning: entry.meaning, colour: entry.signal.colour, pattern: entry.signal.pattern,
            phases: waveform.phases.map {
                Phase(lit: $0.isLit, milliseconds: $0.length.wholeMilliseconds)
            },
            repeats: waveform.repeats)
    }
}
