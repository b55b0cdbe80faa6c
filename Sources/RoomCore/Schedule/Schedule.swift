/// The bookings as the door shows them: the server's versions, with the panel's open intents folded over them.
///
/// The versions are the truth while the server is away.
struct Schedule: Sendable {
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
    /// The bookings as the server listed them last in this run; ``versions`` are made of them.
    private var listed: [Booking]?
    /// Each booking as the server showed it, once, by start.
    private var versions: [Booking] = []
    /// For each booking the latest end of all up to it: where a search by time may begin.
    private var latestEnds: [WallTime] = []

    init(
        _ reading: ScheduleReading?, heardAt: WallTime?, intents: [OutboxEntry], revision: Int = 0
    ) {
        window = reading?.window
        versions = Self.ordered(reading?.bookings ?? [])
        self.revision = revision
        heardWall = heardAt
        fold(intents)
    }

    /// The server's versions, for the journal; nil if nothing was ever read.
    var reading: ScheduleReading? {
        window.map { ScheduleReading(window: $0, bookings: versions) }
    }

    /// A booking as the server showed it; nil if it did not.
    func version(of id: BookingID) -> Booking? {
        versions.first { $0.id == id }
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

    /// Takes over what the server holds by a reading.
    ///
    /// One of a copy that lags behind needs no care: the open intents are folded over it as over any other.
    ///
    /// - Returns: whether it holds the same bookings as the one before.
    @discardableResult
    mutating func adopt(_ reading: ScheduleReading, at now: Now) -> Bool {
        let isSame = window != nil && listed == reading.bookings
        window = reading.window
        heardAt = now.uptime
        heardWall = now.wall
        guard !isSame else { return true }
        listed = reading.bookings
        versions = Self.ordered(reading.bookings)
        return false
    }

    /// Without a server the panel's own writes are the truth at once.
    mutating func keep(_ write: ServerWrite, window: Span) {
        Self.apply(write, to: &versions)
        versions.removeAll { !$0.span.overlaps(window) }
        self.window = window
        fold([])
    }

    /// Folds the open intents anew over the versions.
    mutating func fold(_ intents: [OutboxEntry]) {
        bookings = versions
        for entry in intents { Self.apply(entry.write, to: &bookings) }
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
        case (.changeEnd(_, _, let end), let index?):
            if end > bookings[index].span.start {
                bookings[index].span.end = end
            } else if bookings[index].source == .panel {
                bookings.remove(at: index)
            }
        case (.withdraw, let index?): bookings.remove(at: index)
        case (.create, _?), (.changeEnd, nil), (.withdraw, nil), (.mark, _): break
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
