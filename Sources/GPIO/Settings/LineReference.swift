/// How the configuration names a line: by its offset on the chip or by its name.
public enum LineReference: Hashable, Sendable, CustomStringConvertible {
    /// The number of the line on its chip, from 0 on.
    case offset(Int)
    /// The line's name from the device tree or the board's firmware; must occur once on the chip.
    case name(String)

    /// Reads what people write: a whole number is an offset, anything else a name.
    public init(_ text: String) {
        if let offset = Int(text), offset >= 0 {
            self = .offset(offset)
        } else {
            self = .name(text)
        }
    }

    /// As the configuration has it: `17` or `DOOR_BUTTON`.
    public var description: String {
        switch self {
        case .offset(let offset): "\(offset)"
        case .name(let name): name
        }
    }
}
