import RoomCore

/// Every accepted press: on the server exactly once, or visibly withdrawn, or still owed.
struct PressLedger {
    struct Account {
        var panel: Int
        /// The end that the door was shown last.
        var end: WallTime
        /// Why it need not be on the server any more; nil while it has to be.
        var withdrawal: String?
        /// Whether a change of its end was given up, so that the server's end may be another.
        var isEndOpen = false
        /// Whether a press gave its room up, so that it is gone where people had moved it past that.
        var isGivenUp = false
        /// Whether its time has passed once by the panel's clock, which may have been wrong.
        var isOver = false
        /// When its press was on the card.
        var acceptedAt: Moment
        /// The bookings whose people had given the room up before, and when.
        var givenUp: [BookingID: Moment] = [:]
    }

    private struct Extension {
        /// By the clock of the panel.
        var pressedAt: WallTime
        var acceptedAt: Moment
        /// When the panel had last looked at the calendar.
        var lookedAt: Moment
        /// The ends that this press and earlier ones have given it.
        var ends: Set<WallTime>
        /// The end that the first of them made longer, of a booking of the panel; nil if it is somebody else's.
        var from: WallTime?
        /// Whether the server has it, and a reading has shown it since.
        var isSettled = false
    }

    private(set) var accounts: [BookingID: Account] = [:]
    /// When people gave the room of a booking up, door by door; a clock set back does not make it ungiven for what was
    /// booked since.
    private var givenUpAt: [[BookingID: Moment]] = [[:], [:]]
    /// The press that last made a booking longer, door by door.
    private var extended: [[BookingID: Extension]] = [[:], [:]]
    /// The ends that bookings got back when the press that had claimed them was taken back.
    private var givenBack: [BookingID: WallTime] = [:]
    /// When the next of a door's bookings is over.
    private var firstEnd: [WallTime] = [.latest, .latest]
    /// When people gave a booking the time that a press then overrode without knowing of it.
    private var overridden: [BookingID: Moment] = [:]
    /// Bookings that the server refused to cut.
    private(set) var refusedCuts: Set<BookingID> = []

    var hasPresses: Bool { !accounts.isEmpty || extended.contains { !$0.isEmpty } }

    /// What a panel's step says about its own bookings.
    mutating func take(
        _ sight: Sight, records: [Record]?, panel: Int, at moment: Moment, lookedAt: Moment
    ) {
        if let records { accept(records, panel, at: moment, lookedAt: lookedAt) }
        guard sight.hasOrders else { return }
        for effect in sight.effects {
            switch effect {
            case .note(.slotLost(let id, _)): accounts[id]?.isEndOpen = true
            case .note(.press(let press)) where press.refusal == .slotTaken:
                if let id = press.booking { accounts[id]?.withdrawal = "the slot was taken" }
            case .note(.outbox(let entry)): settle(entry)
            case .keep(let records, .durable) where records.contains(where: \.isRefusedCreate):
                giveBack(records, panel)
            default: break
            }
        }
    }

    /// What a press had claimed has the room again, as its own booking is not to be.
    private mutating func giveBack(_ records: [Record], _ panel: Int) {
        for record in records {
            switch record {
            case .sitting(let sitting) where sitting.endedAt == nil:
                givenUpAt[panel][sitting.booking] = nil
                accounts[sitting.booking]?.isEndOpen = true
            case .outbox(let entry) where entry.state == .queued:
                if case .changeEnd(let id, _, let end) = entry.write { givenBack[id] = end }
            default: break
            }
        }
    }

