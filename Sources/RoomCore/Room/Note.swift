/// What facilities staff have written into the log: "fan replaced".
///
/// Nobody changes it or takes it back; it goes with all else that is older than the retention.
public struct Note: Hashable, Sendable {
    /// The most characters of its text.
    public static let greatestLength = 500
    /// The most bytes of its text, for characters that are made of many parts.
    static let greatestBytes = 2_000

    /// Its number, in the order written.
    public var number: Int64
    /// When it was written.
    public var writtenAt: WallTime
    /// The time it is about; not after ``writtenAt``.
    public var at: WallTime
    /// The sensor it is about; nil if it is about the room.
    public var sensor: String?
    /// What it says, on one line.
    public var text: String

    /// Takes a note as it was kept.
    public init(number: Int64, writtenAt: WallTime, at: WallTime, sensor: String?, text: String) {
        self.number = number
        self.writtenAt = writtenAt
        self.at = at
        self.sensor = sensor
        self.text = text
    }

    /// Why a text cannot be that of a note, as what follows "the text "; nil if it can.
    public static func fault(of text: String) -> String? {
        let isBlank = text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        if isBlank { return "is empty" }
        if text.count > greatestLength || text.utf8.count > greatestBytes {
            return
                "has \(text.count) characters; allowed are \(greatestLength) of \(greatestBytes) bytes"
        }
        let isOneLine = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        return isOneLine ? nil : "has line breaks or control characters; one line is allowed"
    }
}
