import RoomCore

/// The bookings as the panel has to show them: what the server last showed, with the intents that are open laid over it.
struct KnownSchedule {
    private let server: RoomSettings.ServerKind
    private var versions: [Booking] = []
    private(set) var window: Span?
    /// The intents that are open, by number.
    private var intents: [Int64: Intent] = [:]
    private(set) var bookings: [Booking] = []
    /// Counts up whenever they change.
    private(set) var changes = 0
    /// Since when each booking has been known to run as it does.
    private(set) var knownSince: [BookingID: Uptime] = [:]
    private(set) var heardAt: Uptime?
    private(set) var heardWall: WallTime?
    /// Whether the clock of an earlier run was ahead, so that nobody can say when it heard the server.
    private var isAgeUnknown = false
    /// When the reading began that is being taken in; nil in other steps.
    private var readingSince: Uptime?
    private var everKnown: Set<Int64> = []

    /// What the panel wants of a booking, as it told the journal.
    struct Intent {
        let number: Int64
        var write: ServerWrite
        var cause: OutboxEntry.Cause
        /// When the server is known to have it; nil while it is owed.
        var answeredAt: Uptime?
    }

    init(_ server: RoomSettings.ServerKind, _ memory: Memory, at now: Now) {
        self.server = server
        versions = Self.single(memory.schedule?.bookings ?? [])
        window = memory.schedule?.window
        heardWall = memory.heardAt
        for entry in memory.outbox { put(entry, at: now.uptime) }
        lay(at: now.uptime)
    }

    private static func single(_ bookings: [Booking]) -> [Booking] {
        var single: [Booking] = []
        for booking in bookings where !single.contains(where: { $0.id == booking.id }) {
            single.append(booking)
        }
        return single
    }

    // MARK: Facts

    mutating func beginStep() { readingSince = nil }

    mutating func read(_ reading: ScheduleReading, startedAt: Uptime, at now: Now) {
        readingSince = startedAt
        (window, heardAt, heardWall) = (reading.window, now.uptime, now.wall)
        let old = Set(
            intents.values.map(\.write.bookingID).filter { id in
                isOld(reading.bookings.first { $0.id == id }, id, startedAt)
            })
        versions = Self.single(
            versions.filter { old.contains($0.id) }
                + reading.bookings.filter { !old.contains($0.id) })
        lay(at: now.uptime)
    }

    /// Whether a copy of the calendar was read that does not show yet what the server has answered within 10 s.
    private func isOld(_ shown: Booking?, _ id: BookingID, _ startedAt: Uptime) -> Bool {
        let answered = order.compactMap { intents[$0] }.filter {
            $0.write.bookingID == id && $0.answeredAt != nil
        }
        guard let last = answered.last, let at = last.answeredAt, startedAt - at < .seconds(10)
        else { return false }
        switch last.write {
        case .withdraw: return shown != nil
        case .create: return shown == nil
        case .changeEnd(_, _, let end):
            guard let shown else { return answered.contains(where: \.isCreate) }
            if shown.span.end.isSameEnd(as: end) { return false }
            return answered.contains { $0.ends.contains { $0.isSameEnd(as: shown.span.end) } }
        case .mark: return false
        }
    }

    /// The server has this write now, whatever an older reading says; told twice, it has had it since the first time.
    mutating func acknowledged(_ number: Int64, at now: Uptime) {
        if intents[number]?.answeredAt == nil { intents[number]?.answeredAt = now }
    }

    /// What it is once the intents of a step are taken in.
    func after(_ sight: Sight) -> KnownSchedule {
        var schedule = self
        for case .keep(let records, _) in sight.effects where records.firstPress == nil {
            schedule = schedule.after(records, at: sight.now.uptime)
        }
        return schedule
    }

    /// What it is once the intents among these records are taken in.
    func after(_ records: [Record], at now: Uptime) -> KnownSchedule {
        var schedule = self
        for case .outbox(let entry) in records { schedule.take(entry, at: now) }
        return schedule
    }

    mutating func take(_ entry: OutboxEntry, at now: Uptime) {
        if entry.state.isFinal { intents[entry.number] = nil } else { put(entry, at: now) }
        if entry.write.operation != .mark { lay(at: now) }
    }

    /// Without a server a write is the truth at once.
    mutating func keep(_ reading: ScheduleReading, at now: Uptime) {
        versions = reading.bookings
        window = reading.window
        lay(at: now)
    }

    /// A journal that was opened late tells what an earlier run knew; what is known since counts for more.
    mutating func recall(_ memory: Memory, at now: Now) {
        for entry in memory.outbox where !everKnown.contains(entry.number) {
            put(entry, at: now.uptime)
        }
        if window == nil {
            versions = Self.single(memory.schedule?.bookings ?? [])
            window = memory.schedule?.window
            heardWall = memory.heardAt
        }
        lay(at: now.uptime)
    }

    private mutating func put(_ entry: OutboxEntry, at now: Uptime) {
        everKnown.insert(entry.number)
        let known = intents[entry.number]?.answeredAt
        intents[entry.number] = Intent(
            number: entry.number, write: entry.write, cause: entry.cause,
            answeredAt: entry.state == .answered ? known ?? readingSince ?? now : nil)
    }

    private var order: [Int64] { intents.keys.sorted() }

