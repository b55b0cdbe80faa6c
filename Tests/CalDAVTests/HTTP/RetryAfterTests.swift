import RoomCore
import Testing

@testable import CalDAV

struct RetryAfterTests {
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
