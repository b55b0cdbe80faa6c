/// The one rule about every end: what a reading makes of the panel's intents (decision 0028).
///
/// The intents about one booking are a chain: each leads from what it was decided on to its outcome. A reading shows one of
/// the chain's states, and everything up to it is done; or it shows a state before the last answer, and comes from a copy
/// that lags behind; or it shows something else, and people have changed the booking since.
extension Outbox {
    /// How a booking stands by a reading.
    enum Standing: Equatable, Sendable {
        /// A copy that lags behind: it says nothing about this booking.
        case lagging
        /// The reading shows so many of the chain's intents done.
        case done(Int)
        /// People have changed the booking since.
        case changed
    }

    /// A state in a chain: the end of the booking, or that there is no such booking.
    private enum Link: Equatable {
        case absent
        case end(WallTime)

        init(_ booking: Booking?) {
            self = booking.map { .end($0.span.end) } ?? .absent
        }

        static func == (left: Link, right: Link) -> Bool {
            switch (left, right) {
            case (.absent, .absent): true
            case (.end(let one), .end(let other)): one.isSameEnd(as: other)
            case (.absent, .end), (.end, .absent): false
            }
        }
    }

    /// How a chain stands by a reading that began at `startedAt` and shows the booking so.
    func standing(_ chain: [OutboxEntry], by shown: Booking?, startedAt: Uptime) -> Standing {
        // One of them is being written just now: the next reading tells.
        guard !chain.contains(where: { $0.number == underway }) else { return .done(0) }
        if let shown, isPast(chain, shown) { return .changed }
        let links = links(of: chain, by: shown)
        let answered = chain.lastIndex { $0.state == .answered }
        let lags = answered.map { isRecent(chain[$0], startedAt) } ?? false
        let least = answered.map { $0 + 1 } ?? 0
        for index in (lags ? 0 : least)..<links.count where links[index] == Link(shown) {
            return index < least ? .lagging : .done(index)
        }
        return .changed
    }

    /// Whether somebody else's booking has been moved past the end that it is to have: it is another meeting now.
    private func isPast(_ chain: [OutboxEntry], _ shown: Booking) -> Bool {
        guard case .changeEnd(_, _, let to)? = chain.last?.write else { return false }
        return shown.source == .server && shown.span.start >= to
    }

    /// The states that a chain leads through, its base first.
    private func links(of chain: [OutboxEntry], by shown: Booking?) -> [Link] {
        var links: [Link] = []
        for entry in chain {
            switch entry.write {
            case .create(let booking):
                if links.isEmpty { links.append(.absent) }
                links.append(.end(booking.span.end))
            case .changeEnd(_, let from, let to):
                if links.isEmpty { links.append(.end(from)) }
                links.append(.end(to))
            case .withdraw:
                if links.isEmpty { links.append(shown == nil ? .absent : Link(shown)) }
                links.append(.absent)
            case .mark: break
            }
        }
        return links
    }

    /// Whether a reading that began then may come from a copy that does not show this yet.
    func isRecent(_ entry: OutboxEntry, _ startedAt: Uptime) -> Bool {
        guard let answeredAt = answers[entry.number] else { return false }
        return startedAt - answeredAt < Self.greatestLag
    }

    /// A reading bears out the first intents of a chain: those without an answer are answered by it.
    ///
    /// - Returns: what has changed, for the journal.
    mutating func bearOut(_ done: ArraySlice<OutboxEntry>, startedAt: Uptime) -> [OutboxEntry] {
        var changed: [OutboxEntry] = []
        for entry in done where entry.state != .answered {
            guard let index = entries.firstIndex(where: { $0.number == entry.number }) else {
                continue
            }
            // Its answer was lost, or people have done it themselves.
            answer(at: index, startedAt)
            changed.append(entries[index])
        }
        return changed
    }

    /// Forgets intents that readings have borne out, once no copy can lag behind them any more.
    ///
    /// - Returns: those that are done for good.
    mutating func forget(_ done: ArraySlice<OutboxEntry>, startedAt: Uptime) -> [OutboxEntry] {
        done.filter { $0.state == .answered && !isRecent($0, startedAt) }
            .map { finish($0, .acknowledged) }
    }

    /// Forgets the oldest answered intents, if there are more than are remembered.
    ///
    /// - Returns: those; they are done for good.
    mutating func forgetOldest() -> [OutboxEntry] {
        guard entries.count > Self.greatestAnswered else { return [] }
        return entries.filter { $0.state == .answered }.dropLast(Self.greatestAnswered)
            .map { finish($0, .acknowledged) }
    }

    /// The server has this intent.
    mutating func answer(at index: Int, _ now: Uptime) {
        entries[index].state = .answered
        entries[index].lastError = nil
        answers[entries[index].number] = now
        poisonTries[entries[index].number] = nil
        if puzzle?.number == entries[index].number { puzzle = nil }
    }

    /// Drops a chain, since people have changed the booking: their version stands.
    mutating func drop(_ chain: [OutboxEntry]) -> [OutboxEntry] {
        // What the server had answered was carried out, and then overridden.
        chain.map { finish($0, $0.state == .answered ? .acknowledged : .dropped) }
    }

    /// A reading was taken in, with all that follows from it: what is still a puzzle after that is tried once more.
    mutating func readingTaken(startedAt: Uptime) {
        guard let puzzle, !puzzle.wasRead, startedAt >= puzzle.since else { return }
        self.puzzle?.wasRead = true
        if lastFailure == .taken || lastFailure == .changed { calm() }
    }
}