    private mutating func lay(at now: Uptime) {
        var new = versions
        for intent in order.compactMap({ intents[$0] }) { Self.lay(intent.write, over: &new) }
        guard new != bookings else { return }
        var since: [BookingID: Uptime] = [:]
        for booking in new {
            let isSame = bookings.contains { $0.id == booking.id && $0.span == booking.span }
            since[booking.id] = isSame ? knownSince[booking.id] ?? now : now
        }
        knownSince = since
        changes += 1
        bookings = new
        quiet = nil
    }

    private static func lay(_ write: ServerWrite, over bookings: inout [Booking]) {
        let index = bookings.firstIndex { $0.id == write.bookingID }
        switch write {
        case .create(let booking): if index == nil { bookings.append(booking) }
        case .withdraw: if let index { bookings.remove(at: index) }
        case .changeEnd(_, _, let end):
            guard let index else { return }
            if end > bookings[index].span.start {
                bookings[index].span.end = end
            } else if bookings[index].source == .panel {
                bookings.remove(at: index)
            }
        case .mark: break
        }
    }

    /// The writes that the server has yet to take, by number.
    var owed: [Int64: ServerWrite] {
        intents.filter { $0.value.answeredAt == nil }.mapValues(\.write)
    }

    // MARK: Now

    /// The blocking bookings that run at the moment last looked at.
    private(set) var running: [Booking] = []
    /// When the next blocking booking starts after that moment; nil if none is known.
    private(set) var nextStart: WallTime?
    /// As long as the wall clock is in here, nothing begins or ends.
    private var quiet: Span?

    /// Works out what runs at `wall`.
    ///
    /// - Returns: whether that may have changed.
    @discardableResult
    mutating func look(at wall: WallTime) -> Bool {
        if let quiet, quiet.contains(wall) { return false }
        running = []
        nextStart = nil
        var (lower, upper) = (WallTime.earliest, WallTime.latest)
        for booking in bookings where booking.isBlocking && !booking.span.isEmpty {
            let span = booking.span
            if span.contains(wall) { running.append(booking) }
            if span.start > wall { nextStart = min(nextStart ?? span.start, span.start) }
            for edge in [span.start, span.end] {
                if edge <= wall { lower = max(lower, edge) } else { upper = min(upper, edge) }
            }
        }
        quiet = Span(start: lower, end: upper)
        return true
    }

    // MARK: Questions

    /// Whether a write is owed that changes this booking's time.
    func isOwed(_ id: BookingID) -> Bool {
        intents.values.contains {
            $0.answeredAt == nil && $0.write.bookingID == id && $0.write.operation != .mark
        }
    }

    /// Whether a press takes a part of that time for this booking, and readings have yet to bear that out.
    func isTaking(_ id: BookingID, _ span: Span) -> Bool {
        intents.values.contains { intent in
            guard intent.write.bookingID == id else { return false }
            switch intent.write {
            case .create(let booking): return booking.span.overlaps(span)
            case .changeEnd(_, let from, let to):
                return intent.cause.isOfPeople && from < to
                    && Span(start: from, end: to).overlaps(span)
            case .withdraw, .mark: return false
            }
        }
    }

    /// Whether the panel wants something of this booking that readings have yet to bear out.
    func isOpen(_ id: BookingID) -> Bool {
        intents.values.contains { $0.write.bookingID == id && $0.write.operation != .mark }
    }

    /// The bookings of which the panel wants something that readings have yet to bear out, by name.
    var wanted: [BookingID] {
        let changing = intents.values.filter { $0.write.operation != .mark }
        return Set(changing.map(\.write.bookingID)).sorted { $0.text < $1.text }
    }

    /// The last intent about a booking's time or being that readings have yet to bear out; nil if there is none.
    func lastIntent(about id: BookingID) -> Intent? {
        intents.values.filter { $0.write.bookingID == id && $0.write.operation != .mark }
            .max { $0.number < $1.number }
    }

    func booking(_ id: BookingID) -> Booking? {
        bookings.first { $0.id == id }
    }

    /// The blocking bookings that run at `instant`.
    func running(at instant: WallTime) -> [Booking] {
        bookings.filter { $0.isBlocking && $0.span.contains(instant) }
    }

    /// The blocking bookings that share an instant with `span`.
    func blocking(in span: Span) -> [Booking] {
        bookings.filter { $0.isBlocking && $0.span.overlaps(span) }
    }

    /// When the next blocking booking starts; nil if none is known.
    func nextStart(notBefore instant: WallTime, except: BookingID? = nil) -> WallTime? {
        var next: WallTime?
        for booking in bookings
        where booking.isBlocking && booking.span.start >= instant && !booking.span.isEmpty
            && booking.id != except
        {
            next = min(next ?? booking.span.start, booking.span.start)
        }
        return next
    }

    /// How long ago the server was heard; nil if never.
    func age(at now: Now) -> Duration? {
        if let heardAt { return now.uptime - heardAt }
        guard !isAgeUnknown, let heardWall, heardWall <= now.wall else { return nil }
        return now.wall - heardWall
    }

    /// By a trusted clock an earlier run cannot have heard the server later than now.
    mutating func forgetFutureHearing(at now: Now) {
        if heardAt == nil, let heardWall, heardWall > now.wall { isAgeUnknown = true }
    }
}

extension KnownSchedule.Intent {
    fileprivate var isCreate: Bool {
        if case .create = write { true } else { false }
    }

    /// The ends that the booking had before it, and with it.
    fileprivate var ends: [WallTime] {
        switch write {
        case .create(let booking): [booking.span.end]
        case .changeEnd(_, let from, let to): [from, to]
        case .withdraw, .mark: []
        }
    }
}
