import HTTPExchange
import Testing

struct HTTPDateTests {
    @Test func datesAreRead() {
        #expect(HTTPDate.secondsSinceEpoch("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.secondsSinceEpoch("Thu, 29 Feb 2024 00:00:00 GMT") == 1_709_164_800)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 99:49:37 GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, ab Nov 1994 08:49:37 GMT",
    ])
    func otherTextIsNoDate(_ text: String) {
        #expect(HTTPDate.secondsSinceEpoch(text) == nil)
    }
}
