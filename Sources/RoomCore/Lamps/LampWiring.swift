/// Which lines make which colour; from `gpio.lamps` of the configuration.
///
/// A lamp is wired as separate LEDs or as one RGB part. Outputs are on or off, so an RGB part makes orange of red and
/// green.
public struct LampWiring: Hashable, Sendable {
    /// The lines that exist.
    public let lines: Set<LampLine>

    /// Makes a wiring.
    public init(lines: Set<LampLine>) {
        self.lines = lines
    }

    /// The lines that make `colour` on `lamp`; empty for `off` and for a colour the wiring cannot make.
    ///
    /// A lamp that misses a colour stays dark rather than show half of it, which may be another colour.
    public func lines(_ lamp: LampLine.Lamp, _ colour: LampSignal.Colour) -> Set<LampLine> {
        let made = Set(channels(lamp, colour).map { LampLine(lamp, $0) })
        return made.isSubset(of: lines) ? made : []
    }

    /// The colours that `policy` may show and the wiring cannot make, as `lamp: colour`; empty if all is well.
    public func missingColours(_ policy: Policy) -> [String] {
        var missing: [String] = []
        for (lamp, colours) in needed(policy) {
            for colour in colours
            where !channels(lamp, colour).allSatisfy({ lines.contains(LampLine(lamp, $0)) }) {
                missing.append("\(lamp.rawValue): \(colour.rawValue)")
            }
        }
        return missing
    }

    private func needed(_ policy: Policy) -> [(LampLine.Lamp, [LampSignal.Colour])] {
        switch (policy.isCombined, policy.palette) {
        case (true, .standard): [(.availability, [.red, .green, .orange, .redGreen])]
        case (true, .blueOrange): [(.availability, [.blue, .orange, .redGreen])]
        case (false, .standard):
            [(.availability, [.red, .green]), (.booking, [.green, .blue, .orange])]
        case (false, .blueOrange):
            [(.availability, [.blue, .orange]), (.booking, [.blue, .orange])]
        }
    }

    private func channels(
        _ lamp: LampLine.Lamp, _ colour: LampSignal.Colour
    ) -> [LampLine.Channel] {
        switch colour {
        case .off: []
        case .red: [.red]
        case .green: [.green]
        case .blue: [.blue]
        case .orange: lines.contains(LampLine(lamp, .orange)) ? [.orange] : [.red, .green]
        case .redGreen: lines.contains(LampLine(lamp, .red)) ? [.red, .green] : [.blue, .orange]
        }
    }
}
