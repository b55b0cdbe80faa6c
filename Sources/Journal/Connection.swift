import GRDB
import GRDBSQLite

/// How the journal opens its file, one way for each use.
enum Connection {
    enum Role: String, Sendable {
        /// Bookings, presses, verdicts, outbox: on the card before the answer.
        case durable
        /// The sensor log: in the write-ahead log, but not waited for.
        case relaxed
        /// History for the outside.
        case reader
        /// What can be had of a file that cannot be used.
        case salvage
        /// A file in the making, with a rollback journal until it is complete.
        case creation

        var isReadOnly: Bool { self == .reader || self == .salvage }
        var hasLog: Bool { self == .durable || self == .relaxed }
    }

    /// How long another program's lock is waited for.
    static let busySeconds = 2.0

    /// A log that grew beyond this, as it does while a full disk stops checkpoints, is cut back once it is free.
    ///
    /// Four times the size it has by the default checkpoint at 1 000 pages, so that it stays fixed otherwise.
    static let greatestLogBytes = 16 << 20

    /// Opens a connection.
    ///
    /// - Throws: ``JournalError``; its cause is `damaged` if SQLite cannot make sense of the file.
    static func open(
        _ path: String, as role: Role, _ operation: JournalError.Operation = .open
    ) throws(JournalError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "journal.\(role.rawValue)"
        configuration.readonly = role.isReadOnly
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(busySeconds)
        configuration.prepareDatabase { try prepare($0, role) }
        return try telling(operation, path: path) {
            try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    private static func prepare(_ db: Database, _ role: Role) throws {
        try db.execute(
            sql: """
                PRAGMA trusted_schema = OFF;
                PRAGMA cell_size_check = ON;
                PRAGMA cache_size = \(role == .relaxed ? -128 : -512);
                """)
        if role.isReadOnly { return }
        // FULL also for the file in the making. FAST wipes what is deleted only where that costs no extra write.
        try db.execute(
            sql: """
                PRAGMA synchronous = \(role == .relaxed ? "NORMAL" : "FULL");
                PRAGMA secure_delete = FAST;
                """)
        if role.hasLog { try keepLog(of: db) }
    }

    private static func keepLog(of db: Database) throws {
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
            throw DatabaseError(
                resultCode: .SQLITE_CANTOPEN, message: "this file system allows no write-ahead log")
        }
        try db.execute(sql: "PRAGMA journal_size_limit = \(greatestLogBytes)")
        // SAFETY: the connection is open for as long as `db` is passed in; this file control reads and writes one
        // C int through the pointer, during the call only.
        var isPersistent: Int32 = 1
        let code = unsafe sqlite3_file_control(
            db.sqliteConnection, "main", SQLITE_FCNTL_PERSIST_WAL, &isPersistent)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// Closes the last connection, leaving the log at its size: with a limit set, closing would cut it to nothing.
    static func closeLast(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_size_limit = -1")
        }
        try queue.close()
    }
}
