import RoomCore

/// Both organisers of a double booking are told, once, and nothing that a calendar hides; a person is told of all that come
/// up together in one message, and of two bookings of their own under one of them.
struct DoubleBookingWitness {
    private struct Pair: Hashable {
        var first: String
        var second: String

        init(_ one: Booking, _ other: Booking) {
            first = min(one.id.text, other.id.text)
            second = max(one.id.text, other.id.text)
        }
    }

    /// Double bookings that were told, or that an earlier run knew, with the time both want.
    private var told: [Pair: Span] = [:]
    /// All that ever were: whether one that comes back is news depends on why it went.
    private var ever: Set<Pair> = []
    /// What was looked at last.
    private var changes: Int?
    /// With more double bookings than this not all need be told.
    private static let most = 60

    mutating func restart(_ known: Knowledge) {
        changes = nil
        told = [:]
        ever = []
        for (first, second) in Self.pairs(known.schedule) { remember(first, second) }
    }

    private mutating func remember(_ first: Booking, _ second: Booking) {
        told[Pair(first, second)] = Span(
            start: max(first.span.start, second.span.start),
            end: min(first.span.end, second.span.end))
        ever.insert(Pair(first, second))
    }

    /// Whether the schedule has changed since the last look.
    func hasNews(_ known: Knowledge) -> Bool { changes != known.schedule.changes }

    mutating func check(
        _ step: MessagesAreTrue.Step, _ known: Knowledge, isDue: Bool
    ) -> String? {
        let messages = step.told(.doubleBooked)
        if step.isRecall {
            for (first, second) in Self.pairs(known.schedule) { remember(first, second) }
        }
        guard known.isTrusted else {
            return messages.first.map { "\($0.words) without a trusted clock" }
        }
        let hasChanged = changes != known.schedule.changes
        guard hasChanged || !messages.isEmpty else { return nil }
        changes = known.schedule.changes
        for message in messages {
            if let fault = check(message, step, known) { return "\(message.words): \(fault)" }
        }
        let people = messages.compactMap { known.schedule.booking($0.booking).map(Self.person) }
        if Set(people).count < people.count { return "somebody is told in two messages" }
        let pairs = Self.pairs(known.schedule)
        forgetSettled(pairs, known)
        let fault = hasChanged && isDue ? missed(pairs, messages, step, known) : nil
        for collision in messages.flatMap(\.collisions) {
            for other in collision.others.compactMap({ known.schedule.booking($0.booking) }) {
                known.schedule.booking(collision.booking).map { remember($0, other) }
            }
        }
        // What is left out of a long message is counted in it.
        if messages.contains(where: { $0.omitted > 0 }) {
            for (first, second) in pairs { remember(first, second) }
        }
        return fault
    }

    /// Who is told of a booking: whoever called it, by the name that the server gives them.
    private static func person(_ booking: Booking) -> String {
        booking.organiserID.map { "person \($0)" } ?? "organiser of \(booking.id)"
    }

    /// What does not collide any more, as far as the calendar was seen, is news when it comes back.
    private mutating func forgetSettled(_ pairs: [(Booking, Booking)], _ known: Knowledge) {
        guard !told.isEmpty else { return }
        let standing = Set(pairs.map { Pair($0.0, $0.1) })
        told = told.filter { pair, span in
            standing.contains(pair) || !(known.schedule.window?.overlaps(span) ?? false)
        }
    }

    private mutating func missed(
        _ pairs: [(Booking, Booking)], _ messages: [Message], _ step: MessagesAreTrue.Step,
        _ known: Knowledge
    ) -> String? {
        guard pairs.count < Self.most else { return nil }
        for (first, second) in pairs where !ever.contains(Pair(first, second)) {
            let both = [first, second]
            guard both.allSatisfy({ isForPeople($0, step, known) }) else { continue }
            if known.isContested(first, by: second) || known.isContested(second, by: first) {
                // The panel is to see first whose time it is.
                changes = nil
                continue
            }
            let told = [(first, second), (second, first)].map { booking, other in
                messages.filter { $0.tells(of: booking.id, other.id) }.count
            }
            if Self.person(first) == Self.person(second) {
                if told[0] + told[1] != 1, !isCut(messages) {
                    return "\(first.id) and \(second.id) are told \(told) times"
                }
            } else if told != [1, 1], !isCut(messages) {
                return "\(first.id) and \(second.id) are told \(told) times"
            }
        }
        return nil
    }

    /// Whether a message was too long to name all.
    private func isCut(_ messages: [Message]) -> Bool { messages.contains { $0.omitted > 0 } }

