import CivilCalendar
import Testing

@testable import PortalKit

struct TextTests {
    @Test func jsonKeepsOrderAndTellsNumbersApart() throws {
        let text = #"{"z":1,"a":[1.5,-2,1e3,true,null,"\u00e9\ud83d\ude00\n"],"m":{},"l":[]}"#
        let json = try JSON(text: text.utf8)
        #expect(json.members?.all.map(\.name) == ["z", "a", "m", "l"])
        #expect(json["a"] == [1.5, -2, 1000.0, true, nil, "é😀\n"])
        #expect(try JSON(text: json.text.utf8) == json)
        #expect(JSON.string("a/\"\\\u{1}").text == #""a\/\"\\\u0001""#)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "01a", "+1", "nul", "\"\\x\"", "\"\\ud800\"", "\"\u{1}\"",
        "[1] 2", "01", "1.", "--1", "1e", ".5", "{1:2}", "- 1", "\"abc", "1.2.3",
    ])
    func whatIsNoJSONIsRefused(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSON(text: text.utf8) }
    }

    @Test func deepNestingIsRefused() {
        let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        #expect(throws: JSONSyntaxError.self) { try JSON(text: deep.utf8) }
        #expect(throws: Never.self) { try JSON(text: deep.dropFirst().dropLast().utf8) }
    }

    /// Every value counts, those inside others as well.
    @Test(arguments: [("5", 1), ("[1,2,3]", 4), (#"{"a":1,"b":[{}]}"#, 4)])
    func valuesAreBounded(text: String, values: Int) throws {
        _ = try JSON(text: text.utf8, mostValues: values)
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSON(text: text.utf8, mostValues: values - 1)
        }
        #expect(error?.description == "JSON of more than \(values - 1) values")
    }

    @Test func aNameThatComesTwiceCountsAsTheLast() throws {
        let json = try JSON(text: #"{"a":1,"b":2,"a":3}"#.utf8)
        #expect(json == ["a": 3, "b": 2])
    }

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
