import CivilCalendar

/// Reads the dates that requests bear.
///
/// ISO 8601 with and without an offset, and the portal's own form. Anything else is an error: the real portal may make
/// some other date of it.
struct DateReader {
    /// The portal's own form.
    let culture: Culture

    /// A date of a request.
    struct Reading: Hashable {
        /// What it says.
        var local: CivilTime
        /// Whether it has a time of day.
        var hasTime: Bool
        /// Seconds east of UTC, if it says so itself.
        var offset: Int?
    }

    /// Reads a date; nil if it is none.
    func read(_ text: String) -> Reading? {
        if let local = culture.read(text) {
            return Reading(local: local, hasTime: text.contains(":"), offset: nil)
        }
        return iso(text)
    }

    private func iso(_ text: String) -> Reading? {
        let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) {
            "T ".contains($0)
        }
        let date = halves[0].split(separator: "-", omittingEmptySubsequences: false)
            .map { Self.digits($0) }
        guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
            let midnight = CivilTime(year, month, day)
        else { return nil }
        guard halves.count == 2 else {
            return Reading(local: midnight, hasTime: false, offset: nil)
        }
        let clockEnd = halves[1].firstIndex { "Z+-".contains($0) } ?? halves[1].endIndex
        guard let seconds = Self.clock(halves[1][..<clockEnd]) else { return nil }
        let local = CivilTime(seconds: midnight.seconds + seconds)
        let rest = halves[1][clockEnd...]
        if rest.isEmpty { return Reading(local: local, hasTime: true, offset: nil) }
        guard let offset = Self.offset(rest) else { return nil }
        return Reading(local: local, hasTime: true, offset: offset)
    }

    private static func digits(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }

    /// Seconds since midnight of `18:00`, `18:00:00` or `18:00:00.000`.
    private static func clock(_ text: Substring) -> Int? {
        CivilTime.secondOfDay(text.split(separator: ".", maxSplits: 1).first ?? "")
    }

    /// Seconds east of `Z`, `+03:00`, `+0300` or `+03`.
    private static func offset(_ text: Substring) -> Int? {
        if text == "Z" { return 0 }
        let number = text.dropFirst().filter { $0 != ":" }
        guard number.count == 2 || number.count == 4, let value = digits(Substring(number)),
            let sign = text.first
        else { return nil }
        let (hours, minutes) = number.count == 4 ? (value / 100, value % 100) : (value, 0)
        guard hours <= 14, minutes <= 59, sign != "Z" else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
