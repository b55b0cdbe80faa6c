/// What organisers are told, once: decided at the end of each fact, from what it has led to.
///
/// What happened is told when it happens, a release when the server has it: a restart repeats nothing, what waited for the
/// server then is not told, and a double booking that the journal knew already is not told again.
extension Room {
    /// Orders the messages that follow from this fact to be sent; a few at most, and none of a kind that is not told.
    ///
    /// Called when nothing more follows from the fact: a claim, an end or a verdict counts as it is after that.
    mutating func decideMessages(on event: Event, at now: Now) {
        guard !settings.messages.isEmpty else { return }
        var told: [Message] = []
        for case .note(let notice) in step.effects {
            switch notice {
            case .verdict(let verdict):
                if isRelease(verdict) {
                    messages.releases.remember(verdict, at: now)
                } else if let message = message(about: verdict, at: now) {
                    told.append(message)
                }
            case .press(let press): messages.takeovers.remember(press, desk.act)
            case .availability, .sensor, .buttonStuck, .clockTrust, .clockStepped, .stale, .outbox,
                .slotLost, .conflict, .complaint, .outboxFull, .withheld:
                break
            }
        }
        if !messages.releases.isEmpty { told += releaseMessages(at: now) }
        if !messages.takeovers.isEmpty { told += takeoverMessages(at: now) }
        if case .journal(.recalled) = event {
            // The double bookings of a journal that was opened late were told by the run that wrote it.
            messages.doubles.remember(allIn: schedule.bookings)
        }
        // Without a trusted clock nobody can say what is over; it is looked at when there is one.
        if trust.isTrusted, messages.doubles.hasToLook(at: schedule.revision) {
            told += doubleBookingMessages(at: now)
        }
        let kinds = settings.messages
        let wanted = told.filter { kinds.contains($0.kind) }
            .filter { !withholds(.message($0.kind, $0.booking)) }
        if !wanted.isEmpty { step.order(.tell(wanted)) }
    }

    // MARK: Verdicts

    private func message(about verdict: Verdict, at now: Now) -> Message? {
        guard let booking = schedule.booking(verdict.booking), booking.source == .server,
            let kind = kindOfMessage(about: verdict, on: booking, at: now)
        else { return nil }
        var message = Message(
            kind, to: booking.id, span: verdict.span, title: booking.title, room: settings.name)
        if kind == .late {
            message.seconds = verdict.seconds
        } else {
            message.evidence = Message.Evidence(verdict.evidence)
        }
        return message
    }

    /// What a booking's people ought to know of a verdict at once; nil if nothing.
    ///
    /// A no-show is told only if something followed: nobody can take a booking that is over.
    private func kindOfMessage(
        about verdict: Verdict, on booking: Booking, at now: Now
    ) -> Message.Kind? {
        switch (verdict.kind, policy.onNoShow) {
        // Whoever may have come in time is told nothing.
        case (.late, _): verdict.evidence.atMostBecause == nil ? .late : nil
        case (.noShow, .soft): isDueToBeOffered(booking, at: now) ? .claimable : nil
        default: nil
        }
    }

    // MARK: Releases

    /// Whether a verdict has given its booking's room up, which the server is to hear of.
    ///
    /// A booking that may not be cut, or that is over, was not given up.
    private func isRelease(_ verdict: Verdict) -> Bool {
        verdict.kind == .noShow && schedule.booking(verdict.booking)?.source == .server
            && sittings[verdict.booking]?.givenUp?.cause == .noShow
    }

    /// The messages about releases that the server has by now.
    private mutating func releaseMessages(at now: Now) -> [Message] {
        let settled = messages.releases.settled(in: schedule, sittings, at: now.uptime)
        return settled.compactMap { message(about: $0) }
    }

    private func message(about release: ReleaseWatch.Release) -> Message? {
        guard let booking = schedule.booking(release.booking) else { return nil }
        var message = Message(
            .released, to: booking.id, span: release.span, title: booking.title,
            room: settings.name)
        message.evidence = release.evidence
        return message
    }

    // MARK: Takeovers

    /// The messages about claims whose time has come.
    private mutating func takeoverMessages(at now: Now) -> [Message] {
        guard !desk.isBusy, !gesture.isUndecided else { return [] }
        let settled = messages.takeovers.settled(by: desk, at: now.uptime)
        return settled.compactMap { message(about: $0) }
    }

    /// Nil for a claim that was taken back or came to nothing.
    private func message(about takeover: TakeoverWatch.Takeover) -> Message? {
        guard let booking = schedule.booking(takeover.booking), booking.source == .server,
            schedule.booking(takeover.claimant) != nil,
            sittings[takeover.booking]?.endedAt != nil
        else { return nil }
        return Message(
            .takenOver, to: booking.id, span: takeover.span, title: booking.title,
            room: settings.name)
    }

    // MARK: Double bookings

    /// The messages to the people of double bookings that have come up since the last look.
    private mutating func doubleBookingMessages(at now: Now) -> [Message] {
        let new = messages.doubles.appeared(in: schedule, outbox, desk, sittings, at: now)
        var round = DoubleBookingRound(settings, among: schedule.bookings, at: now.wall)
        for (first, second) in new {
            round.add(first, second, firstYields: hasPrecedence(second, over: first))
        }
        return round.messages
    }
}

extension Message.Evidence {
    /// What a verdict on an arrival rests on.
    init(_ evidence: Verdict.Evidence) {
        self.init(
            observedSeconds: evidence.observedSeconds, dueSeconds: evidence.dueSeconds,
            activeEdges: evidence.activeEdges)
    }
}
