/// What a chip says about itself.
public struct ChipInfo: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The device: `/dev/gpiochip0`.
    public var path: String
    /// The kernel's name: `gpiochip0`.
    ///
    /// May change from boot to boot.
    public var name: String
    /// The driver's label: `pinctrl-bcm2711`.
    ///
    /// Need not be unique.
    public var label: String
    /// How many lines it has; their offsets are 0 ..< `lineCount`.
    public var lineCount: Int

    /// Makes a description of a chip.
    public init(path: String, name: String, label: String, lineCount: Int) {
        self.path = path
        self.name = name
        self.label = label
        self.lineCount = lineCount
    }

    /// Name and label: `gpiochip0 (pinctrl-bcm2711)`.
    public var description: String { label.isEmpty ? name : "\(name) (\(label))" }

    private enum CodingKeys: String, CodingKey {
        case path, name, label
        case lineCount = "line_count"
    }

    func subject(_ line: LineInfo) -> String { "\(name) line \(line)" }
}
