import HTTPExchange

/// The parts of an RRULE, read and found in order (RFC 5545, section 3.3.10).
///
/// A rule that this type takes is followed to the letter. Whatever it does not know, and whatever the RFC forbids
/// because nobody could say what it means, is a fault with a name: better no days than wrong days.
struct RuleParts: Hashable, Sendable {
    /// What the rule repeats by.
    enum Frequency: Int, Comparable, Sendable {
        case secondly, minutely, hourly, daily, weekly, monthly, yearly

        static func < (left: Frequency, right: Frequency) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// A day of the week in BYDAY.
    struct WeekDay: Hashable, Sendable {
        /// Which of the month or year, from the end if negative; 0 for every one.
        var ordinal: Int
        /// 0 is Monday.
        var day: Int
    }

    /// Why a rule is not taken.
    enum Fault: Error, Hashable {
        /// It does not say anything that RFC 5545 knows.
        case unreadable
        /// It says something that is not followed; the text names the parts.
        case notFollowed(String)
    }

    private(set) var frequency = Frequency.daily
    /// 1 or more.
    private(set) var interval = 1
    /// How many starts at most; nil if not said.
    private(set) var count: Int?
    /// The last permitted start; nil if not said.
    private(set) var until: CalendarTime?
    /// The day that weeks begin on; 0 is Monday, which is the default.
    private(set) var weekStart = 0
    private(set) var months: [Int] = []
    private(set) var weekNumbers: [Int] = []
    private(set) var yearDays: [Int] = []
    private(set) var monthDays: [Int] = []
    private(set) var weekDays: [WeekDay] = []
    private(set) var hours: [Int] = []
    private(set) var minutes: [Int] = []
    private(set) var seconds: [Int] = []
    /// BYSETPOS: which starts of each period are left.
    private(set) var positions: [Int] = []
    /// Whether the rule has no part that begins with BY.
    private(set) var isPlain = true

    private static let frequencies = [
        "SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY",
    ]
    private static let dayNames = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    private static let greatestInterval = 1_000_000

    /// Reads the value of an RRULE.
    ///
    /// - Throws: ``Fault``.
    init(_ text: String) throws(Fault) {
        var names = Set<String>()
        for part in text.uppercased().split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(sides[0]).trimmed
            guard sides.count == 2 else {
                if name.isEmpty { continue }
                throw .unreadable
            }
            guard names.insert(name).inserted else { throw .notFollowed("\(name) twice") }
            try take(name, String(sides[1]).trimmed)
            if name.hasPrefix("BY") { isPlain = false }
        }
        guard names.contains("FREQ") else { throw .unreadable }
        try findWhatIsNotFollowed()
    }

    private mutating func take(_ name: String, _ value: String) throws(Fault) {
        switch name {
        case "FREQ":
            let place = RuleParts.frequencies.firstIndex(of: value)
            guard let frequency = place.flatMap({ Frequency(rawValue: $0) }) else {
                throw .unreadable
            }
            self.frequency = frequency
        case "INTERVAL": interval = try one(value, 1...RuleParts.greatestInterval)
        case "COUNT": count = try one(value, 1...Int(Int32.max))
        case "UNTIL":
            guard let time = CalendarTime(stamp: value) else { throw .unreadable }
            until = time
        case "WKST":
            guard let day = RuleParts.dayNames.firstIndex(of: value) else { throw .unreadable }
            weekStart = day
        case "BYMONTH": months = try list(value, 1...12)
        case "BYWEEKNO": weekNumbers = try list(value, -53...53, isCountedFromOne: true)
        case "BYYEARDAY": yearDays = try list(value, -366...366, isCountedFromOne: true)
        case "BYMONTHDAY": monthDays = try list(value, -31...31, isCountedFromOne: true)
        case "BYSETPOS": positions = try list(value, -366...366, isCountedFromOne: true)
        case "BYHOUR": hours = try list(value, 0...23)
        case "BYMINUTE": minutes = try list(value, 0...59)
        // POSIX time has no leap seconds.
        case "BYSECOND": seconds = Set(try list(value, 0...60).map { min($0, 59) }).sorted()
        case "BYDAY": weekDays = try dayList(value)
        default: throw .notFollowed(name.oneLine(20))
        }
    }

    /// Combinations that RFC 5545, section 3.3.10, forbids or gives no meaning.
    private func findWhatIsNotFollowed() throws(Fault) {
        let name = RuleParts.frequencies[frequency.rawValue]
        if !weekNumbers.isEmpty && frequency != .yearly {
            throw .notFollowed("BYWEEKNO in \(name)")
        }
        if !yearDays.isEmpty && (.daily ... .monthly).contains(frequency) {
            throw .notFollowed("BYYEARDAY in \(name)")
        }
        if !monthDays.isEmpty && frequency == .weekly { throw .notFollowed("BYMONTHDAY in WEEKLY") }
        if weekDays.contains(where: { $0.ordinal != 0 }) {
            if frequency < .monthly { throw .notFollowed("BYDAY with a number in \(name)") }
            if !weekNumbers.isEmpty { throw .notFollowed("BYDAY with a number beside BYWEEKNO") }
        }
    }

    private func one(_ text: String, _ range: ClosedRange<Int>) throws(Fault) -> Int {
        guard let number = Int(text), range.contains(number) else { throw .unreadable }
        return number
    }

    /// A list of numbers, each once, in order.
    private func list(
        _ text: String, _ range: ClosedRange<Int>, isCountedFromOne: Bool = false
    ) throws(Fault) -> [Int] {
        var numbers = Set<Int>()
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let number = try one(String(item).trimmed, range)
            if isCountedFromOne && number == 0 { throw .unreadable }
            numbers.insert(number)
        }
        return numbers.sorted()
    }

    private func dayList(_ text: String) throws(Fault) -> [WeekDay] {
        var days: [WeekDay] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let item = String(item).trimmed
            guard let day = RuleParts.dayNames.firstIndex(of: String(item.suffix(2))) else {
                throw .unreadable
            }
            let number = item.dropLast(2)
            let ordinal = number.isEmpty ? 0 : try one(String(number), -53...53)
            if ordinal == 0 && !number.isEmpty { throw .unreadable }
            days.append(WeekDay(ordinal: ordinal, day: day))
        }
        return days
    }
}
