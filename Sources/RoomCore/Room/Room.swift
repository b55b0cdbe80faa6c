/// One meeting room and its door: facts in, orders out.
///
/// `apply(_:at:)` is the heart of Domovoy. It reads no clock, does no I/O and has no randomness of its own, so that a
/// whole day can be replayed in a moment. Bad input arrives as an event and never stops it. The shell takes the next
/// fact, applies it, carries the effects out in their order, and feeds the results back as facts.
///
/// A value: keep it in one place, and let one task own it.
public struct Room: Sendable {
    /// What the room is made of.
    public let settings: RoomSettings
    /// The rules' figures in force.
    public internal(set) var policy: Policy
    /// When ``apply(_:at:)`` wants to be called with ``Event/tick`` at the latest.
    ///
    /// At most a minute ahead: a wall clock that was set meanwhile is noticed by then.
    public var deadline: Uptime { wakeup.deadline }

    // What is known.
    var trust: ClockTrust
    var schedule: Schedule
    var senses: Senses
    var sittings: Sittings
    var followed = Followed()
    var faults = Faults()

    // What follows from it.
    var agenda = Agenda()
    /// Whether it is still open how a booking was left, so that the next movement decides it.
    var isWatchingLeaving = false
    var lastVerdict: Int64

    // The button.
    var gesture = ButtonGesture()
    var desk: PressDesk

    // What server, door, people and journal have yet to hear, or have heard.
    var outbox: Outbox
    var shown = Shown()
    var messages: MessageWatch
    var backlog = Backlog()
    /// What the log was told of deeds that were not done.
    var withheld = WithheldDeeds()
    var journalWord: JournalWord
    /// The window of the schedule that the journal holds; nil if it holds none.
    var keptWindow: Span?

    // The fact at hand, and the next look without one.
    var step = Step()
    var wakeup: Wakeup

    /// How often the rules look at what has no moment of its own, like old sittings.
    static let greatestRest = Duration.seconds(3_600)
    /// Rounds of rules within one fact; what is left then goes on at once with the next tick.
    static let greatestRounds = 16

    /// Sets the room up with what the last run left behind.
    ///
    /// Apply ``Event/tick`` at once to get the first display.
    ///
    /// - Parameters:
    ///   - memory: what the journal remembers; empty on the first start.
    ///   - now: both clocks, as they stand.
    public init(_ settings: RoomSettings, memory: Memory = Memory(), at now: Now) {
        self.settings = settings
        policy = settings.policy
        wakeup = Wakeup(at: now.uptime)
        trust = ClockTrust(settings, at: now)
        outbox = Outbox(
            memory.outbox, lastNumber: Self.number(memory.lastOutbox), at: now.uptime)
        schedule = Schedule(
            memory.schedule, heardAt: memory.heardAt, intents: outbox.entries)
        keptWindow = memory.schedule?.window
        senses = Senses(settings.sensors, memory, at: now)
        journalWord = JournalWord(memory, at: now.uptime)
        desk = PressDesk(lastNumber: Self.number(memory.lastPress), salt: memory.salt)
        sittings = Sittings(recalled: memory.sittings)
        lastVerdict = Self.number(memory.lastVerdict)
        // Where nobody is told anything, nobody has to know which double bookings were told.
        messages = MessageWatch(knownTo: settings.messages.isEmpty ? [] : schedule.bookings)
    }

    /// A number of an earlier run, as far as it leaves room to count on.
    static func number(_ remembered: Int64) -> Int64 {
        min(max(remembered, 0), .max / 2)
    }

    /// Takes in one fact.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: both clocks at the time the fact was taken up; an `uptime` before the last one counts as that.
    /// - Returns: what to do, in this order.
    public mutating func apply(_ event: Event, at now: Now) -> [Effect] {
        let now = wakeup.onward(now)
        step.begin()
        passTime(to: now, with: event)
        takeFact(event, at: now)
        settleIfDirty(at: now)
        orderKept()
        if step.hasSettled { showWhatIsTrue(at: now) }
        sendNext(at: now)
        decideMessages(on: event, at: now)
        assert(!step.isDirty || wakeup.isDue(at: now), "what the rules have left is due at once")
        return step.end()
    }

    private mutating func passTime(to now: Now, with event: Event) {
        if let jump = trust.pass(to: now) {
            step.note(.clockStepped(jump))
            // When a booking began cannot be told by the steady clock any more.
            senses.forgetProof()
            // The window of the last reading may lie anywhere now.
            if settings.server != .none { step.order(.readSchedule) }
            step.isDirty = true
        }
        if case .clock(let isSynchronised) = event {
            // It counts before the rules look at a jump: the kernel was asked after the clock was set.
            trust.kernel(isSynchronised: isSynchronised, at: now)
        }
        if wakeup.isDue(at: now) || shown.isTrusted != trust.isTrusted {
            step.isDirty = true
        } else {
            wakeup.sleepOn(at: now.uptime)
        }
        settleIfDirty(at: now)
    }

    private mutating func takeFact(_ event: Event, at now: Now) {
        switch event {
        case .tick: passGesture(to: now.uptime, at: now)
        // Taken in already, before the rules looked at the time that has passed.
        case .clock: break
        case .sensor(let name, let fact): takeSensor(name, fact, at: now)
        case .button(let fact): takeButton(fact, at: now)
        case .server(let fact): takeServer(fact, at: now)
        case .journal(let fact): takeJournal(fact, at: now)
        case .settings(let fact): takeSettings(fact)
        case .lampFault(let fault):
            if faults.lamps.renew(fault) { step.isPublishing = true }
        }
    }

    private mutating func takeJournal(_ fact: Event.JournalFact, at now: Now) {
        switch fact {
        case .stored(let receipt):
            backlog.stored(receipt)
            forgetWhatPressReplaces(receipt, at: now)
            pressStored(receipt, at: now)
            setJournalFault(nil)
        case .notStored(let receipt, let fault):
            backlog.failed(receipt)
            setJournalFault(fault)
            pressNotStored(receipt, at: now)
        case .fault(let fault): setJournalFault(fault)
        case .recalled(let memory): recall(memory, at: now)
        }
    }

    private mutating func takeSettings(_ fact: Event.SettingsFact) {
        switch fact {
        case .policy(let policy):
            self.policy = policy
            step.isDirty = true
        case .sensors(let settings):
            senses.adopt(settings)
            step.isDirty = true
        }
    }

    private mutating func sendNext(at now: Now) {
        guard settings.server != .none, !desk.isWaiting else { return }
        guard let entry = outbox.next(at: now.uptime) else { return }
        step.order(.send(entry))
    }
}
