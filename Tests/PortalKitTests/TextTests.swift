import CivilCalendar
import JSONText
import Testing

@testable import PortalKit

struct TextTests {
    @Test func formsNestAsInPHP() {
        let members = FormText.members("a=1&b[]=x&b[]=y&c[k][0]=z&c[k][2]=w&d+e=%D0%AF+%26&f&a=2")
        #expect(
            JSON.object(members)
                == [
                    "a": "2", "b": ["x", "y"], "c": ["k": ["0": "z", "2": "w"]], "d e": "Я &",
                    "f": "",
                ])
    }

    @Test(
        arguments: [
            ("2024-12-11", "2024-12-11 00:00:00", false, nil),
            ("2024-12-11T17:59:00", "2024-12-11 17:59:00", true, nil),
            ("2024-12-11 17:59", "2024-12-11 17:59:00", true, nil),
            ("2024-12-11T17:59:00.123Z", "2024-12-11 17:59:00", true, 0),
            ("2024-12-11T17:59:00-05:30", "2024-12-11 17:59:00", true, -19_800),
            ("11.12.2024", "2024-12-11 00:00:00", false, nil),
            ("11.12.2024 17:59:01", "2024-12-11 17:59:01", true, nil),
        ] as [(String, String, Bool, Int?)])
    func datesAreRead(text: String, local: String, hasTime: Bool, offset: Int?) throws {
        let reading = try #require(DateReader(culture: .ru).read(text))
        #expect(reading.local.databaseForm == local)
        #expect(reading.hasTime == hasTime && reading.offset == offset)
    }

    @Test(arguments: [
        "", "2024-13-01", "2024-02-30", "2024-12-11T25:00:00", "2024-12-11T10", "12/11/2024",
        "2024-12-11T10:00:00+99:00", "2024-12-11T10:00:00x", "-1-1-1", "11.12.2024 10", "+2024-1-1",
    ])
    func whatIsNoDateIsRefused(text: String) {
        #expect(DateReader(culture: .ru).read(text) == nil)
    }

    @Test func noonAndMidnightAreRightInEnglish() throws {
        for (hour, text) in [
            (0, "12:30:00 am"), (11, "11:30:00 am"), (12, "12:30:00 pm"), (23, "11:30:00 pm"),
        ] {
            let time = try #require(CivilTime(2024, 12, 11, hour, 30))
            #expect(Culture.en.dateTime(time) == "12/11/2024 \(text)")
            #expect(Culture.en.read("12/11/2024 \(text)") == time)
        }
    }

    @Test func hoursThatAreThereTwiceOrNeverHaveAnInstant() throws {
        let berlin = try #require(Zone("Europe/Berlin"))
        let twice = try #require(CivilTime(2026, 10, 25, 2, 30))
        #expect(berlin.instant(of: twice) == 1_792_888_200)
        let never = try #require(CivilTime(2026, 3, 29, 2, 30))
        #expect(berlin.local(at: berlin.instant(of: never)).clockText == "03:30:00")
        #expect(Zone("Mars/Base") == nil && Zone("") == nil)
    }
}
