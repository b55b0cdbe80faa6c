import RoomCore

/// One step of one panel, as an invariant sees it.
final class Sight {
    let event: Event
    let effects: [Effect]
    let now: Now
    /// The true time.
    let moment: Moment
    /// How the button was after the step before; nil at the first one.
    let buttonBefore: RoomState.ButtonHealth?
    /// What the outside sees: the state as the room last had it published.
    let state: RoomState
    let policy: Policy
    /// The policy that another one took the place of in this step; nil if none did.
    let policyBefore: Policy?
    let deadline: Uptime
    /// Whether any order is more than a line of the sensor log, a word to organisers or a new public state.
    let hasOrders: Bool
    /// Whether a verdict is given.
    let hasVerdict: Bool

    /// Looks at a room where it lies: copying one takes longer than a step.
    init(
        _ event: Event, _ effects: [Effect], at now: Now, _ moment: Moment, before: Sight?,
        _ room: inout Room
    ) {
        self.event = event
        self.effects = effects
        self.now = now
        self.moment = moment
        buttonBefore = before?.state.button
        if let before, effects.last != .publish {
            state = before.state
        } else {
            state = room.state(at: now)
        }
        policy = room.policy
        policyBefore = if case .settings(.policy) = event { before?.policy } else { nil }
        deadline = room.deadline
        (hasOrders, hasVerdict) = Self.digest(effects)
    }
}

extension Sight {
    /// What is wrong with something that was judged in this step.
    ///
    /// What was due at the very moment when another policy came was judged by the one before: it is right if it is by either.
    func fault(_ check: (Policy) -> String?) -> String? {
        guard let fault = check(policy) else { return nil }
        if let policyBefore, check(policyBefore) == nil { return nil }
        return fault
    }

    /// What is wrong with the first verdict of a kind that was given in this step and is not right.
    func fault(
        ofVerdicts kind: Verdict.Kind, _ check: (Verdict, Policy) -> String?
    ) -> String? {
        for case .note(.verdict(let verdict)) in effects where verdict.kind == kind {
            if let fault = fault({ check(verdict, $0) }) { return "\(verdict.booking): \(fault)" }
        }
        return nil
    }

    /// Whether the fact tells of a sensor's line.
    var isOfSensors: Bool {
        switch event {
        case .sensor, .settings(.sensors): true
        case .tick, .clock, .button, .server, .journal, .settings(.policy), .lampFault: false
        }
    }

    /// Whether the fact is an answer of the server or of the journal.
    var isAnswer: Bool {
        switch event {
        case .server, .journal(.stored), .journal(.notStored), .journal(.recalled): true
        case .tick, .clock, .sensor, .button, .journal(.fault), .settings, .lampFault: false
        }
    }

    /// Most steps order nothing that most invariants ask about.
    private static func digest(_ effects: [Effect]) -> (hasOrders: Bool, hasVerdict: Bool) {
        var hasOrders = false
        for index in effects.indices {
            switch effects[index] {
            case .tell, .publish: continue
            case .keep(let records, .relaxed):
                if records.contains(where: { if case .outbox = $0 { true } else { false } }) {
                    hasOrders = true
                }
            case .note(.verdict): return (true, true)
            default: hasOrders = true
            }
        }
        return (hasOrders, false)
    }
}

/// What a watcher of one panel knows: all that follows from the facts, and what the panel made of them.
final class Knowledge {
    let settings: RoomSettings
    var trust: TrustWitness
    var presence: PresenceWitness
    var schedule: KnownSchedule
    /// What is kept about people, as the panel last told the journal.
    private(set) var sittings: [BookingID: Sitting] = [:]
    /// Those of them whose people, or a press, gave the room up.
    private(set) var givenUp: Set<BookingID> = []
    /// Those whose people came, and of whose leaving nothing is said yet.
    private(set) var toBeLeft: Set<BookingID> = []
    /// The verdicts that stand.
    var standing: [BookingID: [Verdict.Kind.Phase: Verdict]] = [:]
    /// A press on its way to the journal.
    var pressUnderWay: (receipt: Receipt, records: [Record])?
    /// When the button was last heard to go down.
    var buttonDownAt: Uptime?
    /// When the last press was decided, and when its outcome was shown.
    var pressDecidedAt: Uptime?
    var pressShownAt: Uptime?
    /// When the last "refused" began.
    var refusedAt: Uptime?
    /// When the process started.
    var startedAt: Uptime
    /// When a run began that could not read its journal; nil once that has spoken, and if it could.
    private(set) var unreadSince: Uptime?
    /// The silences of sensors that the panel remembers.
    private(set) var silences: [SensorSilence]
    /// Receipts given out and not answered.
    var openReceipts: [Int64: [Record]] = [:]
    /// The bookings of whose people something was not stored, and was not ordered again since.
    private var unkept: Set<BookingID> = []
    var policyChangedAt: Uptime
    private var ended = EndedBookings()
    /// Bookings that ran while another one did, in this run or in one before.
    private(set) var overlapped: Set<BookingID> = []
    private var expectations = ExpectationWitness()
    private var policy: Policy

