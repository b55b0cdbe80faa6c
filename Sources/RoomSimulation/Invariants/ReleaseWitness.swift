import RoomCore

/// The organiser of a booking that is cut short since nobody came is told, once, when the server has that: not before, and
/// not if it comes to nothing.
struct ReleaseWitness {
    private struct Release {
        var verdict: Verdict
        /// The true time of the verdict.
        var givenAt: Moment
        /// After that nobody is told any more.
        var expiresAt: Uptime

        var booking: BookingID { verdict.booking }
    }

    private var releases: [Release] = []

    /// More are not remembered.
    private static let most = 16
    /// So long after the planned end nobody wants to hear of it.
    private static let patience = Duration.seconds(3_600)
    /// An answer shows what the server held so long ago at most: a call takes its time, and a copy lags behind.
    private static let hearsay = CallFate.deadline + SimulatedServer.greatestLag

    var isEmpty: Bool { releases.isEmpty }

    mutating func check(
        _ step: MessagesAreTrue.Step, _ known: Knowledge, isDue: Bool
    ) -> String? {
        for case .note(.verdict(let verdict)) in step.effects { take(verdict, step, known) }
        for message in step.told(.released) {
            if let fault = tell(message, step, known) { return "\(message.words): \(fault)" }
        }
        releases.removeAll { !Self.stands($0, step, known) }
        let missed = releases.first { Self.isOnServer($0, known) }
        releases.removeAll { Self.isOnServer($0, known) }
        guard isDue, let missed else { return nil }
        return "nobody is told that \(missed.booking) was released"
    }

    private mutating func take(
        _ verdict: Verdict, _ step: MessagesAreTrue.Step, _ known: Knowledge
    ) {
        guard verdict.kind == .noShow,
            known.schedule.booking(verdict.booking)?.source == .server,
            known.sittings[verdict.booking]?.givenUp?.cause == .noShow
        else { return }
        releases.removeAll { $0.booking == verdict.booking }
        guard releases.count < Self.most else { return }
        releases.append(
            Release(
                verdict: verdict, givenAt: step.moment,
                expiresAt: step.now.uptime(at: verdict.span.end) + Self.patience))
    }

    private mutating func tell(
        _ message: Message, _ step: MessagesAreTrue.Step, _ known: Knowledge
    ) -> String? {
        guard let index = releases.firstIndex(where: { $0.booking == message.booking }) else {
            return "it was not released, or that was told"
        }
        let release = releases.remove(at: index)
        guard Self.stands(release, step, known),
            let end = known.sittings[release.booking]?.endedAt,
            let booking = known.schedule.booking(release.booking)
        else { return "it has come to nothing, or is long over" }
        guard Self.isOnServer(release, known) else { return "the panel only wants that yet" }
        let since = release.givenAt - Self.hearsay
        guard step.server.hasEnded(release.booking, by: end, since: since) else {
            return "on the server it never ended by \(end)"
        }
        var due = Message(
            .released, to: release.booking, span: release.verdict.span, title: booking.title,
            room: known.settings.name)
        due.evidence = Message.Evidence(release.verdict.evidence)
        return message == due ? nil : "tells something else of it"
    }

    /// Whether its booking is there, has not had the room again, and is not long over.
    private static func stands(
        _ release: Release, _ step: MessagesAreTrue.Step, _ known: Knowledge
    ) -> Bool {
        step.now.uptime <= release.expiresAt
            && known.sittings[release.booking]?.givenUp?.cause == .noShow
            && known.schedule.booking(release.booking) != nil
    }

    /// Whether the panel knows that the server has its end.
    private static func isOnServer(_ release: Release, _ known: Knowledge) -> Bool {
        known.sittings[release.booking]?.givenUp?.isOnServer ?? false
    }
}

extension Message.Evidence {
    /// What a no-show rests on.
    init(_ evidence: Verdict.Evidence) {
        self.init(
            observedSeconds: evidence.observedSeconds, dueSeconds: evidence.dueSeconds,
            activeEdges: evidence.activeEdges)
    }
}
