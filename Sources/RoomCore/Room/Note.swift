/// What facilities staff have written into the log: "fan replaced".
///
/// Nobody changes it or takes it back; it is deleted when it was written as long ago as the journal keeps rows.
public struct Note: Hashable, Sendable {
    /// The most characters of its text.
    public static let greatestLength = 500
    /// The most bytes of its text, for characters that are made of many parts.
    static let greatestBytes = 2_000
    /// How far back it may be about, in days: as long as a log can be kept.
    static let greatestAgeInDays = 3_650

    /// Its number, in the order written.
    public var number: Int64
    /// When it was written.
    public var writtenAt: WallTime
    /// The time it is about; not after ``writtenAt``, nor more than 3 650 days before it.
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
        guard text.unicodeScalars.contains(where: isSeen) else { return "is empty" }
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
        if !isOneLine { return "has line breaks or control characters; one line is allowed" }
        return text.unicodeScalars.first(where: isHidden).map { scalar in
            "has U+\(String(scalar.value, radix: 16, uppercase: true)), which nobody sees and "
                + "which may change how the rest reads"
        }
    }

    /// Why a note cannot be about a time, as what follows "the time "; nil if it can.
    public static func fault(of time: WallTime, writtenAt now: WallTime) -> String? {
        if time > now { return "is still to come" }
        let oldest = now - .seconds(greatestAgeInDays * 86_400)
        return time < oldest ? "is over \(greatestAgeInDays) days ago" : nil
    }

    /// Whether a character leaves something to be seen.
    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator,
            .nonspacingMark, .enclosingMark, .surrogate, .unassigned:
            return false
        default:
            let braillePatternBlank: Unicode.Scalar = "\u{2800}"
            return !properties.isDefaultIgnorableCodePoint && scalar != braillePatternBlank
        }
    }

    /// Whether a character only changes others: their order, or where a line may break.
    ///
    /// Not the two that join letters or keep them apart: Persian and Indic writing and many emoji need them.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        let isJoiner = scalar == "\u{200C}" || scalar == "\u{200D}"
        return scalar.properties.generalCategory == .format && !isJoiner
            && scalar.properties.isDefaultIgnorableCodePoint
    }
}
