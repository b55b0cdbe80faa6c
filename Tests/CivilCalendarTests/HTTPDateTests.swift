import CivilCalendar
import Testing

struct HTTPDateTests {
    @Test(arguments: [
        (784_111_777 as Int64, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1_795_287_600, "Sat, 21 Nov 2026 19:00:00 GMT"),
    ])
    func datesAreWrittenAndRead(_ seconds: Int64, _ text: String) {
        #expect(HTTPDate.text(secondsSinceEpoch: seconds) == text)
        #expect(HTTPDate.secondsSinceEpoch(text) == seconds)
    }

    @Test func whatIsBefore1970IsWrittenOnly() {
        let text = HTTPDate.text(secondsSinceEpoch: -86_400)
        #expect(text == "Wed, 31 Dec 1969 00:00:00 GMT")
        #expect(HTTPDate.secondsSinceEpoch(text) == nil)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 99:49:37 GMT", "Sun, 06 Nov 1994 08:49:60 GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, ab Nov 1994 08:49:37 GMT",
    ])
    func otherTextIsNoDate(_ text: String) {
        #expect(HTTPDate.secondsSinceEpoch(text) == nil)
    }
}
