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
        var entries = await inlet.ask { room, _ in room.ledger(in: window) } ?? []
        let known = Set(entries.map(\.booking.id))
        let isPast = window.start < PollPlan.window(at: now).start
        let past = isPast ? try await journal.bookings(in: window, limit: limit).rows : []
        entries += past.filter { !known.contains($0.id) }.map {
            LedgerEntry(booking: $0, confirmation: $0.confirmation ?? .unconfirmed)
        }
        entries.removeAll { !isWanted($0.booking) }
        entries.sort {
            ($0.booking.span.start, $0.booking.id.text) < (
                $1.booking.span.start, $1.booking.id.text
            )
        }
        return try await judged(Array(entries.prefix(limit)), isPast: isPast)
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
        var last: Int64 = 0
        while true {
            let page = try await journal.verdicts(
                about: window, after: last, limit: Self.portion)
            for verdict in page.rows { standing.add(verdict) }
            guard page.isCut, let newest = page.rows.last?.number else { return standing }
            last = newest
        }
    }
}
