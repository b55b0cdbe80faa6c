import RoomCore
import Testing

@testable import PanelWeb

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-21T19:00:00Z", 1_795_287_600),
        ("2026-11-21T22:00:00+03:00", 1_795_287_600), ("2026-11-21t19:00:00z", 1_795_287_600),
        ("2026-11-21T13:30:00-05:30", 1_795_287_600), ("2000-02-29T00:00:00Z", 951_782_400),
        ("1969-12-31T23:59:59Z", -1), ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799), ("2016-12-31T23:59:60Z", 1_483_228_800),
    ])
    func reads(text: String, seconds: Int64) {
        #expect(Timestamp(text)?.wall == WallTime(secondsSinceEpoch: seconds))
    }

    @Test(arguments: [
        "", "today", "2026-11-21", "2026-11-21 19:00:00Z", "2026-11-21T19:00:00",
        "2026-02-29T00:00:00Z", "2026-02-30T00:00:00Z", "2100-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+3:00", "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00ZZ", "0000-01-01T00:00:00Z", "+026-01-01T00:00:00Z",
        "2026-01-01T00:00:00+00:60", "２026-01-01T00:00:00Z",
    ])
    func refuses(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: [
        (".5", 500_000), (".000001", 1), (".123456789", 123_456), (".1234567890123456789", 123_456),
    ])
    func keepsSixDigitsBehindThePoint(fraction: String, microseconds: Int64) {
        let expected = WallTime(microsecondsSinceEpoch: 1_795_287_600_000_000 + microseconds)
        #expect(Timestamp("2026-11-21T19:00:00\(fraction)Z")?.wall == expected)
    }

    @Test func wholeSecondsDropTheRest() {
        let wall = WallTime(microsecondsSinceEpoch: 1_795_287_600_999_999)
        #expect(Timestamp(wall).description == "2026-11-21T19:00:00Z")
        #expect(Timestamp(millisecondsOf: wall).description == "2026-11-21T19:00:00.999Z")
    }

    @Test func beforeTheEpochFractionsStillCountForwards() {
        let wall = WallTime(microsecondsSinceEpoch: -1_500)
        #expect(Timestamp(millisecondsOf: wall).description == "1969-12-31T23:59:59.998Z")
        #expect(Timestamp(wall).description == "1969-12-31T23:59:59Z")
    }
}
