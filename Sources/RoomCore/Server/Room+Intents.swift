/// What a reading makes of the panel's open intents, and what of that people are told.
extension Room {
    /// What a reading says about the bookings that the panel wants something of.
    struct Findings {
        /// The bookings about which it says nothing.
        var lagging: Set<BookingID> = []
        /// The intents that it shows done, booking by booking.
        var done: [ArraySlice<OutboxEntry>] = []
        /// The bookings that people have changed, with the intents that come to nothing by that.
        var changed: [(id: BookingID, chain: [OutboxEntry])] = []
    }

    func findings(_ reading: ScheduleReading, startedAt: Uptime) -> Findings {
        var findings = Findings()
        var seen: Set<BookingID> = []
        for entry in outbox.entries where !entry.isMark {
            let id = entry.write.bookingID
            guard seen.insert(id).inserted else { continue }
            let chain = outbox.chain(of: id)
            let shown = reading.bookings.first { $0.id == id }
            // Outside of the window that was read nothing is known: what the server has answered is done.
            guard shown != nil || lies(chain, in: reading.window) else {
                findings.done.append(chain.prefix { $0.state == .answered })
                continue
            }
            switch outbox.standing(chain, by: shown, startedAt: startedAt) {
            case .lagging: findings.lagging.insert(id)
            // A press about it waits for the journal: the next reading is compared with what that makes of it.
            case _ where desk.isChanging(id): break
            case .done(let count): findings.done.append(chain.prefix(count))
            case .changed: findings.changed.append((id, chain))
            }
        }
        return findings
    }

    /// Whether a booking that a reading of this window does not show lies in it.
    private func lies(_ chain: [OutboxEntry], in window: Span) -> Bool {
        switch chain.first?.write {
        case .create(let made)?: made.span.overlaps(window)
        case .changeEnd(let id, let from, _)?:
            // The last reading was of another window and left it out; where it ends the intent tells.
            schedule.version(of: id)?.span.overlaps(window) ?? window.contains(from)
        case .withdraw(let id)?: schedule.version(of: id)?.span.overlaps(window) ?? true
        case .mark?, nil: true
        }
    }

    /// Notes the intents that a reading shows done, or whose answer is all that will ever be known of them.
    mutating func bearOut(_ done: [ArraySlice<OutboxEntry>], startedAt: Uptime) {
        for chain in done where !chain.isEmpty {
            let borneOut = outbox.bearOut(chain, startedAt: startedAt)
            for entry in borneOut { step.note(.outbox(entry)) }
            keep(borneOut, isNoted: true)
            for entry in chain {
                if case .changeEnd(let id, _, let end) = entry.write { noteOnServer(id, end: end) }
            }
        }
    }

    /// Forgets intents that are done; after ``settleSlots(by:at:)``, which still needs them to tell who was first.
    mutating func forget(_ done: [ArraySlice<OutboxEntry>], startedAt: Uptime) {
        for chain in done { keep(outbox.forget(chain, startedAt: startedAt)) }
        keep(outbox.forgetOldest())
    }

    /// People have changed these bookings since: what they wrote stands, and the door says so.
    ///
    /// But a booking that the door has shown as ended or given up, before the server heard of it, is cut all the same, once:
    /// whoever has seen the lamp counts on it. People can give it time again afterwards.
    mutating func dropChanged(_ changed: [(id: BookingID, chain: [OutboxEntry])], at now: Now) {
        for (id, chain) in changed {
            let wish = chain.last.flatMap(\.owedEnd)
            keep(outbox.drop(chain))
            step.isDirty = true
            guard let wish, let version = schedule.version(of: id) else {
                takeBackEnd(of: id)
                continue
            }
            if let givenUp = sittings[id]?.givenUp, givenUp.at == wish.end {
                settle(version, givenUp, wasRenewed: wish.cause == .renewal, at: now)
            } else if wish.cause.isOfPeople, wish.isMissed(by: version.span.end) {
                recordRefusal(.changedMeanwhile, of: id, wish: wish.press, at: now)
            }
        }
    }

    private mutating func settle(
        _ version: Booking, _ givenUp: Sitting.GivenUp, wasRenewed: Bool, at now: Now
    ) {
        if version.span.end <= givenUp.at {
            noteOnServer(version.id, end: version.span.end)
        } else if wasRenewed || version.span.start >= givenUp.at {
            takeBackEnd(of: version.id)
        } else {
            // If its time is ever given back, then up to the end that people have planned since.
            changeSitting(of: version.id) { $0.span.end = version.span.end }
            owe(
                .changeEnd(version.id, from: version.span.end, to: givenUp.at), .renewal, at: now)
        }
    }
}

extension OutboxEntry {
    /// The end that the server has yet to give a booking; nil if there is none.
    fileprivate var owedEnd: OwedEnd? {
        guard state.isOwed, case .changeEnd(_, let from, let to) = write else { return nil }
        return OwedEnd(end: to, isLonger: from < to, cause: cause, press: wish)
    }
}

private struct OwedEnd {
    var end: WallTime
    var isLonger: Bool
    var cause: OutboxEntry.Cause
    /// What the press that it comes from was to do.
    var press: Press.Wish

    /// Whether whoever pressed does not get what they wanted by this end: less time, or an end that is later.
    func isMissed(by other: WallTime) -> Bool { isLonger ? other < end : other > end }
}
