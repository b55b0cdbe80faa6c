import RoomCore

/// A panel's connection to the server: the read and the write under way, and when to read next.
struct SimulatedLink {
    struct Read {
        var startedAt: Uptime
        var window: Span
        var fate: CallFate
        var answer: Result<ScheduleReading, ServerFailure>?
        /// When the server looked at its calendar.
        var lookedAt: Moment = 0
    }

    struct Write {
        var entry: OutboxEntry
        var run: Int
        var fate: CallFate
        var failure: ServerFailure?
        /// When the calendar was looked at for the last reading that the panel had got when it sent this.
        var lookedAt: Moment
    }

    let plan: PollPlan
    var read: Read?
    var write: Write?
    /// Answered once already, and perhaps again.
    var answered: Write?
    /// Whether another read was asked for while one was under way.
    var wantsRead = false
    var failures = 0
    /// Counts the planned polls; older plans are void.
    var turn = 0
    /// When the calendar was looked at for the last reading that the panel got whole.
    var lastLookedAt: Moment = -.day

    /// Whether the last reading came from a copy that lags behind.
    var isReadingOld = false
    /// When the server last did a write and the panel was not told.
    var lostAnswerAt: Moment = -.day

    /// The reading that has been answered; none is under way any more.
    mutating func takeRead() -> Read? {
        guard read?.answer != nil else { return nil }
        var taken: Read?
        swap(&taken, &read)
        return taken
    }

    /// The last readings: when they came by the panel's clock, and when the calendar was looked at for them.
    private(set) var heard: [(wall: WallTime, lookedAt: Moment)] = []

    /// A reading came whole.
    mutating func hear(_ read: Read, at wall: WallTime) {
        lastLookedAt = read.lookedAt
        isReadingOld = read.fate.isOld
        heard.append((wall, read.lookedAt))
        if heard.count > 64 { heard.removeFirst(32) }
    }

    /// Starts anew with what the journal remembers.
    ///
    /// - Parameter heardAt: when the reading that it remembers came; nil if it remembers none.
    mutating func restart(heardAt: WallTime?) {
        lastLookedAt = heard.last { $0.wall == heardAt }?.lookedAt ?? -.day
        read = nil
        answered = nil
        wantsRead = false
        failures = 0
        turn += 1
    }
}
