import GPIO

/// What is known of the chips of common boards, so that a line that cannot be is refused before it is wired.
enum KnownChip {
    /// How many lines the chip has at most, with offsets from 0 on; nil for a chip that nobody here knows.
    ///
    /// By the kernel's drivers: pinctrl-bcm2835.c, pinctrl-rp1.c, pinctrl-sunxi.c (the largest part that bears the
    /// label); of gpio-davinci.c's chips by k3-am62-main.dtsi. The simulated chip is made as large as its lines need.
    static func lineCount(_ chip: ChipReference) -> Int? {
        guard case .nameOrLabel(let label) = chip else { return nil }
        return counts[label]
    }

    private static let counts = [
        "pinctrl-bcm2835": 54, "pinctrl-bcm2711": 58, "pinctrl-rp1": 54,
        "1c20800.pinctrl": 256, "1f02c00.pinctrl": 32,
        "300b000.pinctrl": 288, "7022000.pinctrl": 64,
        "600000.gpio": 92, "601000.gpio": 52,
    ]

    /// The offset that somebody means who writes `GPIO20`, `gpio-20` or `BCM20`; nil for any other name.
    static func offset(meantBy name: String) -> Int? {
        let letters = name.prefix { $0.isASCII && $0.isLetter }
        guard ["gpio", "bcm", "pin", "line"].contains(letters.lowercased()) else { return nil }
        let rest = name.dropFirst(letters.count)
        let digits = rest.drop { $0 == "-" || $0 == "_" || $0 == " " }
        guard (1...4).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return Int(digits)
    }
}