    private func isForPeople(
        _ booking: Booking, _ step: MessagesAreTrue.Step, _ known: Knowledge
    ) -> Bool {
        booking.source == .server && booking.span.end > step.now.wall
            && !known.isGivenUp(booking.id) && !known.schedule.isOwed(booking.id)
    }

    // MARK: One message

    private func check(
        _ message: Message, _ step: MessagesAreTrue.Step, _ known: Knowledge
    ) -> String? {
        guard let first = message.collisions.first, first.booking == message.booking,
            first.span == message.span, first.title == message.title
        else { return "is addressed to another booking" }
        guard let addressed = known.schedule.booking(first.booking) else {
            return "nobody is there"
        }
        for collision in message.collisions {
            guard let booking = known.schedule.booking(collision.booking),
                Self.person(booking) == Self.person(addressed)
            else { return "\(collision.booking) is somebody else's" }
            for told in collision.others {
                if let fault = check(told, collision, booking, step, known) { return fault }
            }
        }
        return nil
    }

    private func check(
        _ told: Message.Other, _ collision: Message.Collision, _ booking: Booking,
        _ step: MessagesAreTrue.Step, _ known: Knowledge
    ) -> String? {
        guard let other = known.schedule.booking(told.booking) else {
            return "one of them is not there"
        }
        if told.isOwn != (Self.person(booking) == Self.person(other)) { return "whose is it?" }
        if self.told[Pair(booking, other)] != nil { return "told again" }
        if booking.source == .panel { return "a panel's booking has no people" }
        if !Self.collide(booking, other) { return "they do not share a time" }
        if min(booking.span.end, other.span.end) <= step.now.wall { return "it is over" }
        if collision.span != booking.span || told.span != other.span { return "at another time" }
        if collision.title != booking.title { return "under another title" }
        if told.title != other.title || told.organiser != other.organiser {
            return "tells more or less of the other than the calendar shows"
        }
        return nextFree(collision.nextFree, booking, step, known)
    }

    /// The place offered is the first one that is free.
    private func nextFree(
        _ offered: Span?, _ booking: Booking, _ step: MessagesAreTrue.Step, _ known: Knowledge
    ) -> String? {
        let others = known.schedule.bookings.filter {
            $0.isBlocking && $0.id != booking.id && !$0.span.isEmpty
        }
        let length = booking.span.length
        // Whoever is told needs a moment: nothing begins before the next five minutes.
        let soon = (step.now.wall - .microseconds(1)).secondsSinceEpoch / 300 * 300 + 300
        let earliest = max(booking.span.start, WallTime(secondsSinceEpoch: soon))
        if let offered {
            if offered.length != length || offered.start < earliest { return "offers \(offered)" }
            if let taken = others.first(where: { $0.span.overlaps(offered) }) {
                return "offers the time of \(taken.id)"
            }
        }
        let latest = min(
            offered?.start ?? .latest, max(booking.span.start, step.now.wall) + .seconds(8 * 3_600))
        let better = others.map(\.span.end).first { start in
            start >= earliest && start < latest
                && !others.contains { $0.span.overlaps(Span(start: start, length: length)) }
        }
        return better.map { "does not offer \($0), which is free" }
    }

    // MARK: Pairs

    private static func pairs(_ schedule: KnownSchedule) -> [(Booking, Booking)] {
        let sorted = schedule.bookings.filter(takesPart).sorted {
            ($0.span.start, $0.id.text) < ($1.span.start, $1.id.text)
        }
        var pairs: [(Booking, Booking)] = []
        for (index, booking) in sorted.enumerated() {
            for other in sorted[(index + 1)...] {
                guard other.span.start < booking.span.end else { break }
                pairs.append((booking, other))
            }
        }
        return pairs
    }

    private static func collide(_ one: Booking, _ other: Booking) -> Bool {
        takesPart(one) && takesPart(other) && one.span.overlaps(other.span)
    }

    private static func takesPart(_ booking: Booking) -> Bool {
        booking.isBlocking && !booking.isAllDay && !booking.span.isEmpty
    }
}

extension Knowledge {
    fileprivate func isContested(_ booking: Booking, by other: Booking) -> Bool {
        schedule.isTaking(booking.id, other.span)
    }
}

extension Message {
    fileprivate func tells(of booking: BookingID, _ other: BookingID) -> Bool {
        collisions.contains { collision in
            collision.booking == booking && collision.others.contains { $0.booking == other }
        }
    }
}
