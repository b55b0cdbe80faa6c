import RoomCore

/// The bookings as the panel has to know them: the last reading, with the writes it may not hold yet.
struct KnownSchedule {
    private let server: RoomSettings.ServerKind
    private var cache: [Booking]
    private(set) var window: Span?
    private var settled: [Settled] = []
    /// Ends that were asked for, never answered, and replaced by others since.
    private var unanswered: [BookingID: Set<WallTime>] = [:]
    /// Ends that the server had when another was asked for, until that is answered.
    private var endsWhenSent: [BookingID: Set<WallTime>] = [:]
    private(set) var owed: [Int64: ServerWrite] = [:]
    private var order: [Int64] = []
    private(set) var bookings: [Booking] = []
    /// Counts up whenever they change.
    private(set) var changes = 0
    /// Since when each booking has been known to run as it does.
    private(set) var knownSince: [BookingID: Uptime] = [:]
    private(set) var heardAt: Uptime?
    private(set) var heardWall: WallTime?
    /// Whether the clock of an earlier run was ahead, so that nobody can say when it heard the server.
    private var isAgeUnknown = false

    /// A write that the server has, and readings may not show yet, or not any more.
    private struct Settled {
        var write: ServerWrite
        var at: Uptime
        /// The ends that the server had before, or may have had.
        var endsBefore: Set<WallTime> = []
        var isShown = false
    }

    init(_ server: RoomSettings.ServerKind, _ memory: Memory, at now: Now) {
        self.server = server
        cache = Self.single(memory.schedule?.bookings ?? [])
        window = memory.schedule?.window
        heardWall = memory.heardAt
        recall(memory.askedEnds)
        for entry in memory.outbox { owe(entry) }
        rebuild(at: now.uptime)
    }

    private static func single(_ bookings: [Booking]) -> [Booking] {
        var single: [Booking] = []
        for booking in bookings where !single.contains(where: { $0.id == booking.id }) {
            single.append(booking)
        }
        return single
    }

    // MARK: Facts

    mutating func read(_ reading: ScheduleReading, startedAt: Uptime, at now: Now) {
        let before = (cache, settled.count)
        if reading.bookings != listed || settled.count > 0 {
            listed = reading.bookings
            cache = Self.single(reading.bookings)
        }
        window = reading.window
        let missing = firstMissing(in: reading, startedAt) ?? settled.count
        for index in settled.indices where index >= missing { settled[index].isShown = false }
        hear(startedAt, now, showing: missing)
        if before.0 != cache || before.1 > 0 { rebuild(at: now.uptime) }
    }

    private var listed: [Booking]?

    private mutating func hear(_ startedAt: Uptime, _ now: Now, showing shown: Int) {
        heardAt = now.uptime
        heardWall = now.wall
        for index in settled.indices where index < shown && settled[index].at <= startedAt {
            settled[index].isShown = true
        }
        settled.removeAll { $0.isShown && $0.at + .seconds(10) <= startedAt }
    }

    /// The first of the writes that a copy which lags behind does not show yet; what came after it misses it too.
    private func firstMissing(in reading: ScheduleReading, _ startedAt: Uptime) -> Int? {
        settled.firstIndex { item in
            guard startedAt < item.at + .seconds(10) else { return false }
            let listed = reading.bookings.filter { $0.id == item.write.bookingID }
            return switch item.write {
            case .create: listed.isEmpty
            case .changeEnd: listed.contains { item.endsBefore.contains($0.span.end) }
            case .withdraw: !listed.isEmpty
            case .mark: false
            }
        }
    }

