import CivilCalendar
import JSONText

/// How an event repeats, in the few words that a portal has.
///
/// `BYDAY` counts in weekly rules only, weeks begin on Monday, and months without the day of the start are left out.
struct RecurrenceRule: Codable, Hashable, Sendable {
    enum Frequency: String, Codable, Sendable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// Names of the days of a week, Monday first.
    static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    /// The day that the portal writes when a series has no end; no series goes on after it.
    static let endless = CivilTime(seconds: 2_145_916_800)
    /// Occurrences that are looked at before a series is given up on.
    private static let greatestSteps = 50_000

    var frequency: Frequency
    var interval = 1
    /// Numbers of days, 0 for Monday, in order.
    var weekdays: [Int] = []
    /// Occurrences, excluded ones counted.
    var count: Int?
    /// The last day, as midnight.
    var until: CivilTime?

    /// Starts from `start` on in order, excluded ones included, until `body` says false.
    func forEachStart(from start: CivilTime, _ body: (CivilTime) -> Bool) {
        let lastDay = min(until ?? Self.endless, Self.endless)
        var number = 0
        for step in 0..<Self.greatestSteps {
            for candidate in starts(inStep: step, from: start) where candidate >= start {
                if candidate.midnight > lastDay || number == count { return }
                number += 1
                if !body(candidate) { return }
            }
        }
    }

    /// The last start of a series.
    func lastStart(from start: CivilTime) -> CivilTime {
        var last = start
        if count == nil {
            // Not walked: the day before which it ends is enough for a bound.
            return max(start, until ?? Self.endless)
        }
        forEachStart(from: start) { candidate in
            last = candidate
            return true
        }
        return last
    }

    private func starts(inStep step: Int, from start: CivilTime) -> [CivilTime] {
        switch frequency {
        case .daily: return [start.adding(days: step * interval)]
        case .weekly:
            let days = weekdays.isEmpty ? [start.day.weekDay] : weekdays
            let monday = start.adding(days: step * interval * 7 - start.day.weekDay)
            return days.map { monday.adding(days: $0) }
        case .monthly: return [month(step * interval, after: start)].compactMap { $0 }
        case .yearly: return [month(step * interval * 12, after: start)].compactMap { $0 }
        }
    }

    private func month(_ months: Int, after start: CivilTime) -> CivilTime? {
        let day = start.day
        let month = day.month - 1 + months
        return CivilTime(
            day.year + month / 12, month % 12 + 1, day.day, start.hour, start.minute, start.second)
    }
}

extension RecurrenceRule {
    /// Reads the parameter `rrule`; nil if it does not repeat.
    init?(_ json: JSON, dates: DateReader) throws(RESTError) {
        guard case .object(let members) = json else {
            if json == .array([]) || json == .string("") { return nil }
            throw .invalid("rrule")
        }
        guard let word = members["FREQ"]?.string else { throw .invalid("rrule") }
        if word == "NONE" { return nil }
        guard let frequency = Frequency(rawValue: word) else { throw .invalid("rrule") }
        self.init(frequency: frequency)
        interval = try Self.positive(members["INTERVAL"]) ?? 1
        count = try Self.positive(members["COUNT"])
        weekdays = try Self.weekdays(members["BYDAY"])
        if let text = members["UNTIL"]?.looseString, !text.isEmpty {
            guard let reading = dates.read(text) else { throw .invalid("rrule") }
            until = reading.local.midnight
        }
    }

    private static func positive(_ json: JSON?) throws(RESTError) -> Int? {
        guard let json, json != .string(""), json != .null else { return nil }
        guard let number = json.looseInt, (1...10_000).contains(number) else {
            throw .invalid("rrule")
        }
        return number
    }

    private static func weekdays(_ json: JSON?) throws(RESTError) -> [Int] {
        guard let json, json != .null, json != .string("") else { return [] }
        var words = json.phpValues?.compactMap(\.string)
        if case .string(let text) = json { words = text.split(separator: ",").map(String.init) }
        guard let words else { throw .invalid("rrule") }
        var numbers: Set<Int> = []
        for word in words {
            guard let number = weekdays.firstIndex(of: word) else { throw .invalid("rrule") }
            numbers.insert(number)
        }
        return numbers.sorted()
    }
}
