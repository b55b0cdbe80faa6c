/// How the configuration names the chip.
public enum ChipReference: Hashable, Sendable, CustomStringConvertible {
    /// No real chip: a simulated one in memory.
    case simulated
    /// The path of the device, or of a symbolic link to it: `/dev/gpiochip0`.
    case path(String)
    /// The chip's name (`gpiochip0`) or its label (`pinctrl-bcm2711`), which must belong to one chip only.
    ///
    /// A label stays when the numbers of the chips change, a name may not.
    case nameOrLabel(String)

    /// Reads what people write: `simulated`, a path from the root, a name or a label.
    public init(_ text: String) {
        if text == "simulated" {
            self = .simulated
        } else if text.hasPrefix("/") {
            self = .path(text)
        } else {
            self = .nameOrLabel(text)
        }
    }

    /// As the configuration has it.
    public var description: String {
        switch self {
        case .simulated: "simulated"
        case .path(let text), .nameOrLabel(let text): text
        }
    }
}
