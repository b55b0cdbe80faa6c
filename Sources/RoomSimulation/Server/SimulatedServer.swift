import RoomCore

/// The booking server of a world: what its calendar holds, who changed what, and how writes take effect.
///
/// It keeps the contract of ``RoomCore/BookingServer``: each write has its effect once, a create is recognised by its
/// own name, nothing of somebody else's is deleted. Whether the answers arrive is decided in ``SimulatedLink``.
struct SimulatedServer {
    /// One booking with its history, as far as the rules ask for it.
    struct Entry {
        var booking: Booking
        /// The panel that made it; nil for people.
        var maker: Int?
        /// Whom the server tells about it, even if it hides the name from panels; nil for nobody.
        var organiser: String?
        /// The end that people gave it last.
        var endByPeople: WallTime
        /// When people last changed it.
        var changedByPeopleAt: Moment
        /// When a panel last changed it, and which.
        var changedByPanel: (panel: Int, at: Moment)?
        /// The last end that each panel gave it since people changed it, and when.
        var endByPanel: [Int: (end: WallTime, at: Moment)] = [:]
        /// When a panel last made it longer; before the world began if none did.
        var madeLongerAt: Moment = -1
        /// The end it had before that.
        var endBefore: WallTime?
        var mark: BookingMark?
        /// When it was made.
        var madeAt: Moment = 0
        /// Whether people have changed it since it was made.
        var isTouchedByPeople = false
    }

    private(set) var entries: [Entry] = []
    /// Counts up with each change.
    private(set) var revision = 1
    /// The true time, for what has no other way to know it.
    var now: Moment = 0 {
        didSet { if revision != settled.revision { settle(at: oldValue) } }
    }
    /// What it held after the last moment in which something changed.
    private var settled: (revision: Int, entries: [Entry]) = (1, [])
    /// What a copy that lags behind may still hold, the oldest first, and when each state ended.
    private var past: [(until: Moment, entries: [Entry])] = []
    /// By how much its clock is ahead.
    var clockOffset: Int64 = 0
    var tellsDate = true
    /// How the server fails at the moment; nil if it works.
    var failure: ServerFailure.Kind?
    /// Whether it makes no booking over one of people that the panel did not know of: a portal is asked that way.
    var refusesWhatIsTaken = false
    /// Whether it answers reads only.
    var takesNoWrites = false
    /// What each organiser has been told, by tag: the newest only.
    var inboxes: [String: [String: Message]] = [:]
    /// Names of panel bookings that were deleted, and by whom.
    private(set) var removed: [BookingID: Removal] = [:]
    /// How often each panel booking was made.
    private(set) var timesMade: [BookingID: Int] = [:]

    /// Why a panel's booking is not there any more.
    enum Removal { case byPanel, byPeople, forgotten }

    /// When each booking that is not there any more was taken away.
    private(set) var removedAt: [BookingID: Moment] = [:]

    /// The end of a booking for a while.
    private struct Version {
        /// Nil while there is no such booking.
        var end: WallTime?
        var since: Moment
    }

    /// The ends that each booking has had, the oldest first.
    private var versions: [BookingID: [Version]] = [:]

    private var cached: (revision: Int, window: Span, bookings: [Booking])?

    func index(_ id: BookingID) -> Int? {
        entries.firstIndex { $0.booking.id == id }
    }

    func entry(_ id: BookingID) -> Entry? {
        index(id).map { entries[$0] }
    }

    // MARK: Reading

    mutating func bookings(in window: Span) -> [Booking] {
        if let cached, cached.revision == revision, cached.window == window {
            return cached.bookings
        }
        let found = entries.indices.filter { entries[$0].booking.span.overlaps(window) }
        // A later window mostly shows the same, and what is the very same list is compared at once.
        if let cached, cached.revision == revision, cached.bookings.count == found.count,
            zip(cached.bookings, found).allSatisfy({ $0.id == entries[$1].booking.id })
        {
            self.cached?.window = window
            return cached.bookings
        }
        let bookings = found.map { entries[$0].booking }
        cached = (revision, window, bookings)
        return bookings
    }

    /// How far a copy of the calendar may lag behind.
    static let greatestLag = 3 * Int64.second

    /// What a reading from a copy that lags behind would show.
    func oldBookings(in window: Span, at now: Moment) -> [Booking] {
        let old = past.first { $0.until >= now - Self.greatestLag }?.entries ?? entries
        return old.filter { $0.booking.span.overlaps(window) }.map(\.booking)
    }

    /// Whether a booking ended by `end`, or was not there, at any time since `moment`.
    func hasEnded(_ id: BookingID, by end: WallTime, since moment: Moment) -> Bool {
        guard let history = versions[id] else { return true }
        for (index, version) in history.enumerated() {
            let next = index + 1
            if next < history.count, history[next].since < moment { continue }
            guard let shown = version.end else { return true }
            if shown <= end || shown.isSameEnd(as: end) { return true }
        }
        return false
    }

    /// Notes the end that a booking has from now on; nil if it is there no more.
    private mutating func remember(_ end: WallTime?, of id: BookingID) {
        guard versions[id]?.last?.end != end else { return }
        versions[id, default: []].append(Version(end: end, since: now))
    }

    private mutating func settle(at moment: Moment) {
        past.removeAll { $0.until < moment - Self.greatestLag }
        if moment > 0 { past.append((moment, settled.entries)) }
        settled = (revision, entries)
    }

    // MARK: Panels

