import Glibc
import Testing

@testable import GPIO

struct SearchTests {
    private static let chips = [
        ChipInfo(path: "/dev/gpiochip0", name: "gpiochip0", label: "pinctrl-rp1", lineCount: 54),
        ChipInfo(path: "/dev/gpiochip1", name: "gpiochip1", label: "expander", lineCount: 16),
        ChipInfo(path: "/dev/gpiochip2", name: "gpiochip2", label: "expander", lineCount: 16),
        ChipInfo(path: "/dev/gpiochip3", name: "gpiochip3", label: "gpiochip1", lineCount: 8),
    ]

    @Test(arguments: [("gpiochip2", 2), ("pinctrl-rp1", 0), ("gpiochip1", 1)])
    func aNameGoesBeforeALabel(text: String, index: Int) throws {
        #expect(try ChipSearch.index(of: text, among: Self.chips) == index)
    }

    @Test func aLabelOfTwoChipsIsRefusedWithBothNames() {
        #expect {
            try ChipSearch.index(of: "expander", among: Self.chips)
        } throws: {
            "\($0)"
                == "cannot open GPIO chip \"expander\": the label belongs to gpiochip1 and gpiochip2; "
                + "give the name or the path instead (EINVAL)"
        }
    }

    @Test func anUnknownChipIsRefusedWithThoseThereAre() throws {
        let error = #expect(throws: GPIOError.self) {
            try ChipSearch.index(of: "pinctrl-bcm2711", among: Array(Self.chips.prefix(2)))
        }
        #expect(error?.code == ENODEV)
        #expect(
            error?.detail == "no chip has that name or label; there are: "
                + "gpiochip0 (pinctrl-rp1), gpiochip1 (expander)")
    }

    @Test func aMachineWithoutChipsSaysSo() throws {
        let error = #expect(throws: GPIOError.self) {
            try ChipSearch.index(of: "gpiochip0", among: [])
        }
        #expect(error?.detail == "this machine has no GPIO chip")
    }

    @Test func aChipThatMayNotBeOpenedIsTheReasonWhenNoneFits() throws {
        let denied = GPIOError(opening: "/dev/gpiochip0", code: EACCES)
        let error = #expect(throws: GPIOError.self) {
            try ChipSearch.index(of: "pinctrl-rp1", among: [], denied: denied)
        }
        #expect(
            "\(try #require(error))"
                == "cannot open GPIO chip /dev/gpiochip0: not allowed; does this user belong to the "
                + "group gpio? (EACCES)")
        #expect(try ChipSearch.index(of: "gpiochip0", among: Self.chips, denied: denied) == 0)
    }

    @Test func nearNamesAreThoseSomebodyMayHaveMeant() {
        let names = ["DOOR_BUTTON", "DOOR_LED", "GPIO17", "GPIO18", "GPIO27", "SDA1", "SDA1"]
        #expect(NearNames.of("DOOR_BUTON", among: names) == ["DOOR_BUTTON"])
        #expect(NearNames.of("door_led", among: names) == ["DOOR_LED"])
        #expect(NearNames.of("GPIO", among: names) == ["GPIO17", "GPIO18", "GPIO27"])
        #expect(NearNames.of("SDA", among: names) == ["SDA1"])
        #expect(NearNames.of("completely else", among: names) == [])
        #expect(NearNames.of("GPIO1", among: (1...99).map { "GPIO\($0)" }).count == 5, "no flood")
    }
}
