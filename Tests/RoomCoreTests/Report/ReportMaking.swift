import RoomCore

/// What a report of made-up days is made of.
struct ReportMaking {
    var hours = OpeningHours.always
    /// Hours that were in force before or after; nil for ``hours`` from the beginning on.
    var periods: [HoursInForce]?
    var bookings: [Booking] = []
    var verdicts: [Verdict] = []
    var presence: [PresenceSpan] = []
    var now = WallTime.latest

    /// Berlin in 2026: one hour ahead, two from 29 March to 25 October, changed at 01:00 UTC.
    static let berlin: RoomCalendar.Offset = { zone, instant in
        guard zone == "Europe/Berlin" else { return 0 }
        let (spring, autumn): (Int64, Int64) = (1_774_746_000, 1_792_890_000)
        return (spring..<autumn).contains(instant.secondsSinceEpoch) ? 7_200 : 3_600
    }

    func report(of window: Span) -> RoomReport {
        let always = [HoursInForce(since: .earliest, timeZone: "Europe/Berlin", hours: hours)]
        let calendar = RoomCalendar(periods ?? always, offset: Self.berlin)
        var report = RoomReport(of: window, calendar: calendar, now: now)
        for span in report.parts {
            let reach = RoomReport.Part.reach(of: span)
            report.add(
                RoomReport.Part(
                    span: span, bookings: bookings.filter { $0.span.overlaps(reach) },
                    verdicts: verdicts.filter { $0.span.overlaps(span) },
                    presence: presence.filter { $0.span.overlaps(span) }))
        }
        return report
    }
}

/// A verdict on a booking of 2026-11-21.
func reportVerdict(
    _ number: Int64, _ kind: Verdict.Kind, on booking: Booking, seconds: Int? = nil,
    endedAt: WallTime? = nil, unusedAtEnd: Int? = nil, atMost: Verdict.Reason? = nil
) -> Verdict {
    Verdict(
        number: number, booking: booking.id, span: booking.span, givenAt: booking.span.end,
        kind: kind, seconds: seconds,
        evidence: Verdict.Evidence(
            firstPresence: nil, activeEdges: 0, checkIn: nil, observedSeconds: 600,
            dueSeconds: 600, sensors: [:], syncAgeSeconds: nil, isClockTrusted: true,
            endedAt: endedAt, atMostBecause: atMost, unusedSeconds: unusedAtEnd,
            unusedAtEndSeconds: unusedAtEnd))
}

extension MinuteCells {
    /// The six cells: booked, then unbooked, each present, vacant, unknown.
    var list: [Int] {
        [true, false].flatMap { isBooked in
            [Presence.present, .vacant, .unknown].map { self[isBooked: isBooked, $0] }
        }
    }
}

extension OpeningHours {
    /// The same on each day.
    static func daily(_ text: String) -> OpeningHours {
        let stretches = OpeningHours.stretches(text) ?? []
        return OpeningHours(
            Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, stretches) }))
    }
}