    /// Carries out a write of a panel.
    ///
    /// - Parameter lookedAt: when the panel had last looked at the calendar before it sent this.
    mutating func carryOut(
        _ write: ServerWrite, of panel: Int, at now: Moment, lookedAt: Moment
    ) -> ServerFailure? {
        switch write {
        case .create(let booking): create(booking, panel, now, lookedAt)
        case .changeEnd(let id, let from, let to): changeEnd(id, from, to, panel, now)
        case .withdraw(let id): withdraw(id)
        case .mark(let id, let mark): put(mark, on: id)
        }
    }

    private mutating func create(
        _ booking: Booking, _ panel: Int, _ now: Moment, _ lookedAt: Moment
    ) -> ServerFailure? {
        if let other = entry(booking.id) {
            return other.maker == nil ? ServerFailure(.refused, "the name is taken") : nil
        }
        if refusesWhatIsTaken, isTaken(booking.span, since: lookedAt) {
            return ServerFailure(.taken, "somebody has that time")
        }
        var made = booking
        made.span = Span(
            start: made.span.start.flooredToSecond, end: made.span.end.flooredToSecond)
        made.confirmation = .confirmed
        timesMade[made.id, default: 0] += 1
        insert(
            Entry(
                booking: made, maker: panel, endByPeople: made.span.end, changedByPeopleAt: now,
                madeAt: now))
        return nil
    }

    private func isTaken(_ span: Span, since lookedAt: Moment) -> Bool {
        entries.contains {
            $0.maker == nil && $0.booking.isBlocking && $0.changedByPeopleAt > lookedAt
                && $0.booking.span.overlaps(span)
        }
    }

    private mutating func changeEnd(
        _ id: BookingID, _ base: WallTime, _ end: WallTime, _ panel: Int, _ now: Moment
    ) -> ServerFailure? {
        guard let index = index(id) else { return gone(id) }
        let entry = entries[index]
        if entry.maker == nil, end <= entry.booking.span.start {
            return ServerFailure(.gone, "it starts after its new end")
        }
        guard entry.booking.isWritable else { return ServerFailure(.forbidden, "read-only") }
        if entry.booking.isAllDay { return ServerFailure(.refused, "fills whole days") }
        let present = entry.booking.span.end
        guard present.isSameEnd(as: base) else {
            return present.isSameEnd(as: end)
                ? nil : ServerFailure(.changed, "it has been given another end since")
        }
        entries[index].changedByPanel = (panel, now)
        let span = entry.booking.span
        if end > span.end {
            (entries[index].madeLongerAt, entries[index].endBefore) = (now, span.end)
        }
        entries[index].endByPanel[panel] = (end.flooredToSecond, now)
        guard end > span.start else { return withdraw(id) }
        setEnd(index, end.flooredToSecond)
        return nil
    }

    private mutating func setEnd(_ index: Int, _ end: WallTime) {
        guard entries[index].booking.span.end != end else { return }
        entries[index].booking.span.end = end
        remember(end, of: entries[index].booking.id)
        revision += 1
    }

    private mutating func withdraw(_ id: BookingID) -> ServerFailure? {
        guard let entry = entry(id) else { return gone(id) }
        guard entry.maker != nil else { return ServerFailure(.refused, "not the panel's") }
        remove(id, .byPanel)
        return nil
    }

    private mutating func put(_ mark: BookingMark, on id: BookingID) -> ServerFailure? {
        guard let index = index(id) else { return gone(id) }
        guard entries[index].booking.isWritable else {
            return ServerFailure(.forbidden, "read-only")
        }
        guard entries[index].mark != mark else { return nil }
        entries[index].mark = mark
        if mark == .confirmed { entries[index].booking.confirmation = .confirmed }
        revision += 1
        return nil
    }

    private func gone(_ id: BookingID) -> ServerFailure {
        ServerFailure(.gone, "it is not there any more")
    }

    // MARK: People

    mutating func insert(_ entry: Entry) {
        revision += 1
        let index = entries.partitioningPoint { Self.isEarlier(entry, $0) }
        entries.insert(entry, at: index)
        remember(entry.booking.span.end, of: entry.booking.id)
    }

    mutating func remove(_ id: BookingID, _ removal: Removal) {
        guard let index = index(id) else { return }
        if entries[index].maker != nil {
            // What people have moved may be gone because of that.
            removed[id] = entries[index].isTouchedByPeople ? .byPeople : removal
        }
        removedAt[id] = now
        entries.remove(at: index)
        if removal == .forgotten { versions[id] = nil } else { remember(nil, of: id) }
        revision += 1
    }

    /// People change a booking; what is not there stays so.
    mutating func change(_ id: BookingID, at now: Moment, _ change: (inout Booking) -> Void) {
        guard let index = index(id) else { return }
        var entry = entries.remove(at: index)
        let end = entry.booking.span.end
        change(&entry.booking)
        if entry.booking.span.end != end {
            (entry.endByPeople, entry.endByPanel) = (entry.booking.span.end, [:])
        }
        entry.changedByPeopleAt = now
        entry.isTouchedByPeople = true
        insert(entry)
    }

    /// Forgets what ended before `instant`.
    mutating func forget(before instant: WallTime) {
        for entry in entries where entry.booking.span.end < instant {
            remove(entry.booking.id, .forgotten)
        }
    }

    private static func isEarlier(_ left: Entry, _ right: Entry) -> Bool {
        let (first, second) = (left.booking, right.booking)
        if first.span.start != second.span.start { return first.span.start < second.span.start }
        return first.id.text < second.id.text
    }
}

extension Array {
    /// The first index whose element satisfies `predicate`, where all that do come last.
    func partitioningPoint(where predicate: (Element) -> Bool) -> Int {
        var (lower, upper) = (0, count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if predicate(self[middle]) { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }
}