    /// The server has this write now, whatever an older reading says.
    mutating func acknowledged(_ number: Int64, at now: Uptime) {
        guard let write = owed[number] else { return }
        drop(number)
        // A mark changes nothing that a reading could show.
        guard write.operation != "mark" else { return }
        var endsBefore: Set<WallTime> = []
        if case .changeEnd(let id, let end) = write {
            endsBefore = unanswered.removeValue(forKey: id) ?? []
            if let before = endOnServer(of: id) { endsBefore.insert(before) }
            endsBefore.formUnion(endsWhenSent.removeValue(forKey: id) ?? [])
            endsBefore.remove(end)
        }
        settled.append(Settled(write: write, at: now, endsBefore: endsBefore))
        listed = nil
        Self.lay(write, over: &cache)
        rebuild(at: now)
    }

    private func endOnServer(of id: BookingID) -> WallTime? {
        let last = settled.last { $0.write.bookingID == id && !$0.isShown }?.write
        switch last {
        case .changeEnd(_, let newer)?: return newer
        case .create(let made)?: return made.span.end
        case .withdraw?: return nil
        default: break
        }
        return cache.first { $0.id == id }?.span.end
    }

    /// A write leaves the panel: what the server has until then, an old copy may show later.
    mutating func send(_ write: ServerWrite) {
        guard case .changeEnd(let id, _) = write, let end = endOnServer(of: id) else { return }
        endsWhenSent[id, default: []].insert(end)
    }

    /// What it is once the writes of a step are taken in; a reading may have made some of them pointless.
    func after(_ sight: Sight) -> KnownSchedule {
        var schedule = self
        for case .keep(let records, _) in sight.effects where records.firstPress == nil {
            for case .outbox(let entry) in records { schedule.take(entry, at: sight.now.uptime) }
        }
        return schedule
    }

    mutating func take(_ entry: OutboxEntry, at now: Uptime) {
        if entry.state == .acknowledged, owed[entry.number] != nil {
            acknowledged(entry.number, at: now)
            return
        }
        if entry.state == .superseded, entry.attempts > 0, owed[entry.number] != nil,
            case .changeEnd(let id, let end) = entry.write
        {
            unanswered[id, default: []].insert(end)
        }
        if entry.state.isFinal { drop(entry.number) } else { owe(entry) }
        if entry.write.operation != "mark" { rebuild(at: now) }
    }

    /// Without a server a write is the truth at once.
    mutating func keep(_ reading: ScheduleReading, at now: Uptime) {
        cache = reading.bookings
        window = reading.window
        rebuild(at: now)
    }

    /// A journal that was opened late tells what an earlier run knew; what is known since counts for more.
    mutating func recall(_ memory: Memory, at now: Now) {
        recall(memory.askedEnds)
        for entry in memory.outbox where !everOwed.contains(entry.number) { owe(entry) }
        if window == nil {
            cache = Self.single(memory.schedule?.bookings ?? [])
            window = memory.schedule?.window
            heardWall = memory.heardAt
        }
        rebuild(at: now.uptime)
    }

    private mutating func recall(_ ends: [OutboxEntry]) {
        for entry in ends where everOwed.insert(entry.number).inserted {
            guard case .changeEnd(let id, let end) = entry.write else { continue }
            if entry.state == .acknowledged {
                unanswered[id] = nil
            } else {
                unanswered[id, default: []].insert(end)
            }
        }
    }

    private var everOwed: Set<Int64> = []

    private mutating func owe(_ entry: OutboxEntry) {
        everOwed.insert(entry.number)
        if owed.updateValue(entry.write, forKey: entry.number) == nil {
            order.append(entry.number)
            order.sort()
        }
    }

    private mutating func drop(_ number: Int64) {
        owed[number] = nil
        order.removeAll { $0 == number }
    }

    private mutating func rebuild(at now: Uptime) {
        var new = cache
        for item in settled where !item.isShown { Self.lay(item.write, over: &new) }
        for number in order { if let write = owed[number] { Self.lay(write, over: &new) } }
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
        case .changeEnd(_, let end):
            guard let index else { return }
            if end > bookings[index].span.start {
                bookings[index].span.end = end
            } else if bookings[index].source == .panel {
                bookings.remove(at: index)
            }
        case .mark: break
        }
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
        owed.values.contains { $0.bookingID == id && $0.operation != "mark" }
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
