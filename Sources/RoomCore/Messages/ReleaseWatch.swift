/// Releases that the server has yet to hear of.
///
/// An organiser is told of a release when the server has it, and only if it still stands then: until that people may change
/// the booking, or the server may refuse the cut.
struct ReleaseWatch: Sendable {
    /// Releases that wait at most; more are not told.
    static let capacity = 16
    /// So long after a booking's planned end nobody wants to hear of its release: as long as a message waits at most.
    static let expiresAfter = MessageBox.expiresAfter

    /// A booking that is to be cut short since nobody came, with what its organiser is told.
    struct Release: Sendable {
        var booking: BookingID
        /// When it was to run.
        var span: Span
        var evidence: Message.Evidence
        /// After that it is not told any more; by the clock that never jumps.
        var expiresAt: Uptime
    }

    private var releases: [Release] = []

    var isEmpty: Bool { releases.isEmpty }

    /// Remembers what a no-show has released; of one booking the last counts.
    mutating func remember(_ verdict: Verdict, at now: Now) {
        releases.removeAll { $0.booking == verdict.booking }
        guard releases.count < Self.capacity else { return }
        releases.append(
            Release(
                booking: verdict.booking, span: verdict.span,
                evidence: Message.Evidence(verdict.evidence),
                expiresAt: now.uptime(at: verdict.span.end) + Self.expiresAfter))
    }

    /// Hands over the releases that the server has, in the order of their verdicts.
    ///
    /// Forgets them, and those that have come to nothing or are too old.
    mutating func settled(
        in schedule: Schedule, _ sittings: Sittings, at now: Uptime
    ) -> [Release] {
        releases.removeAll { now > $0.expiresAt || !Self.stands($0, schedule, sittings) }
        let settled = releases.filter { Self.isOnServer($0, sittings) }
        releases.removeAll { Self.isOnServer($0, sittings) }
        return settled
    }

    /// Whether its booking is there and has not been given the room again.
    private static func stands(
        _ release: Release, _ schedule: Schedule, _ sittings: Sittings
    ) -> Bool {
        sittings[release.booking]?.givenUp?.cause == .noShow
            && schedule.booking(release.booking) != nil
    }

    private static func isOnServer(
        _ release: Release, _ sittings: Sittings
    ) -> Bool {
        sittings[release.booking]?.givenUp?.isOnServer ?? false
    }
}
