import Foundation
import RoomCore
import Testing

@testable import CalDAV

/// Calendar objects that went wrong somewhere, as a server would hand them over, byte for byte.
struct CalendarCaseTests {
    struct Case: Decodable, CustomTestStringConvertible {
        struct Wanted: Decodable {
            var start: String
            var end: String
            var all_day: Bool
            var blocking: Bool
        }

        var files: [String]
        var problem: String
        var room_zone: String
        var window: [String]
        var expect: [Wanted]

        var testDescription: String { "\(files[0]): \(problem)" }
    }

    /// The folder of the cases, beside the package; absent outside the project's own machines.
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("../shared/data/calendars")

    static let cases: [Case] = {
        let file = folder.appendingPathComponent("expected.json")
        guard let data = try? Data(contentsOf: file) else { return [] }
        return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
    }()

    @Test(
        .enabled(if: !cases.isEmpty, "../shared/data/calendars is not there"), arguments: cases)
    func theRightBookingsAreShown(_ item: Case) async throws {
        // Nothing may hang on the order in which a server lists its objects.
        for isReversed in [false, true] {
            let fake = FakeCalendar()
            let files = isReversed ? item.files.reversed() : item.files
            for (place, file) in files.enumerated() {
                let data = try Data(contentsOf: CalendarCaseTests.folder.appending(path: file))
                fake.put("\(place).ics", String(decoding: data, as: UTF8.self))
            }
            let window = Span(
                start: try #require(time(item.window[0])), end: try #require(time(item.window[1])))
            let reading = try await fake.server(zone: item.room_zone).read(window: window)
            #expect(reading.complaints == [], "\(item.testDescription)")
            #expect(
                reading.bookings.map(shown) == item.expect.map(shown), "\(item.testDescription)")
        }
    }

    private func time(_ text: String) -> WallTime? {
        let digits = text.filter { $0 != "-" && $0 != ":" }
        return CalendarTime(stamp: digits).map { WallTime(secondsSinceEpoch: $0.seconds) }
    }

    private func shown(_ booking: Booking) -> String {
        let times = [booking.span.start, booking.span.end].map { CalendarTime($0).stamp }
        return "\(times) all day: \(booking.isAllDay) blocks: \(booking.isBlocking)"
    }

    private func shown(_ wanted: Case.Wanted) -> String {
        let times = [wanted.start, wanted.end].map { $0.filter { $0 != "-" && $0 != ":" } }
        return "\(times) all day: \(wanted.all_day) blocks: \(wanted.blocking)"
    }
}
