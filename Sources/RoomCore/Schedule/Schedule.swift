/// The bookings as the panel knows them: what the server last said, with what the panel itself changed laid over it.
///
/// The cache is the truth while the server is away. A write that the server acknowledged stays laid over the cache
/// until a read that began after it: an older read may not know of it yet.
struct Schedule: Sendable {
    /// Acknowledged writes that are kept laid over the cache; the oldest gives way.
    static let greatestSettling = 256
    /// Ends that one write may have found on the server, if they changed from try to try.
    static let greatestEndsBefore = 16
    /// So long a copy of the calendar that the server reads from may lag behind.
    static let greatestLag = Duration.seconds(10)

    /// When the server was last heard in this run; nil if it was not.
    private(set) var heardAt: Uptime?
    /// When the server was last heard, on the wall clock; nil if never.
    private(set) var heardWall: WallTime?
    /// Whether nobody can say how long ago an earlier run heard the server: its clock was ahead.
    private var isAgeUnknown = false
    /// All known bookings, blocking or not, by start.
    private(set) var bookings: [Booking] = []
    /// Counts up whenever the bookings may have changed.
    private(set) var revision: Int

    /// What was read; nil if nothing was.
    private(set) var window: Span?
    /// The bookings as the server listed them; nil once an acknowledged write has changed the cache since.
    private var listed: [Booking]?
    /// The cache: each booking of the server once, by start.
    private var cache: [Booking] = []
    /// For each booking the latest end of all up to it: where a search by time may begin.
    private var latestEnds: [WallTime] = []

    private struct Settling: Sendable {
        var write: ServerWrite
        var acknowledgedAt: Uptime
        /// The ends that the server had until then, or may have had.
        var endsBefore: Set<WallTime>
        /// Whether the last reading showed it: it is remembered a while longer, as the next may come from a copy that does
        /// not yet.
        var isShown = false

        /// Whether a reading shows what was there before, though it began after: a copy may lag behind.
        func isMissing(in bookings: [Booking], startedAt: Uptime) -> Bool {
            guard startedAt - acknowledgedAt < Schedule.greatestLag else { return false }
            let known = bookings.first { $0.id == write.bookingID }
            switch write {
            case .create: return known == nil
            case .changeEnd(_, let end):
                return known.map { $0.span.end != end && endsBefore.contains($0.span.end) } ?? false
            case .withdraw: return known != nil
            case .mark: return false
            }
        }
    }
    private var settling: [Settling] = []
    /// The booking whose end was last asked of the server, and the ends that the server had then, of each try one: a reading
    /// may show the new end before the answer comes.
    private var sent: (booking: BookingID, endsBefore: Set<WallTime>)?

    init(
        _ reading: ScheduleReading?, heardAt: WallTime?, owed: [OutboxEntry], revision: Int = 0
    ) {
        window = reading?.window
        cache = Self.ordered(reading?.bookings ?? [])
        self.revision = revision
        heardWall = heardAt
        rebuild(owed)
    }

    /// What was last read, with what the server has acknowledged since; nil if nothing was ever read.
    var reading: ScheduleReading? {
        window.map { ScheduleReading(window: $0, bookings: cache) }
    }

    /// The same for the journal: a restart does not know which copy of the calendar lags behind, so what such a copy did not
    /// show is in it.
    var readingToKeep: ScheduleReading? {
        window.map { ScheduleReading(window: $0, bookings: onServer) }
    }

    /// The bookings as the server has them, by all that it has acknowledged.
    private var onServer: [Booking] {
        var bookings = cache
        for settled in settling where !settled.isShown { Self.apply(settled.write, to: &bookings) }
        return bookings
    }

    /// Whether anything is known about `instant`.
    func covers(_ instant: WallTime) -> Bool {
        window?.contains(instant) ?? false
    }

    /// How long ago the server was heard; nil if never, or if the clocks make no sense of it.
    func age(at now: Now) -> Duration? {
        if let heardAt { return now.uptime - heardAt }
        guard !isAgeUnknown, let heardWall, heardWall <= now.wall else { return nil }
        return now.wall - heardWall
    }

    // MARK: Facts

    /// By a clock that is trusted an earlier run cannot have heard the server later than now: its own was ahead.
    mutating func forgetFutureHearing(at now: Now) {
        if heardAt == nil, let heardWall, heardWall > now.wall { isAgeUnknown = true }
    }

    /// - Returns: whether it holds the same bookings as the one before.
    @discardableResult
    mutating func take(
        _ reading: ScheduleReading, startedAt: Uptime, at now: Now, owed: [OutboxEntry]
    ) -> Bool {
        let isSame = window != nil && listed == reading.bookings
        window = reading.window
        if !isSame {
            listed = reading.bookings
            cache = Self.ordered(reading.bookings)
        }
        heardAt = now.uptime
        heardWall = now.wall
        let before = settling.map(\.isShown)
        if !settling.isEmpty { settle(startedAt) }
        if !isSame || settling.map(\.isShown) != before { rebuild(owed) }
        return isSame
    }

    /// What the reading must hold already is settled, except what a copy that lags behind does not show.
    private mutating func settle(_ startedAt: Uptime) {
        let bookings = listed ?? cache
        let lagging =
            settling.firstIndex { $0.isMissing(in: bookings, startedAt: startedAt) }
            ?? settling.count
        for index in settling.indices {
            // The answer itself may have asked for the reading.
            let isNewer = startedAt >= settling[index].acknowledgedAt
            settling[index].isShown = index < lagging && (isNewer || settling[index].isShown)
        }
        settling.removeAll { $0.isShown && startedAt - $0.acknowledgedAt >= Self.greatestLag }
    }

