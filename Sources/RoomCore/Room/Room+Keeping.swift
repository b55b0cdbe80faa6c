/// What goes to the journal.
extension Room {
    /// Orders records to be kept durably, without waiting for the answer.
    mutating func keep(_ records: [Record]) {
        guard !records.isEmpty else { return }
        let receipt = nextReceipt()
        backlog.ordered(records, receipt)
        effects.append(.keep(records, .durable(receipt)))
    }

    mutating func keep(_ entries: [OutboxEntry], with records: [Record] = []) {
        guard !entries.isEmpty else { return }
        for entry in entries where entry.state.isFinal { effects.append(.note(.outbox(entry))) }
        keep(records + entries.map { Record.outbox($0) })
        if entries.contains(where: { $0.write.operation != "mark" }) {
            schedule.rebuild(outbox.entries)
            isDirty = true
        }
    }

    mutating func keepRelaxed(_ record: Record) {
        backlog.renewed(record)
        effects.append(.keep([record], .relaxed))
    }

    mutating func nextReceipt() -> Receipt {
        lastReceipt += 1
        return Receipt(lastReceipt)
    }

    mutating func setJournalFault(_ fault: String?) {
        if fault != journalFault { isPublishing = true }
        journalFault = fault
        // What a press changes, and the journal is just keeping, must not be overtaken by what was before.
        if fault == nil, !backlog.isEmpty, !desk.isWaiting { keep(backlog.takeWaiting()) }
    }
}
