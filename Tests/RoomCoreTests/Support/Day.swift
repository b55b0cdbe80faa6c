import RoomCore

/// A day at one door: a room, two clocks, and a journal and a server that answer as told.
///
/// Time only moves by ``advance(to:)``, which calls the room at each of its deadlines and at no other time, so that a
/// forgotten deadline shows as a rule that comes too late.
struct Day {
    enum Journal { case prompt, slow, broken }

    private(set) var room: Room
    private(set) var now: Now
    var journal = Journal.prompt
    /// Whether the server answers a poll every five minutes.
    var isServerHeard: Bool
    /// Whether the server carries out each write at once; if not, see ``acknowledge()`` and ``reject(_:)``.
    var isServerWriting = true
    /// Receipts that a slow journal has not answered.
    private(set) var unanswered: [Receipt] = []
    /// Receipts whose records are safe, in the order they became so.
    private(set) var stored: [Receipt] = []
    /// Everything ordered so far.
    private(set) var effects: [Effect] = []
    private var nextPoll: Uptime
    /// What the server has: what was read last, with the writes that it has acknowledged since.
    private var calendar: [Booking]

    /// Begins at 08:00 with one PIR and a server that was just read, and warms the sensor up.
    init(
        _ bookings: [Booking] = [], server: RoomSettings.ServerKind = .caldav,
        sensors: [SensorSettings] = [.pir], from start: String = "08:00",
        memory: Memory = Memory(), messages: Set<Message.Kind> = Set(Message.Kind.allCases),
        configure: (inout Policy) -> Void = { _ in }
    ) {
        var policy = Policy()
        configure(&policy)
        var settings = RoomSettings(
            id: "aurora", name: "Aurora", sensors: sensors, server: server,
            builtAt: at("00:00") - .seconds(86_400), policy: policy)
        settings.messages = messages
        settings.takesTaps = true
        self.init(settings, memory: memory, from: at(start))
        apply(.tick)
        apply(.button(.found(isPressed: false)))
        for sensor in sensors { apply(.sensor(sensor.name, .found(isActive: false))) }
        if server != .none { read(bookings) }
    }

    /// Begins with nothing told yet: no tick, no sensor, no server.
    init(_ settings: RoomSettings, memory: Memory = Memory(), from start: WallTime) {
        now = Now(wall: start, uptime: Uptime(sinceBoot: .seconds(1_000)))
        room = Room(settings, memory: memory, at: now)
        isServerHeard = settings.server != .none
        nextPoll = now.uptime + .seconds(300)
        calendar = memory.schedule?.bookings ?? []
        for entry in memory.outbox where entry.state == .answered { carryOut(entry.write) }
    }

    // MARK: Facts

    @discardableResult
    mutating func apply(_ event: Event) -> [Effect] {
        if case .journal(.stored(let receipt)) = event { stored.append(receipt) }
        if case .server(.acknowledged(let number)) = event,
            let write = sent.last(where: { $0.number == number })?.write
        {
            carryOut(write)
        }
        let ordered = room.apply(event, at: now)
        effects += ordered
        for effect in ordered {
            switch effect {
            case .keep(_, .durable(let receipt)): answer(receipt)
            case .send(let entry) where isServerWriting:
                if let failure = refusal(of: entry.write) {
                    apply(.server(.writeFailed(number: entry.number, failure, jitter: 0)))
                } else {
                    apply(.server(.acknowledged(number: entry.number)))
                }
            default: break
            }
        }
        return ordered
    }

    private mutating func answer(_ receipt: Receipt) {
        switch journal {
        case .prompt: apply(.journal(.stored(receipt)))
        case .slow: unanswered.append(receipt)
        case .broken: apply(.journal(.notStored(receipt, "no space left")))
        }
    }

    /// The journal catches up with everything it was asked to keep.
    mutating func journalAnswers(_ isStored: Bool = true) {
        while !unanswered.isEmpty {
            let receipt = unanswered.removeFirst()
            apply(.journal(isStored ? .stored(receipt) : .notStored(receipt, "no space left")))
        }
    }

    // MARK: Time

    /// Lets time pass up to `time`, with a tick at each deadline and, at most, a poll every five minutes.
    mutating func advance(to time: WallTime) {
        let target = now.uptime(at: time)
        precondition(target >= now.uptime, "a day runs forwards; use jump")
        while true {
            let next = isServerHeard ? min(room.deadline, nextPoll) : room.deadline
            guard next <= target else { break }
            pass(max(next - now.uptime, .zero))
            if room.deadline <= now.uptime { apply(.tick) }
            if isServerHeard, nextPoll <= now.uptime { poll() }
        }
        pass(target - now.uptime)
    }