    /// A press is on the card: from now on it counts, whether or not anybody was shown its outcome.
    mutating func accept(
        _ records: [Record], _ panel: Int, at moment: Moment, lookedAt: Moment
    ) {
        guard let press = records.firstPress, press.outcome != .refused else { return }
        for case .sitting(let sitting) in records {
            givenUpAt[panel][sitting.booking] = sitting.endedAt == nil ? nil : moment
        }
        if press.outcome == .extended, let id = press.booking {
            var ends = extended[panel][id]?.ends ?? []
            for case .outbox(let entry) in records {
                if case .changeEnd(id, _, let end) = entry.write { ends.insert(end) }
            }
            let before = extended[panel][id].flatMap { $0.isSettled ? nil : $0 }
            extended[panel][id] = Extension(
                pressedAt: before?.pressedAt ?? press.pressedAt, acceptedAt: moment,
                lookedAt: lookedAt, ends: ends, from: before?.from ?? accounts[id]?.end)
        }
        // What is given up takes nothing; if a clock that is set back brings it back, it is as it was.
        if press.outcome == .ended, let id = press.booking { extended[panel][id] = nil }
        for case .outbox(let entry) in records where entry.state == .queued {
            if press.outcome == .undone, case .changeEnd(let id, _, let end) = entry.write {
                givenBack[id] = end
            }
            switch entry.write {
            case .create(let booking):
                guard accounts[booking.id] == nil else {
                    moveEnd(of: booking.id, to: booking.span.end)
                    continue
                }
                accounts[booking.id] = Account(
                    panel: panel, end: booking.span.end,
                    acceptedAt: moment,
                    givenUp: givenUpAt[panel])
                moveEnd(of: booking.id, to: booking.span.end)
            case .changeEnd(let id, _, let end):
                moveEnd(of: id, to: end)
                accounts[id]?.isGivenUp = press.outcome == .claimed || press.outcome == .ended
                // Where both doors change one booking, the write that comes last counts.
                if accounts[id]?.panel != panel { accounts[id]?.isEndOpen = true }
            case .withdraw, .mark: break
            }
        }
        for (id, end) in records.endsTakenBack {
            moveEnd(of: id, to: end)
            accounts[id]?.isGivenUp = press.outcome == .claimed || press.outcome == .ended
        }
        let isWithdrawn = records.contains {
            if case .sittingClosed(let id) = $0 { id == press.booking } else { false }
        }
        if press.outcome == .undone, isWithdrawn, let id = press.booking, accounts[id] != nil {
            accounts[id]?.withdrawal = "taken back at the door"
        }
    }

    private mutating func settle(_ entry: OutboxEntry) {
        switch (entry.write, entry.state) {
        case (.create(let booking), .rejected): accounts[booking.id]?.withdrawal = "refused"
        case (.create(let booking), .expired): accounts[booking.id]?.withdrawal = "too old"
        case (.withdraw(let id), .rejected), (.withdraw(let id), .expired):
            // The server keeps it: the door shows it again.
            accounts[id]?.withdrawal = nil
            accounts[id]?.isEndOpen = true
        case (.changeEnd(let id, _, _), .rejected), (.changeEnd(let id, _, _), .expired),
            (.changeEnd(let id, _, _), .dropped):
            accounts[id]?.isEndOpen = true
            if entry.state == .rejected { refusedCuts.insert(id) }
            // By a clock that was years ahead it does not matter any more, nor does whose time it was.
            if entry.state == .expired {
                for panel in extended.indices { extended[panel][id] = nil }
            }
        default: break
        }
    }

    /// Looks at the server and at what is still owed.
    ///
    /// - Parameter isOwed: whether the card or the panel holds a write about this booking.
    func check(
        _ server: SimulatedServer, panel: Int, isOwed: (BookingID) -> Bool
    ) -> String? {
        for id in accounts.keys.sorted(by: { $0.text < $1.text }) {
            guard let account = accounts[id], account.panel == panel, !isOwed(id) else { continue }
            if let fault = check(id, account, server) { return "\(id): \(fault)" }
        }
        return nil
    }

    private func check(
        _ id: BookingID, _ account: Account, _ server: SimulatedServer
    ) -> String? {
        let removal = server.removed[id]
        if server.timesMade[id, default: 0] > 1, removal == nil { return "made twice" }
        guard let entry = server.entry(id) else {
            if removal == .forgotten || removal == .byPeople { return nil }
            if removal == .byPanel, account.isGivenUp { return nil }
            return account.withdrawal == nil && !account.isEndOpen
                ? "the press was accepted, and the booking is nowhere" : nil
        }
        if let withdrawal = account.withdrawal, removal != .byPeople {
            return withdrawal == "taken back at the door"
                ? "\(withdrawal), and still on the server" : nil
        }
        guard !account.isEndOpen, !entry.isTouchedByPeople else { return nil }
        return entry.booking.span.end == account.end
            ? nil : "the door said \(account.end), the server has \(entry.booking.span.end)"
    }

