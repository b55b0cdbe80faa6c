import GPIO
import HTTPExchange
import RoomCore

/// What a certificate says of a panel besides the results, by its configuration and its board.
struct CommissionedPanel {
    let configuration: PanelConfiguration
    /// The chip, as it calls itself.
    let chip: String
    /// The board.
    let board: String

    /// The certificate of what a session found.
    ///
    /// - Parameter isClockSynchronised: whether `now` can be believed.
    func certificate(
        _ results: [CommissioningResult], signedBy name: String, at now: WallTime,
        isClockSynchronised: Bool
    ) -> Certificate {
        let room = configuration.room
        return Certificate(
            Certificate.Particulars(
                signedBy: name, givenAt: now.flooredToSecond,
                isClockSynchronised: isClockSynchronised, roomID: room.id, roomName: room.name,
                timeZone: room.timeZone, board: board, chip: chip, version: Version.text),
            lines: lines, settings: settings, results: results,
            untestedSensors: configuration.reported.map(\.name))
    }

    private var lines: [Certificate.Line] {
        let gpio = configuration.gpio
        let inputs = gpio.inputs.map { input in
            Certificate.Line(
                name: input.name, line: "\(input.line)", active: input.active,
                bias: input.bias.rawValue)
        }
        let lamps = gpio.lamps.map { lamp, line in
            Certificate.Line(
                name: "lamp \(lamp)", line: "\(line)", active: gpio.lampsActive, bias: nil)
        }
        return inputs + lamps.sorted { $0.name < $1.name }
    }

    /// The settings that decide what the tested parts do.
    private var settings: [Certificate.Setting] {
        let policy = configuration.room.policy
        let sensors = configuration.room.sensors.flatMap { sensor in
            let values = [
                ("kind", sensor.kind.rawValue), ("hold", DurationText.format(sensor.hold)),
                ("warm_up", DurationText.format(sensor.warmUp)),
                ("stuck_after", DurationText.format(sensor.stuckAfter)),
            ]
            return values.map { Certificate.Setting("\(sensor.name).\($0.0)", $0.1) }
        }
        let times = [
            ("check_in_window", policy.checkInWindow), ("check_in_within", policy.checkInWithin),
            ("late_after", policy.lateAfter), ("no_show_after", policy.noShowAfter),
            ("vacant_after", policy.vacantAfter), ("long_press", policy.longPress),
            ("stuck_press", policy.stuckPress),
        ]
        let rest = [
            ("policy.on_no_show", policy.onNoShow.rawValue),
            ("policy.shadow", "\(policy.isShadow)"),
            ("gpio.lamps.palette", policy.palette.rawValue),
            ("gpio.lamps.combined", "\(policy.isCombined)"),
        ]
        return sensors
            + times.map { Certificate.Setting("policy.\($0.0)", DurationText.format($0.1)) }
            + rest.map { Certificate.Setting($0.0, $0.1) }
    }

    // MARK: The board

    /// What the board is called by its firmware, with its serial number where it tells one.
    ///
    /// - Parameter root: where the system shows what it knows of the machine.
    static func board(in root: String = "/sys") -> String {
        let tree = "\(root)/firmware/devicetree/base"
        let names = ["\(tree)/model", "\(root)/class/dmi/id/product_name"]
        let model = names.lazy.compactMap(text).first ?? "a board that tells no model"
        guard let serial = text("\(tree)/serial-number") else { return model }
        return "\(model), serial number \(serial)"
    }

    private static func text(_ path: String) -> String? {
        guard let bytes = try? SmallFile.read(path, limit: 4_096) else { return nil }
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).oneLine(128).trimmed
        return text.isEmpty ? nil : text
    }
}
