import Glibc
import RoomCore
import Testing

@testable import GPIO

struct SettingsTests {
    @Test func referencesAreReadAsPeopleWriteThem() {
        #expect(LineReference("17") == .offset(17))
        #expect(LineReference("GPIO17") == .name("GPIO17"))
        #expect(LineReference("-1") == .name("-1"))
        #expect(ChipReference("simulated") == .simulated)
        #expect(ChipReference("/dev/gpiochip0") == .path("/dev/gpiochip0"))
        #expect(ChipReference("pinctrl-bcm2711") == .nameOrLabel("pinctrl-bcm2711"))
    }

    @Test func debounceIsKeptInItsRange() {
        let nanoseconds = { (debounce: Duration) in
            InputSettings(name: "pir", line: .offset(4), debounce: debounce).debounceNanoseconds
        }
        #expect(nanoseconds(.milliseconds(20)) == 20_000_000)
        #expect(nanoseconds(.seconds(-1)) == 0)
        #expect(nanoseconds(.seconds(3600)) == 10_000_000_000)
    }

    @Test func errorsAreOneLineWhateverOthersCallThemselves() {
        let error = GPIOError(
            .requestInput, code: EBUSY, subject: "gpiochip0 line 17 (BUTTON)",
            detail: "held by \"some\nbody\u{1b}[31m\"")
        #expect(
            error.description
                == "cannot request input gpiochip0 line 17 (BUTTON): held by \"some body [31m\" (EBUSY)"
        )
        #expect(
            GPIOError(.readEdges, code: 4711, subject: "", detail: "odd").description.hasSuffix(
                "(errno 4711)"))
    }

    @Test func theSimulatedChipHasTheLinesOfItsSettings() throws {
        let settings = GPIOSettings(
            chip: .simulated,
            inputs: [
                InputSettings(name: "pir", line: .offset(0)),
                InputSettings(name: "button", role: .button, line: .name("BUTTON"), active: .low),
            ],
            lamps: [
                LampLine(.availability, .red): .name("RED"),
                LampLine(.availability, .green): .offset(40),
            ])
        let chip = SimulatedChip(for: settings)
        #expect(try chip.level(of: .offset(0)) == 0)
        #expect(try chip.level(of: .name("BUTTON")) == 1, "not pressed")
        #expect(try chip.open().find(.offset(40)).name == nil)
        #expect(try chip.open().find(.name("RED")).offset == 2)
    }

    @Test(arguments: [1023, 1024, .max])
    func theSimulatedChipHasAsManyLinesAsAChipMayHave(offset: Int) {
        let chip = SimulatedChip(
            for: GPIOSettings(
                chip: .simulated, inputs: [InputSettings(name: "far", line: .offset(offset))]))
        let level = try? chip.level(of: .offset(offset))
        #expect(level == (offset == 1023 ? 0 : nil))
    }
}
