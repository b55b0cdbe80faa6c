import RoomCore

/// Watches one panel: learns from every fact and order, and asks every invariant after every step.
struct PanelWatch {
    private let settings: RoomSettings
    private(set) var known: Knowledge
    private(set) var last: Sight?

    private var lampsAgree = LampsAgree()
    private let bookingLampAgrees = BookingLampAgrees()
    private let staleIsShown = StaleIsShown()
    private let neverFree = NeverFreeWhileBooked()
    private let knowsTheSchedule = KnowsTheSchedule()
    private let claimable = ClaimableByTheRules()
    private let presenceAsSensed = PresenceAsSensed()
    private let wakesInTime = WakesInTime()
    private let noShow = NoShowNeedsEvidence()
    private let releaseIsOwed = ReleaseIsOwed()
    private let reasonIsTrue = ReasonIsTrue()
    private var oneVerdict = OneVerdictStands()
    private let nothingNegative = NothingNegative()
    private let checkIn = CheckInNeedsEvidence()
    private var judgementIsDue = JudgementIsDue()
    private let leavingIsTrue = LeavingIsTrue()
    private var leavingIsDue = LeavingIsDue()
    private let lateNeedsEvidence = LateNeedsEvidence()
    private var silenceIsTrue = SilenceIsTrue()
    private let missedAreTold = MissedPeopleAreTold()
    private let nobodyHasLeftYet = NobodyHasLeftYet()
    private let verdictsAddUp = VerdictsAddUp()
    private let marksAreTrue = MarksAreTrue()
    private var refusalIsTold = RefusalIsTold()
    private var pressIsAnswered = PressIsAnswered()
    private var pressTable = PressFollowsTheTable()
    private let pressIsKept = PressIsKeptFirst()
    private var ordersAreOrdered = OrdersAreOrdered()
    private(set) var outbox = OutboxMovesForward()
    private var retriesWait = RetriesWait()
    private(set) var strangers = StrangersAreSpared()
    private var messages: MessagesAreTrue
    private let asksAfterAJump = AsksAfterAJump()
    private var comesBack = GivenUpComesBack()
    private var stays = GivenUpStays()
    private var borneOut = IntentsAreBorneOut()
    private let notForgotten = PeopleAreNotForgotten()

    init(_ settings: RoomSettings) {
        self.settings = settings
        messages = MessagesAreTrue(settings.messages)
        known = Knowledge(
            settings, Memory(),
            at: Now(wall: .earliest, uptime: Uptime(sinceBoot: .zero)))
    }

    /// The process starts with what the card remembers.
    mutating func start(_ memory: Memory, _ card: Card, at now: Now) {
        known = Knowledge(settings, memory, at: now)
        last = nil
        lampsAgree = LampsAgree()
        judgementIsDue = JudgementIsDue()
        leavingIsDue = LeavingIsDue()
        silenceIsTrue = SilenceIsTrue()
        oneVerdict.restart(memory.lastVerdict)
        refusalIsTold = RefusalIsTold()
        pressIsAnswered.restart()
        pressTable.restart(memory.lastPress)
        ordersAreOrdered.restart()
        outbox.restart(memory.outbox)
        retriesWait.restart()
        messages.restart(known)
        comesBack.restart(memory, at: now.uptime)
        strangers.restart(max(memory.lastOutbox, card.lastOutbox))
    }

    /// Whether a step that says nothing to organisers may all the same owe them a word.
    var owesAWord: Bool { messages.isWaiting(known) }

    /// What organisers are told about a step; asked after everything else.
    mutating func check(_ step: MessagesAreTrue.Step) -> (name: String, text: String)? {
        messages.check(step, known).map { (MessagesAreTrue.name, $0) }
    }

    /// Takes in a step without an order: nothing has changed that could be wrong.
    mutating func take(_ event: Event, at now: Now) {
        known.take(event, at: now)
    }

