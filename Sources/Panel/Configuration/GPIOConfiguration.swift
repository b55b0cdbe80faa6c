import GPIO
import RoomCore

/// Reads the `gpio` part.
extension ConfigurationReader {
    static let greatestSensors = 8

    /// What the `lamps` part says besides the lines.
    struct Lamps {
        var palette: LampPalette
        var isCombined: Bool
        var active: SensorSettings.ActiveLevel
        var section: ConfigurationSection

        /// Reports the colours that the lines cannot make; a lamp without any line is simply not there.
        func check(_ lines: [LampLine: LineReference], _ policy: Policy) {
            let wiring = LampWiring(lines: Set(lines.keys))
            for lamp in LampLine.Lamp.allCases where lines.keys.contains(where: { $0.lamp == lamp })
            {
                let missing = wiring.missingColours(policy).filter {
                    $0.hasPrefix("\(lamp.rawValue):")
                }
                if !missing.isEmpty {
                    section.report(
                        lamp.rawValue,
                        "its lines cannot make \(missing.joined(separator: ", ")) of the palette "
                            + policy.palette.rawValue)
                }
            }
        }
    }

    static func readGPIO(
        _ section: ConfigurationSection
    ) -> (GPIOSettings, [SensorSettings], Lamps) {
        var section = section
        let chip = section.text(
            "chip", allowed: "simulated, or a path, name or label of a GPIO chip")
        var used = UsedLines()
        var inputs: [InputSettings] = []
        var sensors: [SensorSettings] = []
        for var entry in section.list("sensors", greatestCount: greatestSensors) {
            let (input, sensor) = readSensor(&entry, &used)
            if sensors.contains(where: { $0.name == sensor.name }) {
                entry.report("name", "this name is used twice")
            }
            inputs.append(input)
            sensors.append(sensor)
        }
        if section.has("button") {
            var entry = section.section("button")
            inputs.append(
                readInput(
                    &entry, .button, name: "button", debounce: .milliseconds(20), .low, &used))
            entry.finish()
        } else {
            section.expect("button")
        }
        let (lines, lamps) = readLamps(section.section("lamps"), &used)
        section.finish()
        used.check(ChipReference(chip))
        let gpio = GPIOSettings(
            chip: ChipReference(chip), inputs: inputs, lamps: lines, lampsActive: lamps.active)
        return (gpio, sensors, lamps)
    }

    private static func readSensor(
        _ section: inout ConfigurationSection, _ used: inout UsedLines
    ) -> (InputSettings, SensorSettings) {
        let name = section.text("name", allowed: "\(nameRule); not button") {
            isName($0) && $0 != "button"
        }
        let kind = section.choice("kind", default: SensorSettings.Kind.motion)
        let input = readInput(&section, .sensor, name: name, debounce: .zero, .high, &used)
        let hold = section.duration(
            "hold", default: .seconds(600), in: .seconds(1) ... .seconds(7_200))
        let warmUp = section.duration(
            "warm_up", default: .seconds(60), in: .zero ... .seconds(210))
        let stuckAfter = section.duration(
            "stuck_after", default: kind.stuckAfter, in: .seconds(3_600) ... .seconds(604_800))
        section.finish()
        return (
            input,
            SensorSettings(
                name: name, kind: kind, active: input.active, hold: hold, warmUp: warmUp,
                stuckAfter: stuckAfter)
        )
    }

    private static func readInput(
        _ section: inout ConfigurationSection, _ role: InputSettings.Role, name: String,
        debounce: Duration,
        _ active: SensorSettings.ActiveLevel, _ used: inout UsedLines
    ) -> InputSettings {
        let line = readLine("line", of: &section, &used)
        let level = section.choice("active", default: active)
        let bias = section.choice(
            "bias", default: level == .low ? LineBias.pullUp : .pullDown)
        let wait = section.duration(
            "debounce", default: debounce, in: .zero ... .seconds(1))
        return InputSettings(
            name: name, role: role, line: line, active: level, bias: bias, debounce: wait)
    }

    private static func readLamps(
        _ section: ConfigurationSection, _ used: inout UsedLines
    ) -> ([LampLine: LineReference], Lamps) {
        var section = section
        var lines: [LampLine: LineReference] = [:]
        for lamp in LampLine.Lamp.allCases {
            var entry = section.section(lamp.rawValue)
            for channel in LampLine.Channel.allCases {
                if entry.has(channel.rawValue) {
                    lines[LampLine(lamp, channel)] = readLine(
                        channel.rawValue, of: &entry, &used)
                } else {
                    entry.expect(channel.rawValue)
                }
            }
            entry.finish()
        }
        let lamps = Lamps(
            palette: section.choice("palette", default: LampPalette.standard),
            isCombined: section.flag("combined", default: false),
            active: section.choice("active", default: SensorSettings.ActiveLevel.high),
            section: section)
        section.finish()
        return (lines, lamps)
    }

    private static func readLine(
        _ key: String, of section: inout ConfigurationSection, _ used: inout UsedLines
    ) -> LineReference {
        let text = section.text(
            key, allowed: "an offset from 0 to 1023, or a line's name of 1 to 64 characters"
        ) { text in
            if let offset = Int(text) { return (0...1_023).contains(offset) }
            return (1...64).contains(text.utf8.count)
        }
        let line = LineReference(text)
        guard !text.isEmpty else { return line }
        if let other = used.take(line, key, of: section) {
            section.report(key, "this line is used by \(other) already")
        }
        return line
    }
}
