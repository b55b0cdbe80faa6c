import Journal
import PanelWeb
import RoomCore

/// Bookings with what is known of their people: from the room while it keeps their sittings, a day long; after that by
/// the verdicts in the journal.
struct BookingHistory {
    /// Verdicts that are read at a time.
    private static let portion = 500

    let inlet: FactInlet
    let journal: Journal
    let now: WallTime

    /// The bookings that share an instant with the window, by start; the earliest ones, `limit` at most.
    ///
    /// The room knows from yesterday on; what is older is in the journal.
    ///
    /// - Parameter isWanted: leaves the others out.
    func entries(
        in window: Span, limit: Int, where isWanted: (Booking) -> Bool = { _ in true }
    ) async throws -> [LedgerEntry] {
        let entries = try await listed(in: window, limit: limit, where: isWanted)
        return try await judged(entries, isPast: isPast(window))
    }

    private func isPast(_ window: Span) -> Bool {
        window.start < PollPlan.window(at: now).start
    }

    /// The bookings without what only verdicts tell.
    func listed(
        in window: Span, limit: Int, where isWanted: (Booking) -> Bool = { _ in true }
    ) async throws -> [LedgerEntry] {
        var entries = await inlet.ask { room, _ in room.ledger(in: window) } ?? []
        let known = Set(entries.map(\.booking.id))
        let past = isPast(window) ? try await journal.bookings(in: window, limit: limit).rows : []
        entries += past.filter { !known.contains($0.id) }.map {
            LedgerEntry(booking: $0, confirmation: $0.confirmation ?? .unconfirmed)
        }
        entries.removeAll { !isWanted($0.booking) }
        entries.sort {
            ($0.booking.span.start, $0.booking.id.text) < (
                $1.booking.span.start, $1.booking.id.text
            )
        }
        return Array(entries.prefix(limit))
    }

    /// What became of the bookings that begin in the window; nil if more than `limit` share an instant with it.
    ///
    /// Its verdicts are the journal's, not those of the sittings, which are forgotten after a day: the figures of a window
    /// that is over stay.
    func statistics(in window: Span, limit: Int) async throws -> RoomStatistics? {
        let entries = try await listed(in: window, limit: limit + 1)
        guard entries.count <= limit else { return nil }
        var statistics = RoomStatistics(in: window)
        for entry in entries { statistics.add(entry.booking) }
        try await read(about: window) { statistics.add($0) }
        return statistics
    }

    /// Adds what the verdicts tell to bookings that have begun and whose sittings are closed.
    ///
    /// Where only the room was asked, a journal that cannot be read leaves the listing as it is.
    private func judged(
        _ entries: [LedgerEntry], isPast: Bool
    ) async throws -> [LedgerEntry] {
        let silent = entries.filter(isSilent).map(\.booking.span)
        guard let start = silent.map(\.start).min(), let end = silent.map(\.end).max() else {
            return entries
        }
        let standing: StandingVerdicts
        do {
            standing = try await verdicts(about: Span(start: start, end: end))
        } catch {
            guard isPast else { return entries }
            throw error
        }
        return entries.map { isSilent($0) ? told($0, standing) : $0 }
    }

    private func isSilent(_ entry: LedgerEntry) -> Bool {
        entry.sitting == nil && entry.booking.span.start < now
    }

    private func told(_ entry: LedgerEntry, _ standing: StandingVerdicts) -> LedgerEntry {
        var entry = entry
        entry.sitting = standing.sitting(of: entry.booking)
        if entry.sitting?.checkIn != nil { entry.confirmation = .confirmed }
        return entry
    }

    private func verdicts(about window: Span) async throws(JournalError) -> StandingVerdicts {
        var standing = StandingVerdicts()
        try await read(about: window) { standing.add($0) }
        return standing
    }

    /// Hands on the verdicts about bookings of the window, in the order of their numbers.
    func read(
        about window: Span, _ take: (Verdict) -> Void
    ) async throws(JournalError) {
        var last: Int64 = 0
        while true {
            let page = try await journal.verdicts(
                about: window, after: last, limit: Self.portion)
            for verdict in page.rows { take(verdict) }
            guard page.isCut, let newest = page.rows.last?.number else { return }
            last = newest
        }
    }
}
