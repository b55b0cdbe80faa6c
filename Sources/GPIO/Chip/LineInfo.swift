/// How one line of a chip stands.
public struct LineInfo: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Which way the line works.
    public enum Direction: String, Hashable, Sendable, Codable {
        /// It is read.
        case input
        /// It is driven.
        case output
    }

    /// Its number on the chip.
    public var offset: Int
    /// Its name, or nil if it has none.
    public var name: String?
    /// Which way it works.
    public var direction: Direction
    /// Whether a program or the kernel itself holds it.
    public var isUsed: Bool
    /// What its holder calls itself; nil if nobody holds it or the holder gave no name.
    public var consumer: String?
    /// Whether its holder takes low for active.
    public var isActiveLow: Bool
    /// The resistor that is on; `asIs` where the kernel cannot tell.
    public var bias: LineBias

    /// Makes a description of a line; by default a free input.
    public init(
        offset: Int, name: String? = nil, direction: Direction = .input, isUsed: Bool = false,
        consumer: String? = nil, isActiveLow: Bool = false, bias: LineBias = .asIs
    ) {
        self.offset = offset
        self.name = name
        self.direction = direction
        self.isUsed = isUsed
        self.consumer = consumer
        self.isActiveLow = isActiveLow
        self.bias = bias
    }

    /// Offset and name: `17 (DOOR_BUTTON)`.
    public var description: String { name.map { "\(offset) (\($0))" } ?? "\(offset)" }

    /// For error texts: who has the line.
    var holder: String { consumer.map { "\"\($0)\"" } ?? "somebody who gave no name" }

    private enum CodingKeys: String, CodingKey {
        case offset, name, direction, consumer, bias
        case isUsed = "used"
        case isActiveLow = "active_low"
    }
}
