import RoomCore

/// A fact of the record, when a room has to be told of it.
struct RecordedFact: Sendable {
    var at: WallTime
    var event: Event

    /// Both clocks of a replay: it has one start for all rooms, and no clock ever jumps.
    static func now(_ wall: WallTime) -> Now {
        Now(wall: wall, uptime: uptime(wall))
    }

    static func uptime(_ wall: WallTime) -> Uptime { Uptime(sinceBoot: wall.sinceEpoch) }
}

/// Puts a part of the record into the facts that a room is told, in their order.
struct RecordedFacts {
    private let day: RecordedDay
    private let sensors: [String]
    private(set) var all: [RecordedFact] = []

    /// - Parameter isFirst: whether the replay begins with this part, so that the lines have to be found.
    init(_ day: RecordedDay, sensors: [String], isFirst: Bool) {
        self.day = day
        self.sensors = sensors
        addSchedule()
        addSight(isFirst: isFirst)
        addEdges()
        addPresses()
        // What comes at the same time keeps this order.
        let ordered = all.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        all = ordered.map(\.element)
    }

    private mutating func add(_ event: Event, at instant: WallTime) {
        all.append(RecordedFact(at: instant, event: event))
    }

    // MARK: Bookings

    private mutating func addSchedule() {
        var moments: Set<WallTime> = [day.span.start]
        for booking in day.bookings { moments.formUnion(booking.changes) }
        for moment in moments.sorted() where day.span.contains(moment) {
            add(
                .server(.read(reading(at: moment), startedAt: RecordedFact.uptime(moment))),
                at: moment)
        }
    }

    /// What the server would have listed.
    private func reading(at instant: WallTime) -> ScheduleReading {
        let day = Duration.seconds(86_400)
        return ScheduleReading(
            window: Span(start: self.day.span.start - day, end: self.day.span.end + day),
            bookings: self.day.bookings.compactMap { $0.standing(at: instant) })
    }

    // MARK: Sensors

    /// Where nobody could see, the lines are gone; after it they are found again.
    private mutating func addSight(isFirst: Bool) {
        if isFirst, !day.isBlind(at: day.span.start) { find(at: day.span.start) }
        for blind in day.blind where blind.overlaps(day.span) {
            for sensor in sensors {
                add(.sensor(sensor, .gone), at: max(blind.start, day.span.start))
            }
            if blind.end <= day.span.end, !day.isBlind(at: blind.end) { find(at: blind.end) }
        }
    }

    private mutating func find(at instant: WallTime) {
        for sensor in sensors {
            add(.sensor(sensor, .found(isActive: level(of: sensor, at: instant))), at: instant)
        }
    }

    /// The level of a line, by what it did next.
    private func level(of sensor: String, at instant: WallTime) -> Bool {
        let next = day.edges.first { $0.sensor == sensor && $0.at >= instant }
        return next.map { !$0.isActive } ?? false
    }

    private mutating func addEdges() {
        for edge in day.edges where day.span.contains(edge.at) && !day.isBlind(at: edge.at) {
            let fact = Event.SensorFact.edge(
                isActive: edge.isActive, at: RecordedFact.uptime(edge.at))
            add(.sensor(edge.sensor, fact), at: edge.at)
        }
    }

    private mutating func addPresses() {
        for press in day.presses where day.span.contains(press.pressedAt) {
            add(.button(.recorded(press)), at: press.pressedAt)
        }
    }
}
