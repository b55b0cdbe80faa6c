/// Durable records on their way to the journal, and those it could not keep, until it can again.
///
/// A full disk loses nothing that is still true when there is room again: a verdict stays owed, and of an outbox entry
/// or a sitting the newest state.
struct Backlog: Sendable {
    /// Groups whose answer is awaited at most; beyond that the oldest count as stored.
    static let greatestUnderway = 512
    /// Records that wait at most; beyond that the oldest are lost.
    static let greatestWaiting = 1_024

    private struct Group: Sendable {
        var receipt: Receipt
        var records: [Record]
    }

    private var underway: [Group] = []
    private var waiting: [Record] = []
    private var lastReceipt: Int64 = 0

    var isEmpty: Bool { waiting.isEmpty }

    /// A receipt that was not used yet, for the next durable group.
    mutating func nextReceipt() -> Receipt {
        lastReceipt += 1
        return Receipt(lastReceipt)
    }

    /// These were handed to the journal: older ones about the same thing need not wait any more.
    mutating func ordered(_ records: [Record], _ receipt: Receipt) {
        if underway.count == Self.greatestUnderway { underway.removeFirst() }
        underway.append(Group(receipt: receipt, records: records))
        replaced(by: records)
    }

    mutating func stored(_ receipt: Receipt) {
        underway.removeAll { $0.receipt == receipt }
    }

    /// The journal could not keep these: they wait, unless something newer about the same is on its way.
    mutating func failed(_ receipt: Receipt) {
        guard let index = underway.firstIndex(where: { $0.receipt == receipt }) else { return }
        let group = underway.remove(at: index)
        let newer = underway[index...].flatMap(\.records)
        for record in group.records where !newer.contains(where: { $0.subject == record.subject }) {
            wait(record)
        }
    }

    /// A newer state went to the journal without a receipt.
    ///
    /// An older one that waits, or will if the journal cannot keep it, would overwrite it later: the newer takes its
    /// place.
    mutating func renewed(_ record: Record) {
        guard record.isState, !(waiting.isEmpty && underway.isEmpty) else { return }
        let isOlder = { (old: Record) in old.isState && old.subject == record.subject }
        for index in waiting.indices where isOlder(waiting[index]) { waiting[index] = record }
        for group in underway.indices {
            for index in underway[group].records.indices
            where isOlder(underway[group].records[index]) {
                underway[group].records[index] = record
            }
        }
    }

    /// These are kept, or are about to be: older ones about the same thing must not be written after them.
    mutating func replaced(by records: [Record]) {
        guard !waiting.isEmpty else { return }
        waiting.removeAll { old in records.contains { $0.subject == old.subject } }
    }

    /// Has one more record wait until the journal can be written.
    mutating func wait(_ record: Record) {
        waiting.removeAll { $0.subject == record.subject }
        if waiting.count == Self.greatestWaiting { waiting.removeFirst() }
        waiting.append(record)
    }

    /// Hands over what waits, in the order it came.
    mutating func takeWaiting() -> [Record] {
        defer { waiting = [] }
        return waiting
    }
}

extension Record {
    /// What a record is about; a later record about the same takes its place.
    enum Subject: Equatable {
        case press(Int64)
        case verdict(Int64)
        case outbox(Int64)
        case sitting(BookingID)
        case silences
        case schedule
        case log
    }

    /// Whether it is the whole state of its subject, so that it may stand for an older one.
    var isState: Bool {
        switch self {
        case .outbox, .sitting, .sittingClosed, .silences, .schedule: true
        case .press, .verdict, .heard, .edge, .presence, .sync, .message: false
        }
    }

    var subject: Subject {
        switch self {
        case .press(let press): .press(press.number)
        case .verdict(let verdict): .verdict(verdict.number)
        case .outbox(let entry): .outbox(entry.number)
        case .sitting(let sitting): .sitting(sitting.booking)
        case .sittingClosed(let id): .sitting(id)
        case .silences: .silences
        case .schedule, .heard: .schedule
        case .edge, .presence, .sync, .message: .log
        }
    }
}
