import GRDB
public import RoomCore

extension Note: Stored {
    static let columns: Columns = "number, written_at, at, sensor, text"

    init(_ row: Row) throws(UnreadableRow) {
        self.init(
            number: try row.value("number"), writtenAt: try row.time("written_at"),
            at: try row.time("at"), sensor: try row.optional("sensor"),
            text: try row.value("text"))
    }

    func arguments() -> StatementArguments {
        [number, writtenAt.column, at.column, sensor, text]
    }

    /// Writes a new note, whatever its number.
    ///
    /// - Returns: the note with the number it was given, which no other ever had.
    func added(to db: Database) throws -> Note {
        try db.execute(
            sql: "INSERT INTO notes (written_at, at, sensor, text) VALUES (?, ?, ?, ?)",
            arguments: [writtenAt.column, at.column, sensor, text])
        var note = self
        note.number = db.lastInsertedRowID
        return note
    }
}

extension Journal {
    /// Writes a note; it is on the card when this returns.
    ///
    /// - Parameters:
    ///   - text: one that ``RoomCore/Note/fault(of:)`` finds nothing wrong with.
    ///   - at: the time it is about.
    ///   - sensor: the sensor it is about; nil for the room.
    ///   - now: the time of writing.
    /// - Returns: the note with its number.
    /// - Throws: ``JournalError``; then nothing is kept.
    public func annotate(
        _ text: String, at: WallTime, sensor: String?, writtenAt now: WallTime
    ) throws(JournalError) -> Note {
        var note = Note(number: 0, writtenAt: now, at: at, sensor: sensor, text: text)
        try writing(at: now) { store in note = try store.add(note) }
        return note
    }

    /// Notes, by the time they are about.
    ///
    /// - Parameter sensor: the only sensor whose notes are wanted; nil for all.
    public nonisolated func notes(
        in window: Span, of sensor: String? = nil, limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<Note> {
        try await page("notes", .about("at", sensor), "at, number", window, limit)
    }
}
