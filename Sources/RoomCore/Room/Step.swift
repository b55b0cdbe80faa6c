/// What the fact at hand has led to so far; begun anew with each fact.
struct Step: Sendable {
    /// What to do, in this order.
    private(set) var effects: [Effect] = []
    /// What has changed and was not handed to the journal yet.
    private(set) var kept: [Record] = []
    /// Whether something has changed that the rules have not looked at yet.
    var isDirty = false
    /// Whether the rules have looked at something, so that the lamps may have to show something else.
    private(set) var hasSettled = false
    /// Whether what the outside may see has changed.
    var isPublishing = false

    mutating func begin() {
        assert(kept.isEmpty, "what a fact changes goes to the journal with it")
        effects.removeAll(keepingCapacity: true)
        (isDirty, hasSettled, isPublishing) = (false, false, false)
    }

    /// The rules are about to look at all that has changed up to now.
    mutating func beginRound() {
        isDirty = false
        hasSettled = true
    }

    /// The orders to be carried out, now that nothing more follows.
    mutating func end() -> [Effect] {
        assert(kept.isEmpty, "what a fact changes goes to the journal with it")
        if isPublishing { effects.append(.publish) }
        return effects
    }

    // MARK: Orders

    mutating func order(_ effect: Effect) {
        effects.append(effect)
    }

    mutating func note(_ notice: Notice) {
        effects.append(.note(notice))
    }

    /// A press is answered before anything else.
    mutating func answerPress() {
        effects.insert(.acknowledgePress, at: 0)
    }

    /// Collects these for the journal; of a state only the newest is kept.
    mutating func keep(_ records: [Record]) {
        for record in records {
            if record.isState { kept.removeAll { $0.isState && $0.subject == record.subject } }
            kept.append(record)
        }
    }

    /// Orders what was collected to be kept, in one group.
    mutating func orderKept(_ receipt: Receipt) {
        effects.append(.keep(kept, .durable(receipt)))
        kept.removeAll(keepingCapacity: true)
    }
}
