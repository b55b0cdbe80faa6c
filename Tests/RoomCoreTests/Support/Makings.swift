import RoomCore

/// The instant of a time of day, `10:05`, `10:05:00` or `10:05:00.5`, on 2026-11-21 in UTC.
func at(_ time: String) -> WallTime {
    let parts = time.split(separator: ":")
    guard parts.count >= 2, let hours = Int64(parts[0]), let minutes = Int64(parts[1]) else {
        preconditionFailure("no time of day: \(time)")
    }
    let seconds = parts.count > 2 ? Double(parts[2]) ?? 0 : 0
    let microseconds = Int64((seconds * 1_000_000).rounded())
    let midnight: Int64 = 1_795_219_200
    return WallTime(
        microsecondsSinceEpoch: (midnight + hours * 3_600 + minutes * 60) * 1_000_000
            + microseconds)
}

func span(_ start: String, _ end: String) -> Span {
    Span(start: at(start), end: at(end))
}

/// A booking of the server, writable, about which the server says nothing.
func booking(
    _ id: String, _ start: String, _ end: String, title: String? = "Standup",
    confirmation: Booking.Confirmation? = nil, createdAt: WallTime? = nil, isAllDay: Bool = false,
    isBlocking: Bool = true, isWritable: Bool = true, source: Booking.Source = .server,
    by organiser: String? = nil
) -> Booking {
    Booking(
        id: BookingID(id), title: title, organiser: organiser ?? "Ada", organiserID: organiser,
        span: span(start, end), source: source,
        confirmation: confirmation, createdAt: createdAt, isAllDay: isAllDay,
        isBlocking: isBlocking, isWritable: isWritable)
}

extension SensorSettings {
    static let pir = SensorSettings(name: "pir")
    static let radar = SensorSettings(name: "radar", kind: .presence, warmUp: .zero)
}

extension RoomSettings {
    /// A room without sensors, whose marks are not written back, by a clock that is right.
    static let withoutMarks = RoomSettings(
        id: "aurora", name: "Aurora", sensors: [], server: .caldav, clockTrust: .always,
        policy: {
            var policy = Policy()
            policy.writesBack = false
            return policy
        }())
}

extension Day {
    /// The people of `a`, 10:00 to 11:00, make it longer by a quarter at 10:30, and the server has not answered.
    static func extendedWhileTheServerTakesNothing() -> Day {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.press(at: "10:30")
        return day
    }

    /// The people of `a`, 10:00 to 11:00, end it at 10:30, and the server has not answered.
    static func endedWhileTheServerTakesNothing() -> Day {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.pressLong()
        return day
    }
}

extension Duration {
    static func minutes(_ minutes: Int) -> Duration { .seconds(minutes * 60) }
    static func hours(_ hours: Int) -> Duration { .seconds(hours * 3_600) }
    static func days(_ days: Int) -> Duration { .seconds(days * 86_400) }
}

let microsecond = Duration.microseconds(1)