    /// A slot that people had on the server before a panel's booking came there is theirs (decision 0028).
    ///
    /// - Parameters:
    ///   - panel: which panel's bookings.
    ///   - instant: what ended before this does not matter any more.
    ///   - lookedAt: when the calendar was looked at for the panel's last reading.
    ///   - window: what that reading was of.
    ///   - isGivenUp: whether somebody gave the booking up at this door.
    ///   - isOwed: whether the panel is about to change the booking.
    func stolenSlot(
        _ entries: [SimulatedServer.Entry], panel: Int, after instant: WallTime, lookedAt: Moment,
        in window: Span, isGivenUp: (BookingID) -> Bool, isOwed: (BookingID) -> Bool
    ) -> String? {
        for index in entries.indices
        where entries[index].booking.span.end > instant
            && entries[index].maker == panel
        {
            let ours = entries[index]
            guard ours.booking.span.overlaps(window),
                let account = accounts[ours.booking.id],
                account.withdrawal == nil, !account.isOver, !account.isGivenUp,
                // Once it has yielded, the server may still refuse to let it go.
                !account.isEndOpen, !ours.isTouchedByPeople, ours.madeAt < lookedAt,
                !isOwed(ours.booking.id)
            else { continue }
            let theirs = entries.first {
                $0.maker == nil && wins($0, over: ours)
                    && !account.wasGivenUp($0) && !isGivenUp($0.booking.id)
            }
            if let theirs { return "\(ours.booking.id) has the slot of \(theirs.booking.id)" }
        }
        return nil
    }

    /// What a door takes to be over, it gives up to nobody, whether or not its clock was wrong.
    mutating func pass(to wall: WallTime, panel: Int) {
        guard wall >= firstEnd[panel] else { return }
        firstEnd[panel] = .latest
        for (id, account) in accounts where account.panel == panel && !account.isOver {
            if account.end <= wall {
                accounts[id]?.isOver = true
            } else {
                firstEnd[panel] = min(firstEnd[panel], account.end)
            }
        }
    }

    /// A reading has come: what the server has by now is settled.
    mutating func settle(panel: Int, lookedAt: Moment, isOwed: (BookingID) -> Bool) {
        for (id, press) in extended[panel]
        where !press.isSettled && press.acceptedAt < lookedAt && !isOwed(id) {
            extended[panel][id]?.isSettled = true
        }
    }

    private mutating func moveEnd(of id: BookingID, to end: WallTime) {
        guard let panel = accounts[id]?.panel else { return }
        accounts[id]?.end = end
        accounts[id]?.isOver = false
        firstEnd[panel] = min(firstEnd[panel], end)
    }

    /// A press has made a booking longer without knowing what people had made of it.
    mutating func noteOverridden(_ entry: SimulatedServer.Entry) {
        overridden[entry.booking.id] = entry.changedByPeopleAt
    }

    /// Whether a press made a booking longer without knowing what others had made of it by then.
    func overrode(_ entry: SimulatedServer.Entry, panel: Int) -> Bool {
        if overridden[entry.booking.id] == entry.changedByPeopleAt { return true }
        guard let press = extended[panel][entry.booking.id] else { return false }
        return entry.changedByPeopleAt > press.lookedAt
            || entry.endByPanel.contains { $0.key != panel && $0.value.at > press.lookedAt }
    }

    /// Whether people have cut a booking below what a press had made longer, after that press.
    func isCutSince(_ entry: SimulatedServer.Entry, panel: Int, step: Duration) -> Bool {
        guard let press = extended[panel][entry.booking.id], let least = press.ends.min() else {
            return false
        }
        return entry.changedByPeopleAt > press.acceptedAt
            && entry.booking.span.end == entry.endByPeople && entry.endByPeople < least - step
    }

    /// Whether people gave a booking the very end that a press gave it: then the door takes it for its own.
    func isMistaken(_ entry: SimulatedServer.Entry, panel: Int) -> Bool {
        extended[panel][entry.booking.id]?.ends.contains(entry.endByPeople) ?? false
    }