    init(_ settings: RoomSettings, _ memory: Memory, at now: Now) {
        self.settings = settings
        policy = settings.policy
        trust = TrustWitness(settings)
        presence = PresenceWitness(settings.sensors, memory, at: now)
        schedule = KnownSchedule(settings.server, memory, at: now)
        startedAt = now.uptime
        policyChangedAt = now.uptime
        silences = memory.silences
        unreadSince = memory.isMissing ? now.uptime : nil
        for sitting in memory.sittings {
            put(sitting)
            expectations.remember(sitting)
            if sitting.overlappedAt != nil { overlapped.insert(sitting.booking) }
        }
    }

    var isTrusted: Bool { trust.trustedSince != nil }

    /// Whether the room of a booking was given up; asked at every step.
    func isGivenUp(_ id: BookingID) -> Bool { !givenUp.isEmpty && givenUp.contains(id) }

    private func put(_ sitting: Sitting) {
        sittings[sitting.booking] = sitting
        ended.somethingChanged()
        if sitting.checkIn != nil, sitting.leaving == nil {
            toBeLeft.insert(sitting.booking)
        } else {
            toBeLeft.remove(sitting.booking)
        }
        let isGivenUp = sitting.endedAt != nil
        guard isGivenUp != givenUp.contains(sitting.booking) else { return }
        if isGivenUp { givenUp.insert(sitting.booking) } else { givenUp.remove(sitting.booking) }
        expectations.somethingChanged()
    }

    /// Whether all that is known of a booking's people was stored.
    func isKept(_ id: BookingID) -> Bool {
        !unkept.contains(id) && !openReceipts.values.contains { $0.peopleOf.contains(id) }
    }

    /// How long ago the server was heard; nil if nobody can say.
    func age(at now: Now) -> Duration? {
        schedule.heardAt != nil || isTrusted ? schedule.age(at: now) : nil
    }

    /// Works out what runs now.
    func look(at wall: WallTime) {
        expectations.look(
            schedule, at: wall, ahead: max(policy.checkInWindow, .seconds(60)),
            trustedSince: trust.trustedSince, sittings, isGivenUp: isGivenUp)
        guard schedule.look(at: wall) else { return }
        ended.somethingChanged()
        let timed = schedule.running.filter { !$0.isAllDay }
        guard timed.count > 1 else { return }
        for booking in timed { overlapped.insert(booking.id) }
    }

    /// Whether nobody may judge a booking before the journal has spoken.
    func isUnread(_ span: Span, at now: Now) -> Bool {
        unreadSince.map { span.start < now.wall(at: $0) } ?? false
    }

    /// Whether nothing that could be meant instead runs beside it; a whole day is beside everything.
    func hasRoomAlone(_ booking: Booking) -> Bool {
        schedule.running.allSatisfy { $0.id == booking.id || ($0.isAllDay && !booking.isAllDay) }
    }

    /// The moments of a booking's life, by a policy.
    func moments(of booking: Booking, by policy: Policy) -> Moments {
        Moments(
            booking: booking, policy: policy,
            expected: expectedFrom(booking.id, booking.span))
    }

    /// From when on its people may be expected, if it runs then.
    func expectedFrom(_ id: BookingID, _ span: Span) -> WallTime {
        expectations.expectedFrom(id, span)
    }

    /// Asks the sensors about bookings that are over; once a step, when everything is taken in.
    func lookAtEnds(_ policy: Policy, at now: Now) {
        guard !settings.sensors.isEmpty, isTrusted else { return }
        for proof in ended.proofs(schedule, sittings, at: now) {
            let start = now.uptime(at: proof.start)
            let opens = start - policy.checkInWindow - .seconds(60)
            presence.ended(
                proof.booking, opens: opens, start: start,
                surely: proof.isSure && wasSure(from: opens), at: now.uptime)
        }
    }

    /// Whether the panel ran all the time since then, by a clock that was trusted and by one policy.
    private func wasSure(from start: Uptime) -> Bool {
        guard let since = trust.trustedSince else { return false }
        return since <= start && startedAt <= start && policyChangedAt <= start
    }

    // MARK: Facts

    func take(_ event: Event, at now: Now) {
        // Time passes before the fact is taken in.
        schedule.beginStep()
        trust.pass(to: now)
        look(at: now.wall)
        trust.take(event, at: now)
        presence.take(event, at: now.uptime)
        if isTrusted { schedule.forgetFutureHearing(at: now) }
        switch event {
        case .server(.read(let reading, let startedAt)):
            schedule.read(reading, startedAt: startedAt, at: now)
        case .server(.acknowledged(let number)): schedule.acknowledged(number, at: now.uptime)
        case .journal(.stored(let receipt)):
            openReceipts[receipt.number] = nil
            pressAnswered(receipt, isStored: true, at: now)
        case .journal(.notStored(let receipt, _)):
            unkept.formUnion(openReceipts[receipt.number]?.peopleOf ?? [])
            openReceipts[receipt.number] = nil
            pressAnswered(receipt, isStored: false, at: now)
        case .settings(.policy(let policy)):
            self.policy = policy
            policyChangedAt = now.uptime
        case .journal(.recalled(let memory)): recall(memory, at: now)
        case .tick, .clock, .sensor, .button, .server(.readFailed), .server(.writeFailed),
            .journal(.fault), .settings(.sensors), .lampFault:
            break
        }
    }

