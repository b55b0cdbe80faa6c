import GRDB
import RoomCore

/// The journal's file while it is open: two connections to write, one to read.
///
/// Everything here blocks, on the card as well, and is called by one task at a time.
final class Store {
    let path: String
    let reader: DatabaseQueue
    private let durable: DatabaseQueue
    private let relaxed: DatabaseQueue
    private let identity: FileFacts?
    private var retention: Retention
    private var groups: GroupCount
    private var sealer: Sealer
    /// The bookings as they are in the file; nil if none were ever read, or not all can be.
    private var bookings: [Booking]?
    /// The opening hours that were noted last; nil before that.
    private var noted: HoursInForce?

    /// Takes over an open durable connection and adds the others.
    init(
        _ durable: DatabaseQueue, path: String, retention: Retention, bookings: [Booking]?,
        groups: GroupCount
    ) throws(JournalError) {
        self.path = path
        self.groups = groups
        self.durable = durable
        self.retention = retention
        self.bookings = bookings
        sealer = try telling(.recall, path: path) { try durable.read { try Sealer($0) } }
        relaxed = try Connection.open(path, as: .relaxed)
        reader = try Connection.open(path, as: .reader)
        identity = try FileFacts(path, .open)
    }

    /// Whether the file under the path is still the one that was opened.
    var isInPlace: Bool {
        guard let identity, let facts = try? FileFacts(path, .check) else { return false }
        return facts.isSameFile(as: identity)
    }

    /// What changes in the file with this reading; nil if nothing does.
    func change(to reading: ScheduleReading) -> ScheduleChange? {
        let change = ScheduleChange(from: bookings, to: reading)
        return change.isEmpty ? nil : change
    }

    // MARK: Writing

    /// Keeps a group, all or nothing; it is on the card when this returns.
    func keep(
        _ records: [RoomCore.Record], _ schedule: RelaxedBuffer.Heard?, _ stretches: [SyncStretch]
    ) throws {
        let mark = groups.mark.after(records)
        let late = sealer.sealed
        try durable.write { db in
            let writer = RecordWriter(db: db)
            let lateRows = LateRows(db: db, through: late)
            for record in records { try lateRows.writing(record) { try writer.write(record) } }
            for stretch in stretches { try writer.write(stretch) }
            if let schedule { try write(schedule, writer) }
            try mark.count(in: db)
        }
        groups.kept(mark)
        sealer.written(records.compactMap { Place($0) })
        if let reading = schedule?.reading { bookings = reading.bookings }
    }

    /// Writes a batch of the sensor log and deletes what is old; not waited for.
    ///
    /// - Parameter now: nil if the wall clock is not trusted; then nothing is deleted.
    /// - Returns: what was left out, since it contradicts what is there.
    func flush(_ batch: RelaxedBuffer.Batch, at now: WallTime?) throws -> [RecordConflict] {
        var refused: [RecordConflict] = []
        var hasMore: Bool?
        let mark = batch.isVital ? groups.mark.after(batch.records) : nil
        var beginning: LogDay?
        let sealer = self.sealer
        try relaxed.write { db in
            let writer = RecordWriter(db: db)
            let late = LateRows(db: db, through: sealer.sealed)
            for record in batch.records {
                do { try late.writing(record) { try writer.write(record) } } catch let conflict
                    as RecordConflict
                {
                    refused.append(conflict)
                }
            }
            for stretch in batch.stretches { try writer.write(stretch) }
            if let heard = batch.heard { try write(heard, writer) }
            if let now, retention.isDue { hasMore = try retention.delete(in: db, at: now) }
            if let now { beginning = try sealer.begin(at: now, in: db) }
            try mark?.count(in: db)
        }
        if let mark { groups.passed(mark) }
        self.sealer.begun(beginning)
        self.sealer.written(batch.records.compactMap { Place($0) })
        if let now, hasMore != nil { self.sealer.removed(before: retention.cutoff(at: now)) }
        retention.passed(hasMore: hasMore)
        if let reading = batch.heard?.reading { bookings = reading.bookings }
        return refused
    }

    /// Adds a note; it is on the card when this returns.
    func add(_ note: Note) throws -> Note {
        let late = sealer.sealed
        let added = try durable.write { db in
            let added = try note.added(to: db)
            try LateRows(db: db, through: late).added(Place(added))
            return added
        }
        sealer.written([Place(added)])
        return added
    }

    /// Remembers the opening hours that are in force; does nothing if they are the same as before.
    func note(_ hours: HoursInForce) throws {
        if hours.isSame(as: noted) { return }
        let cutoff = retention.cutoff(at: hours.since)
        try durable.write { try hours.note(in: $0, forgettingBefore: cutoff) }
        noted = hours
    }

    /// Adds a certificate; it is on the card when this returns.
    func add(_ certificate: Certificate) throws -> Certificate {
        try durable.write { try certificate.added(to: $0) }
    }

    /// Seals a part of the oldest day that is over.
    ///
    /// - Returns: the day's seal once it is on the card; nil as long as there is more to read, or nothing.
    func seal(at now: WallTime) throws -> Sealer.Made? {
        let made = try relaxed.read { try sealer.step(at: now, in: $0) }
        guard let made else { return nil }
        try durable.write { try made.seal.write(made.marks, in: $0) }
        sealer.written(made.seal)
        return made
    }

    /// Why days that are over are not sealed; nil if they are, or will be soon.
    func sealingFault(at now: WallTime) -> String? { sealer.fault(at: now) }

    /// Takes the newest mark to the card, while nobody waits.
    ///
    /// - Returns: why it cannot be written, once.
    func settle() -> JournalFinding? {
        groups.settle()
        return groups.takeFault()
    }

    private func write(_ heard: RelaxedBuffer.Heard, _ writer: RecordWriter) throws {
        if let reading = heard.reading, let change = change(to: reading) {
            try writer.write(change)
        }
        try writer.write(heardAt: heard.at, heard.reading)
    }

    // MARK: Ending

    /// What the next file takes over, read through the connection that is still open.
    func carryover() -> Carryover {
        durable.unsafeRead { Carryover(salvaging: $0) }
    }

    /// Closes all connections; reads under way are broken off.
    func close() throws {
        groups.settle()
        reader.interrupt()
        try reader.close()
        try relaxed.close()
        try Connection.closeLast(durable)
    }
}

extension RecordWriter {
    /// Writes a record of any kind but those that are gathered first.
    func write(_ record: RoomCore.Record) throws {
        switch record {
        case .press(let press): try write(press)
        case .verdict(let verdict): try write(verdict)
        case .outbox(let entry): try write(entry)
        case .sitting(let sitting): try write(sitting)
        case .sittingClosed(let booking): try close(booking)
        case .silences(let silences): try Silences.write(silences, in: db)
        case .edge(let edge): try write(edge)
        case .presence(let presence): try write(presence)
        case .message(let message): try write(message)
        case .schedule, .heard, .sync:
            preconditionFailure("the schedule and exchanges are gathered before they are written")
        }
    }
}