    /// Time by which a press made a booking longer, though somebody else had it on the server by then, is theirs.
    ///
    /// Parameters as those of ``stolenSlot(_:panel:after:lookedAt:in:isGivenUp:isOwed:)``.
    func stolenTime(
        _ entries: [SimulatedServer.Entry], panel: Int, after instant: WallTime, lookedAt: Moment,
        in window: Span, isGivenUp: (BookingID) -> Bool, isOwed: (BookingID) -> Bool
    ) -> String? {
        guard !extended[panel].isEmpty else { return nil }
        for index in entries.indices
        where entries[index].booking.span.end > instant
            && entries[index].endBefore != nil
        {
            let ours = entries[index]
            let id = ours.booking.id
            guard let before = ours.endBefore, let press = extended[panel][id],
                ours.endByPanel[panel]?.end == ours.booking.span.end,
                givenBack[id] != ours.booking.span.end,
                ours.madeLongerAt + 25 * .second < lookedAt, !overrode(ours, panel: panel),
                !isOwed(id), !refusedCuts.contains(id)
            else { continue }
            // What people themselves had given it, it may get back.
            // Whoever ran before the end that the press made longer runs beside it by the will of people.
            let start = max(before, ours.maker == nil ? ours.endByPeople : press.from ?? before)
            let theirs = entries.first {
                $0.booking.id != id && $0.maker == nil && $0.booking.isBlocking
                    && (!$0.booking.isAllDay || ours.booking.isAllDay)
                    && $0.changedByPeopleAt < ours.madeLongerAt && $0.madeLongerAt < 0
                    && $0.booking.span.start >= start
                    && $0.booking.span.start < ours.booking.span.end
                    && $0.booking.span.overlaps(window)
                    && $0.booking.span.end > press.pressedAt
                    && $0.booking.createdAt.map { $0 < press.pressedAt } ?? true
                    && !isGivenUp($0.booking.id)
            }
            if let theirs { return "\(id) was made longer into \(theirs.booking.id)" }
        }
        return nil
    }

    /// Of two the one that was made first stays, where both tell.
    private func wins(_ theirs: SimulatedServer.Entry, over ours: SimulatedServer.Entry) -> Bool {
        // What the other door has made longer since is no slot that its people had.
        var slot = theirs.booking.span
        slot.end = min(slot.end, theirs.endByPeople)
        guard theirs.booking.isBlocking, !theirs.booking.isAllDay,
            theirs.changedByPeopleAt < ours.madeAt,
            slot.overlaps(ours.booking.span)
        else { return false }
        // What a door gave them since, they did not have before.
        guard theirs.madeLongerAt <= ours.madeAt else { return false }
        guard let made = theirs.booking.createdAt, let oursMade = ours.booking.createdAt else {
            return true
        }
        return made < oursMade
    }

    /// Forgets what is long over.
    mutating func forget(before instant: WallTime) {
        for (id, account) in accounts where account.end < instant { accounts[id] = nil }
        if accounts.isEmpty {
            (givenUpAt, extended, givenBack) = ([[:], [:]], [[:], [:]], [:])
            overridden = [:]
        }
    }
}

extension PressLedger.Account {
    /// Whether the press took the room of that booking, or its people had given it up before and nobody has given it
    /// time again.
    fileprivate func wasGivenUp(_ entry: SimulatedServer.Entry) -> Bool {
        givenUp[entry.booking.id].map { $0 == acceptedAt || entry.changedByPeopleAt <= $0 } ?? false
    }
}

extension Record {
    fileprivate var isRefusedCreate: Bool {
        guard case .outbox(let entry) = self, entry.state == .rejected else { return false }
        return entry.write.operation == .create
    }
}

extension [Record] {
    /// Bookings whose change of the end is written no more, and no other in its place: each ends where it did before.
    fileprivate var endsTakenBack: [BookingID: WallTime] {
        var ends: [BookingID: WallTime] = [:]
        for case .outbox(let entry) in self where entry.state == .superseded {
            if case .changeEnd(let id, let from, _) = entry.write { ends[id] = from }
        }
        for case .outbox(let entry) in self where entry.state == .queued {
            if case .changeEnd(let id, _, _) = entry.write { ends[id] = nil }
        }
        return ends
    }
}
