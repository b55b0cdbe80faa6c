import RoomCore

/// Reads the `sensors` part: those that are on no line, and report over HTTP.
extension ConfigurationReader {
    /// How such a sensor is judged, and how it shows who it is.
    struct Reported {
        var settings: SensorSettings
        var sensor: PanelConfiguration.ReportedSensor
    }

    /// - Parameter others: the sensors on lines, whose names are taken.
    static func readReported(
        _ root: inout ConfigurationSection, besides others: [SensorSettings]
    ) -> [Reported] {
        var names = Set(others.map(\.name))
        return root.list("sensors", greatestCount: greatestSensors).map { entry in
            var entry = entry
            let reported = readReported(&entry)
            if !names.insert(reported.settings.name).inserted {
                entry.report("name", "this name is used twice")
            }
            return reported
        }
    }

    private static func readReported(_ section: inout ConfigurationSection) -> Reported {
        section.refuse(
            ["token", "password", "secret"],
            "secrets do not stand in this file: write the token into a file of its own, and name "
                + "that with token_file: PATH")
        let name = section.text("name", allowed: "\(nameRule); not button") {
            isName($0) && $0 != "button"
        }
        let tokenFile = readSecretFile("token_file", &section)
        let kind = section.choice("kind", default: SensorSettings.Kind.presence)
        let hold = section.duration(
            "hold", default: .seconds(600), in: .seconds(1) ... .seconds(7_200))
        let warmUp = section.duration("warm_up", default: .zero, in: .zero ... .seconds(210))
        let stuckAfter = section.duration(
            "stuck_after", default: kind.stuckAfter, in: .seconds(3_600) ... .seconds(604_800))
        section.finish()
        return Reported(
            settings: SensorSettings(
                name: name, kind: kind, hold: hold, warmUp: warmUp, stuckAfter: stuckAfter),
            sensor: PanelConfiguration.ReportedSensor(name: name, tokenFile: tokenFile))
    }
}
