import Foundation
import PanelWeb
import RoomCore
import Testing

@testable import Panel

/// Slips of a hand that edits a configuration: each is named where it was made, with the way to go.
struct ConfigurationSlipTests {
    private func faults(_ text: String) -> [String] {
        do {
            _ = try ConfigurationReader.parse(text, file: "panel.yaml", builtAt: BuildDate.instant)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    private func replacing(_ old: String, _ new: String) -> [String] {
        #expect(ConfigurationTests.design.contains(old))
        return faults(ConfigurationTests.design.replacingOccurrences(of: old, with: new))
    }

    @Test func whoHasNoConfigurationIsToldWhereToBegin() {
        let fault = #expect(throws: ConfigurationError.self) {
            try ConfigurationReader.read(
                file: "/nonexistent/panel.yaml", builtAt: BuildDate.instant)
        }
        #expect(fault.map { "\($0)" }?.contains("/usr/share/domovoy/examples") == true)
    }

    // MARK: YAML

    @Test(arguments: [
        ("room:\n\tid: aurora\n\tname: Aurora", "line 2: is indented with a tab"),
        ("room:\n  id: aurora\n \tname: Aurora", "line 3: is indented with a tab"),
        ("room:\n  id: aurora\n   name: Aurora", "line 3: its indent of 3 spaces is wrong"),
        ("room:\n   id: aurora\n  name: Aurora", "line 3: its indent of 2 spaces is wrong"),
        (
            "room:\n  name: \"Aurora\n  id: aurora\nweb:\n  listen: \"127.0.0.1:8080\"",
            "line 2: the quote \" that opens here is not closed"
        ),
        (
            "room:\n  id: aurora\n  name: 'Aurora\ngpio:\n  chip: simulated",
            "line 3: the quote ' that opens here is not closed"
        ),
        (
            "room: # it's\n  name: don't\n  id: \"a \\\" b\n  x: 1",
            "line 3: the quote \" that opens here is not closed"
        ),
        (
            "room: { id: aurora, name: Aurora\ngpio:\n  chip: simulated",
            "line 1: the { that opens here is not closed"
        ),
        ("room:\r\n  id: aurora\r\n\tname: Aurora", "line 3: is indented with a tab"),
        ("room:\n  id:aurora\n  name: Aurora", "line 2: a key needs a colon and a space after it"),
        (
            "web:\n  listen: \"off\"\nroom:\n  name: A\n  id: x\n  name: B",
            "line 6: the key name stands there twice, first on line 4"
        ),
        (
            "room: { name: A, name: B }",
            "line 1: the key name stands there twice"
        ),
    ])
    func slipIsNamedOnTheLineWhereItWasMade(text: String, fault: String) {
        let faults = faults(text)
        #expect(faults.count == 1)
        #expect(faults.first?.hasPrefix(fault) == true, "\(faults)")
    }

    @Test(arguments: ["room: it's\n  id: \"x\"", "{", "room: ]", "a: &b\n*c"])
    func anyOtherFaultKeepsTheParsersWordsAndALine(text: String) {
        let faults = faults(text)
        #expect(faults.count == 1)
        #expect(faults.first?.contains("line ") == true, "\(faults)")
    }

    // MARK: Keys

    @Test(arguments: [
        ("password_file: /run/credentials/domovoyd.service/password", "password: topsecret"),
        ("user: panel", "token: topsecret"),
    ])
    func secretInTheFileIsRefusedWithTheWayToGo(old: String, new: String) {
        let faults = replacing(old, new)
        #expect(faults.count == 1, "\(faults)")
        #expect(faults.first?.contains("name that with password_file: PATH") == true, "\(faults)")
        #expect(!faults.joined().contains("topsecret"))
    }

    @Test func partWithoutItsIndentIsToldWhereItBelongs() {
        let text = """
            room: { id: aurora, name: Aurora }
            gpio: { chip: simulated }
            server:
            kind: caldav
            url: https://cal.example.org/
            """
        let faults = faults(text)
        #expect(faults.contains { $0.contains("kind: ") && $0.contains("it belongs to server") })
        #expect(faults.contains { $0.contains("url: ") && $0.contains("two spaces") }, "\(faults)")
    }

    // MARK: Lines

    @Test(arguments: [
        ("pinctrl-bcm2711", 57, 58), ("pinctrl-rp1", 53, 54), ("pinctrl-bcm2835", 53, 54),
        ("601000.gpio", 51, 52), ("600000.gpio", 91, 92), ("1c20800.pinctrl", 255, 256),
        ("300b000.pinctrl", 287, 288),
    ])
    func lineBeyondAKnownChipIsRefused(chip: String, last: Int, count: Int) {
        func faults(_ line: Int) -> [String] {
            self.faults(
                ConfigurationTests.design
                    .replacingOccurrences(of: "chip: simulated", with: "chip: \(chip)")
                    .replacingOccurrences(of: "red: 5", with: "red: \(line)"))
        }
        #expect(faults(last) == [])
        #expect(
            faults(count).first?.contains(
                "gpio.lamps.availability.red: \"\(count)\": \(chip) has \(count) lines") == true)
        #expect(faults(999).count == 1)
    }

    @Test(arguments: ["simulated", "/dev/gpiochip0", "gpiochip0", "some-label", "gpio-0-31"])
    func chipThatNobodyHereKnowsMayHaveAnyLine(chip: String) {
        let text = ConfigurationTests.design
            .replacingOccurrences(of: "chip: simulated", with: "chip: \(chip)")
        #expect(faults(text.replacingOccurrences(of: "red: 5", with: "red: 999")) == [])
    }

    @Test(arguments: [("GPIO20", 20), ("gpio-7", 7), ("BCM_21", 21), ("Pin 9", 9)])
    func nameOfALineAmongOffsetsIsRefused(name: String, offset: Int) {
        let faults = replacing("red: 5", "red: \(name)")
        #expect(faults.count == 1)
        #expect(faults.first?.contains("is written \(offset)") == true, "\(faults)")
    }

    @Test func namesAreTakenWhereNoLineIsAnOffset() {
        let named = ConfigurationTests.design
            .replacing(/(line|red|green|blue|orange): (\d+)/) {
                "\($0.output.1): GPIO\($0.output.2)"
            }
        #expect(named.contains("line: GPIO17"))
        #expect(faults(named) == [])
        #expect(replacing("red: 5", "red: domovoy-red") == [])
        #expect(replacing("red: 5", "red: MIKROBUS_GPIO1_11") == [])
    }
}
