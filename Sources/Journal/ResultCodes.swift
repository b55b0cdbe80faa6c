import GRDB

/// What SQLite's result codes (https://www.sqlite.org/rescode.html) mean for the panel.
///
/// SQLite answers with extended codes, whose low byte is the primary one. Where a code has no row of its own below, its
/// primary one tells: new extended codes come with new versions.
extension JournalError.Cause {
    init(_ code: ResultCode) {
        switch code {
        case .SQLITE_IOERR_SHMSIZE:
            self = .noSpace
        // What cannot be read any more does not become readable by waiting.
        case .SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS,
            .SQLITE_IOERR_DATA:
            self = .damaged
        case .SQLITE_IOERR_ACCESS, .SQLITE_IOERR_AUTH:
            self = .notWritable
        case .SQLITE_READONLY_DBMOVED, .SQLITE_IOERR_VNODE:
            self = .missing
        default:
            self = Self(primary: code.primaryResultCode)
        }
    }

    private init(primary code: ResultCode) {
        switch code {
        case .SQLITE_FULL: self = .noSpace
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .notWritable
        case .SQLITE_CANTOPEN: self = .missing
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: self = .damaged
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .busy
        default: self = .other
        }
    }
}

extension JournalError {
    /// Whether a file that was seen to be there and to be writable cannot be opened because of what is in it.
    ///
    /// If SQLite still calls it read-only, its header says so, or a rollback journal that only writing could undo; if it
    /// finds no table of the names it wants, the list of tables is damaged. What is about the directory, the index in
    /// shared memory or a file that has moved is not the file's fault: people have to see to it, or it passes.
    var isFaultOfTheFile: Bool {
        if cause == .damaged { return true }
        guard case .sqlite(let number) = code else { return false }
        switch ResultCode(rawValue: number) {
        case .SQLITE_READONLY_DIRECTORY, .SQLITE_READONLY_CANTLOCK, .SQLITE_READONLY_CANTINIT,
            .SQLITE_READONLY_RECOVERY, .SQLITE_READONLY_DBMOVED:
            return false
        case let code:
            return [.SQLITE_READONLY, .SQLITE_ERROR].contains(code.primaryResultCode)
        }
    }
}