    /// This is asked of the server.
    mutating func sent(_ write: ServerWrite) {
        guard case .changeEnd(let id, _) = write, let end = endOnServer(of: id) else { return }
        var ends: Set<WallTime> = []
        if let sent, sent.booking == id { ends = sent.endsBefore }
        if ends.count < Self.greatestEndsBefore { ends.insert(end) }
        sent = (id, ends)
    }

    /// The server has this now; the cache learns it at once, so that a restart knows it too.
    ///
    /// - Parameter unanswered: ends that it may have given the booking before, without a word of it.
    mutating func acknowledged(
        _ write: ServerWrite, after unanswered: [WallTime] = [], at now: Uptime,
        owed: [OutboxEntry]
    ) {
        if case .mark = write { return }
        var endsBefore = Set(unanswered)
        if let end = endOnServer(of: write.bookingID) { endsBefore.insert(end) }
        if let sent, sent.booking == write.bookingID {
            endsBefore.formUnion(sent.endsBefore)
            self.sent = nil
        }
        Self.apply(write, to: &cache)
        listed = nil
        if settling.count == Self.greatestSettling { settling.removeFirst() }
        settling.append(Settling(write: write, acknowledgedAt: now, endsBefore: endsBefore))
        rebuild(owed)
    }

    /// The end that the server has, by all that it has acknowledged; nil if it has no such booking.
    func endOnServer(of id: BookingID) -> WallTime? {
        let last = settling.last { $0.write.bookingID == id && !$0.isShown }?.write
        switch last {
        case .changeEnd(_, let end): return end
        case .create(let booking): return booking.span.end
        case .withdraw: return nil
        case .mark, nil: break
        }
        return cache.first { $0.id == id }?.span.end
    }

    /// Without a server the panel's own writes are the truth at once.
    mutating func keep(_ write: ServerWrite, window: Span) {
        Self.apply(write, to: &cache)
        cache.removeAll { !$0.span.overlaps(window) }
        self.window = window
        rebuild([])
    }

    /// Lays the open writes anew over the cache.
    mutating func rebuild(_ owed: [OutboxEntry]) {
        bookings = onServer
        for entry in owed { Self.apply(entry.write, to: &bookings) }
        latestEnds.removeAll(keepingCapacity: true)
        for booking in bookings {
            latestEnds.append(max(latestEnds.last ?? booking.span.end, booking.span.end))
        }
        revision += 1
    }

    static func isEarlier(_ left: Booking, _ right: Booking) -> Bool {
        if left.span.start != right.span.start { return left.span.start < right.span.start }
        return left.id.text < right.id.text
    }

    /// Each id once, the first of each: a server that sends one twice does not double the room.
    private static func ordered(_ bookings: [Booking]) -> [Booking] {
        var seen = Set<BookingID>(minimumCapacity: bookings.count)
        return bookings.filter { seen.insert($0.id).inserted }.sorted(by: isEarlier)
    }

    private static func apply(_ write: ServerWrite, to bookings: inout [Booking]) {
        if case .mark = write { return }
        let index = bookings.firstIndex { $0.id == write.bookingID }
        switch (write, index) {
        case (.create(let booking), nil):
            bookings.insert(
                booking, at: bookings.partitioningIndex { isEarlier(booking, $0) })
        case (.changeEnd(_, let end), let index?):
            if end > bookings[index].span.start {
                bookings[index].span.end = end
            } else if bookings[index].source == .panel {
                bookings.remove(at: index)
            }
        case (.withdraw, let index?): bookings.remove(at: index)
        case (.create, _?), (.changeEnd, nil), (.withdraw, nil), (.mark, _): break
        }
    }

    /// Whether no reading has begun since the server acknowledged a write about this booking.
    func isSettling(_ id: BookingID) -> Bool {
        settling.contains { $0.write.bookingID == id && !$0.isShown }
    }

    /// Whether a write about this booking was acknowledged so lately that a reading which began then may not show it, or not
    /// any more.
    func isRecent(_ id: BookingID, at startedAt: Uptime) -> Bool {
        settling.contains {
            $0.write.bookingID == id && startedAt - $0.acknowledgedAt < Self.greatestLag
        }
    }

    // MARK: Questions

    func booking(_ id: BookingID) -> Booking? {
        bookings.first { $0.id == id }
    }

    /// The booking, if it starts then; far quicker to find.
    func booking(_ id: BookingID, startingAt start: WallTime) -> Booking? {
        var index = bookings.partitioningIndex { $0.span.start >= start }
        while index < bookings.count, bookings[index].span.start == start {
            if bookings[index].id == id { return bookings[index] }
            index += 1
        }
        return nil
    }

    /// The bookings that share an instant with `span`, by start.
    func bookings(in span: Span) -> [Booking] {
        var index = latestEnds.partitioningIndex { $0 > span.start }
        var found: [Booking] = []
        while index < bookings.count, bookings[index].span.start < span.end {
            if bookings[index].span.overlaps(span) { found.append(bookings[index]) }
            index += 1
        }
        return found
    }

    /// The next blocking booking that starts at or after `instant`, other than `except`; nil if none is known.
    func next(notBefore instant: WallTime, except: BookingID? = nil) -> Booking? {
        let lower = bookings.partitioningIndex { $0.span.start >= instant }
        return bookings[lower...].first { $0.isBlocking && !$0.span.isEmpty && $0.id != except }
    }

    /// When that one starts.
    func nextStart(notBefore instant: WallTime, except: BookingID?) -> WallTime? {
        next(notBefore: instant, except: except)?.span.start
    }
}

extension Array {
    /// The first index whose element satisfies `predicate`, in an array where all that do come last.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var lower = 0
        var upper = count
        while lower < upper {
            let middle = (lower + upper) / 2
            if predicate(self[middle]) { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }
}
