/// What goes to the journal.
extension Room {
    /// Has these kept durably, in one group with whatever else this fact changes.
    ///
    /// Of an outbox entry, a sitting or another state only the newest is kept; an older one that waits for a journal
    /// which could not keep it is dropped.
    mutating func keep(_ records: [Record]) {
        backlog.replaced(by: records)
        step.keep(records)
    }

    /// Keeps intents, and shows the bookings as they are with them.
    ///
    /// - Parameter isNoted: whether the log has been told of them already.
    mutating func keep(_ entries: [OutboxEntry], isNoted: Bool = false) {
        guard !entries.isEmpty else { return }
        if !isNoted {
            for entry in entries where entry.state.isFinal { step.note(.outbox(entry)) }
        }
        keep(entries.map { Record.outbox($0) })
        if entries.contains(where: { !$0.isMark }) {
            schedule.fold(outbox.entries)
            step.isDirty = true
        }
    }

    /// Takes this in as what is known of a booking's people, and has it kept.
    mutating func keep(_ sitting: Sitting) {
        sittings[sitting.booking] = sitting
        keep([.sitting(sitting)])
    }

    /// Changes what is known of a booking's people, and has that kept; nothing happens if the booking has no sitting.
    mutating func changeSitting(of id: BookingID, _ change: (inout Sitting) -> Void) {
        guard var sitting = sittings[id] else { return }
        change(&sitting)
        keep(sitting)
    }

    mutating func closeSitting(of id: BookingID) {
        sittings[id] = nil
        keep([.sittingClosed(id)])
    }

    /// Orders what this fact has changed to be kept, in one group.
    mutating func orderKept() {
        guard !step.kept.isEmpty else { return }
        let receipt = backlog.nextReceipt()
        backlog.ordered(step.kept, receipt)
        step.orderKept(receipt)
    }

    mutating func keepRelaxed(_ record: Record) {
        backlog.renewed(record)
        step.order(.keep([record], .relaxed))
    }

    mutating func setJournalFault(_ fault: String?) {
        if faults.journal.renew(fault) { step.isPublishing = true }
        // While the journal keeps a press, older states must not be written after it.
        if fault == nil, !backlog.isEmpty, !desk.isWaiting { keep(backlog.takeWaiting()) }
    }
}
