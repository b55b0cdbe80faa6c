import GPIO
import PanelWeb
import RoomCore

/// The simulated chip's input lines, as the page may switch them.
struct SimulatorLines: SimulatedLines {
    let chip: SimulatedChip
    let inputs: [InputSettings]
    let kinds: [String: SensorSettings.Kind]

    func lines() -> [SimulatedLine] {
        let button = inputs.filter { $0.role == .button }
        let sensors = inputs.filter { $0.role == .sensor }
        return (button + sensors).map { input in
            SimulatedLine(
                name: input.name, kind: kind(input), active: input.active,
                level: (try? chip.level(of: input.line)) ?? input.active.level(isActive: false))
        }
    }

    private func kind(_ input: InputSettings) -> SimulatedLine.Kind {
        guard input.role == .sensor else { return .button }
        return kinds[input.name] == .presence ? .presence : .motion
    }

    func setLevel(_ level: Int, ofLine name: String) throws {
        guard let input = inputs.first(where: { $0.name == name }) else { return }
        try chip.set(input.line, to: level)
    }
}
