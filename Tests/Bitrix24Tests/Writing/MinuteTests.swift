import RoomCore
import Testing

@testable import Bitrix24

/// The whole minutes of a portal's calendar, and the seconds of a press.
struct MinuteTests {
    private func at(_ minute: Int, _ second: Int = 0) -> WallTime {
        .testNow + .seconds(minute * 60 + second)
    }

    private func span(_ start: WallTime, _ end: WallTime) -> Span { Span(start: start, end: end) }

    @Test func aStartGoesDownAndAnEndUp() {
        #expect(Minutes.slot(span(at(7, 20), at(37, 20)), among: []) == span(at(7), at(38)))
        #expect(Minutes.slot(span(at(7), at(37)), among: []) == span(at(7), at(37)))
        let before1970 = WallTime(secondsSinceEpoch: -61)
        #expect(Minutes.down(before1970) == WallTime(secondsSinceEpoch: -120))
        #expect(Minutes.up(before1970) == WallTime(secondsSinceEpoch: -60))
    }

    @Test func aBookingIsNotRoundedIntoItsNeighbours() {
        let earlier = span(at(0), at(8))
        let later = span(at(37, 30), at(60))
        #expect(
            Minutes.slot(span(at(7, 20), at(37, 20)), among: [earlier, later])
                == span(at(8), at(37, 30)))
        // Between two that leave it nothing it keeps its minutes.
        #expect(
            Minutes.slot(span(at(7, 20), at(7, 40)), among: [span(at(0), at(8))])
                == span(at(7), at(8)))
    }

    @Test(arguments: [
        // A cut goes down, and leaves a minute.
        (20, 0, false, 60, 20), (20, 40, false, 60, 20), (20, 40, true, 60, 20),
        (0, 20, false, 60, 1),
        // More time goes up where it is the panel's own.
        (80, 20, true, 60, 81), (80, 20, false, 60, 80),
        // What the portal may have rounded already is done.
        (20, 20, false, 20, 20), (20, 20, false, 21, 21), (20, 20, true, 21, 21),
    ])
    func anEndBecomesAWholeMinute(
        minute: Int, second: Int, isOurs: Bool, listedEnd: Int, sent: Int
    ) {
        let listed = span(at(0), at(listedEnd))
        #expect(Minutes.end(at(minute, second), of: listed, isOurs: isOurs) == at(sent))
    }

    @Test func moreTimeStopsAtTheNext() {
        let end = Minutes.end(
            at(80, 20), of: span(at(0), at(60)), isOurs: true, before: at(80, 30))
        #expect(end == at(80, 30))
    }

    @Test func theMarkerKnowsTheSeconds() throws {
        let booking = Booking(
            id: BookingID("domovoy-a-1"), span: span(at(7, 20), at(37, 20)), source: .panel,
            createdAt: .testNow)
        let text = "Aurora\n" + Marker(booking).text + "\nby Anna"
        let marker = try #require(Marker(in: text))
        #expect(marker == Marker(booking))
        #expect(marker.exact(span(at(7), at(38))) == booking.span)
        // Somebody gave it another end, or another day.
        #expect(marker.exact(span(at(7), at(50))) == span(at(7, 20), at(50)))
        #expect(marker.fits(span(at(8), at(38))) && !marker.fits(span(at(9), at(38))))
        #expect(!marker.fits(span(at(6), at(38))))
        let later = Marker.setting(end: at(52, 20), in: text)
        #expect(Marker(in: later)?.endSeconds == at(52, 20).secondsSinceEpoch)
        #expect(later.hasPrefix("Aurora\n") && later.hasSuffix("\nby Anna"))
        #expect(Marker.setting(end: at(1), in: "no marker") == "no marker")
    }

    /// As it was written before it told the end.
    @Test func anEarlierMarkerIsStillOne() throws {
        let start = at(7, 20).secondsSinceEpoch
        let marker = try #require(Marker(in: "domovoy:domovoy-a-1:1795424400000000:\(start)"))
        #expect(marker.endSeconds == nil)
        #expect(marker.exact(span(at(7), at(38))) == span(at(7, 20), at(38)))
        #expect(Marker(in: "domovoy:domovoy-a-1:1:2:x") == nil)
    }
}