    /// A journal was opened late: what this run has found out counts for more than what an earlier one knew.
    private func recall(_ memory: Memory, at now: Now) {
        schedule.recall(memory, at: now)
        presence.recall(memory, at: now.uptime)
        unreadSince = nil
        silences += memory.silences.filter { !silences.contains($0) }
        for sitting in memory.sittings {
            if sitting.overlappedAt != nil { overlapped.insert(sitting.booking) }
            if sitting.checkIn != nil { expectations.remember(sitting) }
            guard let known = sittings[sitting.booking], known.saysSomething else {
                put(sitting)
                expectations.remember(sitting)
                continue
            }
            put(known.recalling(sitting))
        }
        // When it was to be judged may be long past.
        startedAt = now.uptime
        look(at: now.wall)
    }

    private func pressAnswered(_ receipt: Receipt, isStored: Bool, at now: Now) {
        guard let waiting = pressUnderWay, waiting.receipt == receipt else { return }
        pressUnderWay = nil
        guard isStored else { return }
        pressShownAt = now.uptime
        for record in waiting.records { take(record, at: now) }
    }

    // MARK: Orders

    func take(_ effects: [Effect], at now: Now) {
        for effect in effects {
            switch effect {
            case .keep(let records, .durable(let receipt)): keep(records, receipt, at: now)
            case .keep(let records, .relaxed):
                for case .outbox(let entry) in records { schedule.take(entry, at: now.uptime) }
            case .note(.verdict(let verdict)):
                standing[verdict.booking, default: [:]][verdict.kind.phase] = verdict
            case .show(let display)
            where display.booking.pattern == .refused
                || display.availability.pattern == .refused:
                refusedAt = now.uptime
            default: break
            }
        }
    }

    private func keep(_ records: [Record], _ receipt: Receipt, at now: Now) {
        openReceipts[receipt.number] = records
        unkept.subtract(records.peopleOf)
        let press = records.firstPress
        if let press {
            pressDecidedAt = now.uptime
            if press.outcome != .refused, press.refusal == nil {
                pressUnderWay = (receipt, records)
                return
            }
        }
        for record in records { take(record, at: now) }
    }

    private func take(_ record: Record, at now: Now) {
        switch record {
        case .outbox(let entry): schedule.take(entry, at: now.uptime)
        case .sitting(let sitting): put(sitting)
        case .silences(let silences): self.silences = silences
        case .sittingClosed(let id):
            sittings[id] = nil
            toBeLeft.remove(id)
            if givenUp.remove(id) != nil { expectations.somethingChanged() }
            standing[id] = nil
        case .schedule(let reading, _) where settings.server == .none:
            schedule.keep(reading, at: now.uptime)
        default: break
        }
    }
}

extension Sitting {
    /// Whether anything was found out about its people.
    fileprivate var saysSomething: Bool {
        if let checkIn, checkIn.source != .adHoc { return true }
        return endedAt != nil || arrival != nil || leaving != nil || mark != nil || pressedAt != nil
    }

    /// With what an earlier run found out about the same people before.
    fileprivate func recalling(_ earlier: Sitting) -> Sitting {
        var both = self
        if earlier.span.start == span.start {
            both.checkIn = earlier.checkIn ?? checkIn
            both.arrival = arrival ?? earlier.arrival
            both.arrivalNumber = arrivalNumber ?? earlier.arrivalNumber
        }
        both.givenUp = givenUp ?? earlier.givenUp
        return both
    }
}

extension [Record] {
    var firstPress: Press? {
        for case .press(let press) in self { return press }
        return nil
    }

    /// The bookings of whose people they tell.
    var peopleOf: [BookingID] {
        compactMap { record in
            switch record {
            case .sitting(let sitting): sitting.booking
            case .sittingClosed(let id): id
            default: nil
            }
        }
    }
}

/// The moments of a booking's life, worked out anew from the policy (design, section 2).
struct Moments {
    let booking: Booking
    let policy: Policy
    /// From when on its people may be expected.
    let expected: WallTime

    var late: WallTime { expected + policy.lateAfter }
    var noShow: WallTime { min(expected + policy.noShowAfter, booking.span.end) }
    /// The time that its people have to come.
    var window: Span { Span(start: expected, end: noShow) }

    /// How much less than nine tenths of the time that people have is left from when the panel learned of it; negative
    /// if it is more.
    var toldTooLateBy: Duration {
        min(policy.noShowAfter, booking.span.length) * 9 / 10 - window.length
    }

    /// Whether anybody is judged for it at all.
    var isJudged: Bool {
        guard !booking.isAllDay, booking.isBlocking, booking.span.length < policy.neverJudgeFrom
        else { return false }
        guard let title = booking.title, title.utf8.contains(UInt8(ascii: "#")) else { return true }
        return !title.lowercased().contains(policy.quietTag)
    }
}