    mutating func advance(to time: String) {
        advance(to: at(time))
    }

    mutating func advance(by duration: Duration) {
        advance(to: now.wall + duration)
    }

    /// Both clocks go on, and the room is told nothing.
    mutating func pass(_ duration: Duration) {
        now.wall = now.wall + duration
        now.uptime = now.uptime + duration
    }

    /// The wall clock is set; the room learns of it at its next fact.
    mutating func jump(by duration: Duration) {
        now.wall = now.wall + duration
    }

    // MARK: The server

    /// The server is read, and nobody else has changed anything.
    mutating func poll() { read(calendar) }

    /// A server changes only the end that the panel knows of; nil if it does what it is asked.
    private func refusal(of write: ServerWrite) -> ServerFailure? {
        guard case .changeEnd(let id, let from, let to) = write,
            let booking = calendar.first(where: { $0.id == id })
        else { return nil }
        if to <= booking.span.start, booking.source == .server {
            return ServerFailure(.gone, "\(id) starts after its new end")
        }
        let end = booking.span.end
        guard !end.isSameEnd(as: from), !end.isSameEnd(as: to) else { return nil }
        return ServerFailure(.changed, "\(id) has been given another end since")
    }

    private mutating func carryOut(_ write: ServerWrite) {
        let index = calendar.firstIndex { $0.id == write.bookingID }
        switch (write, index) {
        case (.create(let booking), nil): calendar.append(booking)
        case (.changeEnd(_, _, let end), let index?) where end > calendar[index].span.start:
            calendar[index].span.end = end
        case (.changeEnd, let index?), (.withdraw, let index?): calendar.remove(at: index)
        default: break
        }
    }

    var window: Span {
        Span(start: now.wall - .seconds(86_400), length: .seconds(15 * 86_400))
    }

    mutating func read(_ bookings: [Booking], startedAt: Uptime? = nil) {
        calendar = bookings
        readCopy(bookings, startedAt: startedAt)
    }

    /// A copy of the calendar is read that may lag behind.
    mutating func readCopy(_ bookings: [Booking], startedAt: Uptime? = nil) {
        nextPoll = now.uptime + .seconds(300)
        let reading = ScheduleReading(window: window, bookings: bookings, serverDate: now.wall)
        apply(.server(.read(reading, startedAt: startedAt ?? now.uptime)))
    }

    /// The server answers the write under way.
    mutating func acknowledge() {
        guard let entry = underway else { return }
        apply(.server(.acknowledged(number: entry.number)))
    }

    mutating func reject(
        _ kind: ServerFailure.Kind, jitter: Double = 0, retryAfter: Duration? = nil
    ) {
        guard let entry = underway else { return }
        let failure = ServerFailure(kind, "scripted", retryAfter: retryAfter)
        apply(.server(.writeFailed(number: entry.number, failure, jitter: jitter)))
    }

    /// The last write asked of the server.
    var underway: OutboxEntry? { sent.last }

    // MARK: The door

    /// A pulse of the PIR: active now, idle two seconds later.
    mutating func motion(_ sensor: String = "pir") {
        edge(sensor, isActive: true)
        advance(by: .seconds(2))
        edge(sensor, isActive: false)
    }

    mutating func motion(at time: String, _ sensor: String = "pir") {
        advance(to: time)
        motion(sensor)
    }

    /// Pulses from now on to `time`, so close that presence never breaks.
    ///
    /// People are no clock: every other pulse but the last comes a third of a step early.
    mutating func stay(to time: String, every step: Duration = .seconds(120)) {
        let (start, end) = (now.wall, at(time))
        var pulse = 0
        while start + step * (pulse + 1) <= end {
            let isEarly = pulse % 2 == 1 && start + step * (pulse + 2) <= end
            advance(to: start + step * pulse - (isEarly ? step / 3 : .zero))
            motion()
            pulse += 1
        }
        advance(to: time)
    }

    mutating func edge(_ sensor: String = "pir", isActive: Bool) {
        apply(.sensor(sensor, .edge(isActive: isActive, at: now.uptime)))
    }

    mutating func press(at time: String) {
        advance(to: time)
        press()
    }

    /// A short press that begins now.
    mutating func press() {
        apply(.button(.pressed(at: now.uptime)))
        advance(by: .milliseconds(200))
        apply(.button(.released(at: now.uptime)))
    }

    /// A long press that begins now.
    mutating func pressLong() {
        apply(.button(.pressed(at: now.uptime)))
        advance(by: .milliseconds(1_800))
        apply(.button(.released(at: now.uptime)))
    }
}