    /// - Returns: the invariant that does not hold, and what was seen.
    mutating func check(_ sight: Sight) -> (name: String, text: String)? {
        if let fault = checkBefore(sight) { return fault }
        known.take(sight.event, at: sight.now)
        if sight.hasOrders {
            if let fault = checkOrders(sight) { return fault }
            known.take(sight.effects, at: sight.now)
        }
        known.look(at: sight.now.wall)
        known.lookAtEnds(sight.policy, at: sight.now)
        defer { last = sight }
        return checkState(sight)
    }

    private mutating func checkBefore(_ sight: Sight) -> (String, String)? {
        if case .button(.pressed(let instant)) = sight.event {
            known.buttonDownAt = instant
        }
        if let fault = Self.ask(&pressIsAnswered, sight, known) { return fault }
        guard sight.hasOrders || sight.isAnswer else { return nil }
        comesBack.prepare(sight, known)
        stays.prepare(sight, known)
        borneOut.prepare(sight, known)
        if let fault = Self.ask(&ordersAreOrdered, sight, known) { return fault }
        if let fault = ask(asksAfterAJump, sight) { return fault }
        if let fault = Self.ask(&outbox, sight, known) { return fault }
        if let fault = Self.ask(&retriesWait, sight, known) { return fault }
        return Self.ask(&strangers, sight, known)
    }

    private mutating func checkOrders(_ sight: Sight) -> (String, String)? {
        if let fault = ask(noShow, sight) { return fault }
        if let fault = ask(releaseIsOwed, sight) { return fault }
        if let fault = Self.ask(&oneVerdict, sight, known) { return fault }
        if let fault = ask(checkIn, sight) { return fault }
        if let fault = Self.ask(&silenceIsTrue, sight, known) { return fault }
        return Self.ask(&pressTable, sight, known)
    }

    private mutating func checkState(_ sight: Sight) -> (String, String)? {
        if let fault = ask(staleIsShown, sight) { return fault }
        if let fault = ask(wakesInTime, sight) { return fault }
        if let fault = ask(presenceAsSensed, sight) { return fault }
        if let fault = ask(knowsTheSchedule, sight) { return fault }
        if let fault = ask(neverFree, sight) { return fault }
        if sight.hasOrders || sight.isAnswer {
            if let fault = Self.ask(&comesBack, sight, known) { return fault }
            if let fault = ask(stays, sight) { return fault }
            if let fault = ask(borneOut, sight) { return fault }
            if let fault = ask(notForgotten, sight) { return fault }
        }
        if let fault = ask(claimable, sight) { return fault }
        if let fault = Self.ask(&lampsAgree, sight, known) { return fault }
        if let fault = ask(bookingLampAgrees, sight) { return fault }
        if sight.hasVerdict {
            if let fault = ask(reasonIsTrue, sight) { return fault }
            if let fault = ask(leavingIsTrue, sight) { return fault }
            if let fault = ask(verdictsAddUp, sight) { return fault }
            if let fault = ask(lateNeedsEvidence, sight) { return fault }
        }
        if let fault = ask(nobodyHasLeftYet, sight) { return fault }
        if let fault = ask(missedAreTold, sight) { return fault }
        if sight.hasOrders || sight.isAnswer,
            let fault = Self.ask(&leavingIsDue, sight, known)
        {
            return fault
        }
        if sight.hasOrders, let fault = ask(marksAreTrue, sight) { return fault }
        if let fault = ask(pressIsKept, sight) { return fault }
        if let fault = Self.ask(&refusalIsTold, sight, known) { return fault }
        if let fault = ask(nothingNegative, sight) { return fault }
        return Self.ask(&judgementIsDue, sight, known)
    }

    private func ask<Rule: Invariant>(_ rule: Rule, _ sight: Sight) -> (String, String)? {
        var rule = rule
        return rule.check(sight, known).map { (Rule.name, $0) }
    }

    private static func ask<Rule: Invariant>(
        _ rule: inout Rule, _ sight: Sight, _ known: Knowledge
    ) -> (String, String)? {
        rule.check(sight, known).map { (Rule.name, $0) }
    }
}
