/// When a room is open, by weekday, on the clock of its own wall.
public struct OpeningHours: Hashable, Sendable, CustomStringConvertible {
    /// A stretch that begins on a given weekday.
    public struct Stretch: Hashable, Sendable, CustomStringConvertible {
        /// When it begins, in minutes after midnight: 0 to 1 439.
        public let start: Int
        /// When it ends, in minutes after the same midnight; more than 1 440 is on the day after.
        ///
        /// At most a day later than ``start``.
        public let end: Int

        /// Reads `08:00-19:00`, `22:00-06:00` (to the day after) or `00:00-24:00`; nil for anything else, and for a stretch
        /// that ends when it begins.
        public init?(_ text: some StringProtocol) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let start = Self.minute(parts[0]),
                let end = Self.minute(parts[1]), start < OpeningHours.minutesPerDay, start != end
            else { return nil }
            self.start = start
            self.end = end > start ? end : end + OpeningHours.minutesPerDay
        }

        /// `08:00-19:00`, as it is read.
        public var description: String { "\(Self.text(start))-\(Self.text(end))" }

        private static func minute(_ text: some StringProtocol) -> Int? {
            let bytes = Array(text.utf8)
            let digits = [0, 1, 3, 4]
            guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
                digits.allSatisfy({ (48...57).contains(bytes[$0]) })
            else { return nil }
            let numbers = digits.map { Int(bytes[$0]) - 48 }
            let (hour, minute) = (numbers[0] * 10 + numbers[1], numbers[2] * 10 + numbers[3])
            guard hour < 24 && minute < 60 || hour == 24 && minute == 0 else { return nil }
            return hour * 60 + minute
        }

        private static func text(_ minute: Int) -> String {
            let shown =
                minute > OpeningHours.minutesPerDay ? minute - OpeningHours.minutesPerDay : minute
            return "\(shown / 60 < 10 ? "0" : "")\(shown / 60):"
                + "\(shown % 60 < 10 ? "0" : "")\(shown % 60)"
        }
    }

    static let minutesPerDay = 1_440
    /// The most stretches that may begin on one day.
    public static let greatestCount = 8

    /// The whole week.
    public static let always = OpeningHours(
        Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, wholeDay) }))

    private static let wholeDay = [Stretch("00:00-24:00")].compactMap { $0 }

    private let days: [Weekday: [Stretch]]

    /// Makes the hours.
    ///
    /// - Parameter days: what begins on each day; a day that is not there, or has nothing, is closed but for what reaches into
    ///   it from the day before. Stretches that overlap count once.
    public init(_ days: [Weekday: [Stretch]]) {
        self.days = days.filter { !$0.value.isEmpty }
    }

    /// Whether the room is open in a minute.
    ///
    /// - Parameter minute: minutes after the day's midnight; 0 to 1 439.
    public func isOpen(on day: Weekday, minute: Int) -> Bool {
        let yesterday = Weekday.allCases[(day.index + 6) % 7]
        return days[day, default: []].contains { $0.start <= minute && minute < $0.end }
            || days[yesterday, default: []].contains { minute + Self.minutesPerDay < $0.end }
    }

    // MARK: As text

    /// `mon 08:00-12:00, 13:00-19:00; sat 22:00-06:00`; empty where the room is never open.
    public var description: String {
        Weekday.allCases.compactMap { day in
            days[day].map { "\(day.rawValue) \($0.map(\.description).joined(separator: ", "))" }
        }.joined(separator: "; ")
    }

    /// Reads such a text; nil for anything else.
    public init?(_ text: String) {
        var days: [Weekday: [Stretch]] = [:]
        for part in text.split(separator: ";") {
            let words = part.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let day = Weekday(rawValue: String(words[0])),
                days[day] == nil, let stretches = Self.stretches(words[1])
            else { return nil }
            days[day] = stretches
        }
        self.init(days)
    }

    /// Reads `08:00-12:00, 13:00-19:00`, or `closed` for none; nil for anything else.
    public static func stretches(_ text: some StringProtocol) -> [Stretch]? {
        if text == "closed" { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= greatestCount else { return nil }
        let stretches = parts.compactMap { Stretch(String($0).filter { $0 != " " }) }
        return stretches.count == parts.count ? stretches : nil
    }

    /// Reads `mon`, `mon-fri` or `sat-mon`, which goes over the week's end; nil for anything else.
    public static func weekdays(_ text: some StringProtocol) -> [Weekday]? {
        let names = text.split(separator: "-", omittingEmptySubsequences: false)
        let ends = names.compactMap { Weekday(rawValue: String($0)) }
        guard ends.count == names.count, let first = ends.first, let last = ends.last,
            ends.count <= 2
        else { return nil }
        let length = (last.index - first.index + 7) % 7
        return (0...length).map { Weekday.allCases[(first.index + $0) % 7] }
    }
}

/// The hours of a room, with when they came into force: a report counts by those that were in force then.
public struct HoursInForce: Hashable, Sendable {
    /// From when on they have been known to be in force.
    public var since: WallTime
    /// IANA name of the zone whose clock they are by.
    public var timeZone: String
    /// The hours.
    public var hours: OpeningHours

    /// Makes the hours.
    public init(since: WallTime, timeZone: String, hours: OpeningHours) {
        self.since = since
        self.timeZone = timeZone
        self.hours = hours
    }
}
