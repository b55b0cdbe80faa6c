import RoomCore
import Testing

@testable import CalDAV

struct HTTPDateTests {
    @Test func datesAreRead() {
        let wanted = WallTime(secondsSinceEpoch: 784_111_777)
        #expect(HTTPDate.parse("Sun, 06 Nov 1994 08:49:37 GMT") == wanted)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 99:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, ab Nov 1994 08:49:37 GMT",
    ])
    func otherTextIsNoDate(_ text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test(arguments: [
        ("120", 120), ("0", 1), (" 5 ", 5), ("999999999", 3_600), ("99999999999999999999", 3_600),
        ("Mon, 23 Nov 2026 09:02:00 GMT", 120), ("Mon, 23 Nov 2026 08:00:00 GMT", 1),
        ("Tue, 24 Nov 2026 09:02:00 GMT", 3_600),
    ])
    func delaysAreClampedToAnHour(_ text: String, _ seconds: Int) {
        #expect(RetryAfter.parse(text, now: .testNow) == .seconds(seconds))
    }

    @Test(arguments: ["", "-5", "soon", "1.5"])
    func otherTextIsNoDelay(_ text: String) {
        #expect(RetryAfter.parse(text, now: .testNow) == nil)
    }
}
