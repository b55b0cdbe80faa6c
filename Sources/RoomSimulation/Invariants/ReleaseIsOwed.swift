import RoomCore

/// With `on_no_show: end` a no-show that may be changed is cut short on the server at once (section 2, "No-show").
struct ReleaseIsOwed: Invariant {
    static let name = "release-is-owed"

    /// Runs before the step's records are taken, so that `known` still holds the booking as it was judged.
    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        sight.fault(ofVerdicts: .noShow) { check($0, by: $1, sight, known) }
    }

    private func check(
        _ verdict: Verdict, by policy: Policy, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        // What fell due by the time a reading came was judged before it was taken in.
        if case .server(.read) = sight.event { return nil }
        let end = verdict.givenAt.flooredToSecond
        guard policy.onNoShow == .end, let booking = known.schedule.booking(verdict.booking),
            booking.isWritable, booking.span == verdict.span,
            booking.span.start < end, end < booking.span.end
        else { return nil }
        let isTold = sight.effects.contains { Self.tells($0, of: booking.id, end: end) }
        return isTold ? nil : "a no-show that may be cut at \(end), and that is not owed"
    }

    /// Whether that end is owed now, or there is no room to owe it.
    private static func tells(_ effect: Effect, of id: BookingID, end: WallTime) -> Bool {
        switch effect {
        case .note(.outboxFull(let write)): isCut(write, of: id, end: end)
        case .keep(let records, _):
            records.contains { record in
                guard case .outbox(let entry) = record else { return false }
                return isCut(entry.write, of: id, end: end)
            }
        default: false
        }
    }

    private static func isCut(_ write: ServerWrite, of id: BookingID, end: WallTime) -> Bool {
        guard case .changeEnd(let other, _, let to) = write else { return false }
        return other == id && to == end
    }
}
