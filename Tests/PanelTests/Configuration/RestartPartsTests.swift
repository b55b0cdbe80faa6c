import Foundation
import RoomCore
import Testing

@testable import Panel

/// A reload names the very keys that wait for a restart.
struct RestartPartsTests {
    private func parse(_ text: String) throws -> PanelConfiguration {
        try ConfigurationReader.parse(
            text, file: "panel.yaml", builtAt: WallTime(secondsSinceEpoch: 0))
    }

    private func keys(_ old: String, _ new: String) throws -> [String] {
        let design = ConfigurationTests.design
        #expect(design.contains(old))
        let changed = design.replacingOccurrences(of: old, with: new)
        return try RestartParts(from: parse(design), to: parse(changed)).keys
    }

    @Test(arguments: [
        ("hold: 10m", "hold: 7m"), ("warm_up: 60s", "warm_up: 30s"),
        ("hold: 10m", "hold: 10m, stuck_after: 8h"), ("late_after: 5m", "late_after: 6m"),
    ])
    func whatIsTakenOverNeedsNoRestart(old: String, new: String) throws {
        #expect(try keys(old, new) == [])
    }

    @Test(arguments: [
        ("name: Aurora", "name: Borealis", "room.name"),
        ("show_titles: true", "show_titles: false", "room.show_titles"),
        ("trust: auto", "trust: always", "clock.trust"),
        ("kind: motion", "kind: presence, stuck_after: 4h", "gpio.sensors.pir.kind"),
        ("line: 4,", "line: 23,", "gpio.sensors.pir.line"),
        ("bias: pull-down", "bias: disabled", "gpio.sensors.pir.bias"),
        ("name: pir", "name: ceiling", "gpio.sensors"),
        ("debounce: 20ms", "debounce: 30ms", "gpio.button.debounce"),
        ("red: 5,", "red: 7,", "gpio.lamps"),
        ("poll: 30s", "poll: 60s", "server.poll"),
        ("user: panel", "user: door", "server.user"),
        ("8080", "8081", "web.listen"),
        ("web:     { ", "web:     { names: [door.example.org], ", "web.names"),
        ("web:     { ", "web:     { language: ru, ", "web.language"),
        ("web:     { ", "web:     { booking: true, ", "web.booking"),
        (
            "journal: {", "desk: { password_file: /etc/domovoy/desk }\njournal: {",
            "desk.password_file"
        ),
        ("retention_days: 400", "retention_days: 100", "journal.retention_days"),
        ("clock: ", "sensors: [ { name: camera, token_file: /t } ]\nclock: ", "sensors"),
    ])
    func everyOtherKeyIsNamed(old: String, new: String, key: String) throws {
        #expect(try keys(old, new) == [key])
    }
}
