import CalDAV
import FoundationEssentials
import RoomCore

/// Reads an iCalendar file and expands it for a window, again and again.
struct CalendarBenchmark {
    var file: String
    var window: Span
    var zone: String
    var rounds: Int

    /// - Parameter arguments: FILE START END ZONE ROUNDS, the times in seconds since the epoch; nil if they are not that.
    init?(_ arguments: [String]) {
        guard arguments.count >= 5, let start = Int64(arguments[1]),
            let end = Int64(arguments[2]), let rounds = Int(arguments[4]), rounds > 0
        else { return nil }
        file = arguments[0]
        window = Span(
            start: WallTime(secondsSinceEpoch: start), end: WallTime(secondsSinceEpoch: end))
        zone = arguments[3]
        self.rounds = rounds
    }

    /// Prints the best time and the number of bookings as JSON, what was left out, and then the bookings.
    func run() throws {
        let clock = ContinuousClock()
        var best = Duration.seconds(3_600)
        var reading = ScheduleReading(window: window, bookings: [])
        for _ in 0..<rounds {
            let began = clock.now
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
            reading = CalendarFile.read(bytes, window: window, timeZone: zone) ?? reading
            best = min(best, clock.now - began)
        }
        print("{\"best_ms\": \(best / .milliseconds(1)), \"bookings\": \(reading.bookings.count)}")
        for line in reading.complaints { print("! \(line)") }
        for booking in reading.bookings {
            let span = booking.span
            print(span.start.secondsSinceEpoch, span.end.secondsSinceEpoch, booking.id)
        }
    }
}
