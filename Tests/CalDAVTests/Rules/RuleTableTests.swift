import Foundation
import RoomCore
import RoomTestKit
import Testing

@testable import CalDAV

/// The series of a calendar object against those of Python's `dateutil`: same rule, same zone, same windows.
@Suite(.enabled(if: Dateutil.isAvailable, Dateutil.reason))
struct RuleTableTests {
    private struct Row {
        var start: String
        var rule: String
        var window: Span
    }

    @Test func everyRuleOfTheTableYieldsTheSameStarts() throws {
        let table = RuleTable.groups.flatMap { group in
            group.rules.split(separator: "\n").flatMap {
                rows(String($0), from: group.start, days: group.days)
            }
        }
        #expect(table.count >= 150 * 3)
        try compare(table)
    }

    @Test(arguments: [14, 20])
    func randomRulesYieldTheSameStarts(_ seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        let random = (0..<100).flatMap { _ -> [Row] in
            let rule = randomRule(&chance)
            return rows(rule, from: "20260105T093000", days: rule.contains("HOURLY") ? 60 : 900)
        }
        try compare(random, "seed \(seed)")
    }

    /// From the start on, and two windows far beyond it.
    private func rows(_ rule: String, from start: String, days: Int64) -> [Row] {
        let first = (CalendarTime(stamp: start)?.seconds ?? 0) / 86_400
        return [(0, 1), (days / 3, days / 2), (days * 3 / 4, days)].map { from, to in
            Row(
                start: start, rule: rule,
                window: Span(
                    start: WallTime(secondsSinceEpoch: (first + from - 1) * 86_400),
                    end: WallTime(secondsSinceEpoch: (first + max(to, from + 40)) * 86_400)))
        }
    }

    private func compare(_ rows: [Row], _ comment: String = "") throws {
        let wanted = try Dateutil.starts(rows.map(question))
        try #require(wanted.count == rows.count, "\(wanted.last ?? "")")
        for (row, line) in zip(rows, wanted) {
            let name = "\(comment) \(row.rule) from \(row.start) in \(row.window)"
            let object = Sample.read(text(row), window: row.window, limits: limits)
            #expect(object.complaints == [], "\(name)")
            let starts = object.bookings.map { CalendarTime($0.span.start).stamp }
            #expect(starts == line.split(separator: ",").map(String.init), "\(name)")
        }
    }

    private var limits: CalDAVLimits {
        var limits = CalDAVLimits()
        limits.occurrencesPerSeries = 100_000
        return limits
    }

    private func text(_ row: Row) -> String {
        Sample.calendar(
            """
            BEGIN:VEVENT
            UID:s
            DTSTART;TZID=Europe/Berlin:\(row.start)
            DURATION:PT1S
            RRULE:\(row.rule)
            END:VEVENT
            """)
    }

    // MARK: - The other library

    private func question(_ row: Row) -> String {
        let ends = [row.window.start, row.window.end].map { CalendarTime($0).stamp }
        return "\(row.start)|\(row.rule)|\(ends[0])|\(ends[1])"
    }

    // MARK: - Random rules

    private func randomRule(_ chance: inout SplitMix64) -> String {
        let frequency =
            ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"].randomElement(using: &chance)
            ?? "DAILY"
        let isLong = frequency == "MONTHLY" || frequency == "YEARLY"
        var parts = ["FREQ=\(frequency)"]
        func maybe(_ part: @autoclosure () -> String) {
            if Int.random(in: 0..<3, using: &chance) == 0 { parts.append(part()) }
        }
        // Nothing that never comes true: dateutil would look for it until the year 9999.
        maybe("INTERVAL=\(Int.random(in: 2...4, using: &chance))")
        if parts.count == 1 { maybe("BYMONTH=\(some(Array(1...12), &chance))") }
        let isNumbered = isLong && Bool.random(using: &chance)
        if frequency != "WEEKLY" && !isNumbered {
            maybe("BYMONTHDAY=\(some(Array(1...9), &chance)),-1,-3,-30")
        }
        let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].shuffled(using: &chance).prefix(4)
        let numbers = isNumbered ? ["1", "2", "-1", "4"] : ["", "", "", ""]
        maybe("BYDAY=" + zip(numbers, days).map { $0 + $1 }.joined(separator: ","))
        maybe("BYHOUR=\(some([8, 9, 12, 17, 22], &chance))")
        maybe("BYMINUTE=\(some([0, 10, 30, 50], &chance))")
        maybe("WKST=\(frequency == "WEEKLY" ? "MO" : "SU")")
        maybe("COUNT=\(Int.random(in: 1...60, using: &chance))")
        if parts.contains(where: { $0.hasPrefix("BY") }) { maybe("BYSETPOS=1,-1,2") }
        return parts.joined(separator: ";")
    }

    private func some(_ numbers: [Int], _ chance: inout SplitMix64) -> String {
        let count = Int.random(in: 1...3, using: &chance)
        return numbers.shuffled(using: &chance).prefix(count).map { "\($0)" }.joined(separator: ",")
    }
}
