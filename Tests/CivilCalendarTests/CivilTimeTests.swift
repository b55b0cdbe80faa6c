import CivilCalendar
import Testing

struct CivilTimeTests {
    @Test func everyDayOfEightCenturiesComesBack() {
        for number in -146_097..<146_097 {
            let time = CivilTime(seconds: number * 86_400 + 86_399)
            let day = time.day
            guard day.number == number, CivilDay(day.year, day.month, day.day) == day,
                CivilTime(day.year, day.month, day.day, 23, 59, 59) == time
            else {
                Issue.record("\(time) is not day \(number)")
                return
            }
        }
    }

    @Test func whatNoCalendarHasIsNone() {
        #expect(CivilDay(2026, 2, 29) == nil && CivilDay(2024, 2, 29) != nil)
        #expect(CivilDay(2100, 2, 29) == nil && CivilDay(2000, 2, 29) != nil)
        #expect(CivilDay(2026, 13, 1) == nil && CivilDay(2026, 0, 1) == nil)
        #expect(CivilDay(2026, 4, 31) == nil && CivilDay(2026, 4, 0) == nil)
        #expect(CivilDay(0, 1, 1) == nil && CivilDay(10_000, 1, 1) == nil)
        #expect(CivilTime(2026, 11, 23, 24) == nil && CivilTime(2026, 11, 23, 0, 60) == nil)
        #expect(CivilTime(2026, 11, 23, 0, 0, 60) == nil)
    }

    @Test func timesAreWrittenInFull() {
        #expect(CivilTime(987, 6, 5, 4, 3, 2)?.text == "0987-06-05T04:03:02")
        #expect(CivilTime(seconds: -1).text == "1969-12-31T23:59:59")
        #expect(CivilTime(2026, 11, 23)?.day.weekDayName == "Mon")
    }

    @Test func timesOfDayAreRead() {
        #expect(CivilTime.secondOfDay("17:59:01") == 64_741)
        #expect(CivilTime.secondOfDay("7:05") == 25_500)
        for text in ["", "7", "24:00", "7:60", "7:5:60", "+7:05", "007:05", "7::5", "7:5:1:0"] {
            #expect(CivilTime.secondOfDay(text) == nil, "\(text)")
        }
    }
}
