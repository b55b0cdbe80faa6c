import RoomCore

extension WallTime {
    /// 2026-11-21T12:00:00Z.
    static let noon = WallTime(secondsSinceEpoch: 1_795_262_400)
}

extension Span {
    /// The window a panel reads at noon: from yesterday to 14 days ahead.
    static let window = Span(start: .noon - .seconds(86_400), length: .seconds(15 * 86_400))
    /// All the time there is.
    static let ever = Span(
        start: WallTime(secondsSinceEpoch: 0), end: WallTime(secondsSinceEpoch: 10_000_000_000))
}

/// Records as a room tells them, numbered by the caller.
enum Example {
    static func booking(_ number: Int, minutes: Int = 0, title: String? = nil) -> Booking {
        Booking(
            id: BookingID("booking-\(number)@example.org"), title: title ?? "Встреча \(number)",
            organiser: "Ада <ada@example.org>",
            organiserID: number % 4 == 0 ? nil : "ada@example.org",
            span: Span(
                start: .noon + .seconds((number * 60 + minutes) * 60), length: .seconds(1800)),
            source: number % 2 == 0 ? .server : .panel, confirmation: .confirmed,
            createdAt: .noon - .seconds(3600), isAllDay: false, isBlocking: true,
            isWritable: number % 3 != 0)
    }

    static func reading(_ bookings: [Booking]) -> ScheduleReading {
        ScheduleReading(
            window: .window, bookings: bookings, serverDate: .noon, complaints: ["one left out"])
    }

    static func press(_ number: Int64, at time: WallTime = .noon) -> Press {
        Press(
            number: number, pressedAt: time, length: .short, outcome: .refused, refusal: .tooShort,
            booking: BookingID("booking-1@example.org"))
    }

    static func verdict(_ number: Int64, at time: WallTime = .noon) -> Verdict {
        Verdict(
            number: number, booking: BookingID("booking-\(number)@example.org"),
            span: Span(start: time - .seconds(600), length: .seconds(3600)), givenAt: time,
            kind: .unverifiable, seconds: 17, reason: .sensorsBlind,
            replaces: number > 1 ? number - 1 : nil,
            evidence: Verdict.Evidence(
                firstPresence: time - .microseconds(1), activeEdges: 3, checkIn: .carriedOver,
                observedSeconds: 100, dueSeconds: 600, sensors: ["pir": .ok, "radar": .stuck],
                syncAgeSeconds: nil, isClockTrusted: true))
    }

    static func entry(
        _ number: Int64, _ state: OutboxEntry.State = .queued, at time: WallTime = .noon
    ) -> OutboxEntry {
        OutboxEntry(
            number: number, write: .create(booking(Int(number))), createdAt: time, state: state,
            attempts: 2, lastError: "unreachable: no route to host")
    }

    static func end(
        of id: BookingID, _ number: Int64, _ state: OutboxEntry.State = .queued, attempts: Int = 1
    ) -> OutboxEntry {
        OutboxEntry(
            number: number,
            write: .changeEnd(id, from: .noon, to: .noon + .seconds(number * 60)), cause: .undo,
            createdAt: .noon, state: state, attempts: attempts)
    }

    static func sitting(_ number: Int) -> Sitting {
        var sitting = Sitting(booking: booking(number).id, span: booking(number).span)
        sitting.checkIn = Sitting.CheckIn(source: .press, arrivedAt: .noon)
        sitting.arrival = .late
        sitting.arrivalNumber = 7
        sitting.firstPresence = .noon + .microseconds(1)
        sitting.activeEdges = 5
        sitting.hasLostEdges = true
        return sitting
    }

    static let silence = SensorSilence(sensors: ["pir"], seconds: 900, endedAt: .noon)

    static func edge(
        _ seconds: Int64, sensor: String = "pir", isActive: Bool = true
    ) -> SensorEdge {
        SensorEdge(sensor: sensor, isActive: isActive, at: .noon + .seconds(seconds), health: .ok)
    }

    static func message(
        _ number: Int, _ kind: Message.Kind = .late, at time: WallTime = .noon + .seconds(2)
    ) -> MessageRecord {
        MessageRecord(
            kind: kind, booking: booking(number).id, span: booking(number).span, at: time,
            result: .givenUp, error: "refused: no")
    }

    static func sync(
        _ seconds: Int64, _ failure: ServerFailure.Kind? = nil, _ operation: ServerOperation = .read
    ) -> SyncRecord {
        SyncRecord(
            operation: operation, at: .noon + .seconds(seconds), failure: failure,
            message: failure.map { "\($0.rawValue) happened" })
    }
}
