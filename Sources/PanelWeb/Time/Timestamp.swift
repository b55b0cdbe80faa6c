import CivilCalendar
public import RoomCore

/// A wall time as the outside reads and writes it: RFC 3339 in UTC.
///
/// Written with a `Z`, as `2026-11-21T19:00:00Z`, or with milliseconds where the log needs them; read with any offset
/// and any number of digits behind the point, of which six count.
public struct Timestamp: Hashable, Sendable, CustomStringConvertible {
    /// The instant.
    public var wall: WallTime
    /// Whether it is written with milliseconds.
    public var hasMilliseconds: Bool

    /// Makes a timestamp of whole seconds; what is left of the second is dropped.
    public init(_ wall: WallTime) {
        self.wall = wall.flooredToSecond
        self.hasMilliseconds = false
    }

    /// Makes a timestamp with milliseconds; what is left of the millisecond is dropped.
    public init(millisecondsOf wall: WallTime) {
        let microseconds = wall.microsecondsSinceEpoch
        let rest = ((microseconds % 1_000) + 1_000) % 1_000
        self.wall = WallTime(microsecondsSinceEpoch: microseconds - rest)
        self.hasMilliseconds = true
    }

    /// Reads RFC 3339 text such as `2026-11-21T22:00:00.5+03:00`; nil if it is anything else.
    ///
    /// A day that its month does not have is refused, a leap second counts as the second after it.
    public init?(_ text: some StringProtocol) {
        var reader = RFC3339Reader(text)
        guard let (wall, hasFraction) = reader.read() else { return nil }
        self.wall = wall
        self.hasMilliseconds = hasFraction
    }

    /// The RFC 3339 text, always in UTC.
    public var description: String {
        "\(CivilTime(seconds: Int(wall.secondsSinceEpoch)).text)\(fraction)Z"
    }

    private var fraction: String {
        guard hasMilliseconds else { return "" }
        let microseconds = (wall - wall.flooredToSecond).components.attoseconds / 1_000_000_000_000
        return ".\((Int(microseconds) / 1_000).padded(3))"
    }
}

extension Timestamp: Codable {
    /// Reads the RFC 3339 text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let timestamp = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not an RFC 3339 time: \(text.prefix(64))")
        }
        self = timestamp
    }

    /// Writes the RFC 3339 text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Reads the `date-time` of RFC 3339, section 5.6, byte by byte.
private struct RFC3339Reader {
    private var rest: ArraySlice<UInt8>

    init(_ text: some StringProtocol) {
        rest = Array(text.utf8.prefix(64))[...]
    }

    mutating func read() -> (WallTime, hasFraction: Bool)? {
        guard let date = readDate(), skip("T", "t"), let time = readTime(),
            let fraction = readFraction(), let offset = readOffset(), rest.isEmpty
        else { return nil }
        // A leap second is the first instant of the next minute.
        let leap = time.second == 60 ? 1 : 0
        guard
            let civil = CivilTime(
                date.year, date.month, date.day, time.hour, time.minute, time.second - leap)
        else { return nil }
        let whole = WallTime(secondsSinceEpoch: Int64(civil.seconds + leap - offset))
        return (whole + (fraction ?? .zero), fraction != nil)
    }

    private mutating func readDate() -> (year: Int, month: Int, day: Int)? {
        guard let year = readNumber(4), skip("-"), let month = readNumber(2), skip("-"),
            let day = readNumber(2)
        else { return nil }
        return (year, month, day)
    }

    private mutating func readTime() -> (hour: Int, minute: Int, second: Int)? {
        guard let hour = readNumber(2), skip(":"), let minute = readNumber(2), skip(":"),
            let second = readNumber(2)
        else { return nil }
        return (hour, minute, second)
    }

    /// Reads `.5`; the outer nil means a point without digits, the inner one that there is no fraction.
    private mutating func readFraction() -> Duration?? {
        guard skip(".") else { return .some(nil) }
        let digits = rest.prefix(while: Self.isDigit)
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let microseconds = (0..<6).reduce(0) { sum, index in
            let digit = index < digits.count ? digits[digits.startIndex + index] - 48 : 0
            return sum * 10 + Int(digit)
        }
        return .some(.microseconds(microseconds))
    }

    /// Reads `Z` or `+03:00`, in seconds east of UTC.
    private mutating func readOffset() -> Int? {
        if skip("Z", "z") { return 0 }
        let isWest = rest.first == UInt8(ascii: "-")
        guard skip("+", "-"), let hours = readNumber(2), skip(":"), let minutes = readNumber(2),
            hours < 24, minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }

    private mutating func readNumber(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(Self.isDigit) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    private mutating func skip(_ allowed: Unicode.Scalar...) -> Bool {
        guard let first = rest.first, allowed.contains(Unicode.Scalar(first)) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
