/// A step in the commissioning of a panel: one question to an installer, or one test of the button or the sensors.
public enum CommissioningStep: Hashable, Sendable, Codable {
    /// A place in the room where somebody walks about.
    public enum Place: String, Hashable, Sendable, Codable, CaseIterable {
        /// Inside, where people come in.
        case door
        /// Where people sit.
        case table
        /// The place inside that is farthest from the sensors.
        case farCorner = "far_corner"
    }

    /// One output line of a lamp is lit alone.
    case lamp(LampLine)
    /// The button is pressed once.
    case button(Press.Length)
    /// Somebody walks about at a place.
    case walk(Place)
    /// Somebody sits still on a chair; the chairs are numbered from 1 on.
    case seated(chair: Int)

    /// The most chairs that are tried.
    public static let greatestChairs = 12

    /// The steps for a panel, in their order: lamps, button, walks, the first chair.
    ///
    /// - Parameters:
    ///   - lamps: the lines that are wired.
    ///   - hasSensors: whether a sensor is on a line.
    public static func all(
        lamps: Set<LampLine>, hasButton: Bool, hasSensors: Bool
    ) -> [CommissioningStep] {
        let lines = LampLine.Lamp.allCases.flatMap { lamp in
            LampLine.Channel.allCases.map { LampLine(lamp, $0) }
        }
        var steps = lines.filter { lamps.contains($0) }.map { CommissioningStep.lamp($0) }
        if hasButton { steps += Press.Length.allCases.map { .button($0) } }
        if hasSensors {
            steps += Place.allCases.map { .walk($0) }
            steps.append(.seated(chair: 1))
        }
        return steps
    }
}

/// What a step of commissioning says about the panel, from the best to the worst.
public enum CommissioningOutcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// All is well.
    case passed
    /// All is well once a setting is changed.
    case needsChange = "needs_change"
    /// Nobody has looked.
    case skipped
    /// Something is wrong.
    case failed

    /// The worst of several; ``skipped`` if there is none, since then nobody has looked.
    public static func worst(of outcomes: [CommissioningOutcome]) -> CommissioningOutcome {
        allCases.last { outcomes.contains($0) } ?? .skipped
    }
}
