import GRDB
import Testing

@testable import Journal

@Suite struct ResultCodeTests {
    /// Damage: the file is replaced.
    @Test(arguments: [
        ResultCode.SQLITE_CORRUPT, .SQLITE_CORRUPT_INDEX, .SQLITE_CORRUPT_SEQUENCE,
        .SQLITE_CORRUPT_VTAB, .SQLITE_NOTADB, .SQLITE_FORMAT, .SQLITE_IOERR_READ,
        .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS, .SQLITE_IOERR_DATA,
    ])
    func damageIsTheFilesFault(_ code: ResultCode) {
        #expect(error(code).cause == .damaged)
        #expect(error(code).isFaultOfTheFile)
    }

    /// Of a file that was seen to be writable, these tell that its contents say otherwise.
    @Test(arguments: [
        (ResultCode.SQLITE_READONLY, JournalError.Cause.notWritable),
        (.SQLITE_READONLY_ROLLBACK, .notWritable),
        (ResultCode(rawValue: 8 | 99 << 8), .notWritable),
        (.SQLITE_ERROR, .other), (.SQLITE_ERROR_MISSING_COLLSEQ, .other),
        (.SQLITE_ERROR_SNAPSHOT, .other), (ResultCode(rawValue: 1 | 99 << 8), .other),
    ])
    func contradictionIsTheFilesFault(_ code: ResultCode, _ cause: JournalError.Cause) {
        #expect(error(code).cause == cause)
        #expect(error(code).isFaultOfTheFile)
    }

    /// The disk, permissions, and others at work: people have to see to it, or it passes.
    @Test(arguments: [
        (ResultCode.SQLITE_FULL, JournalError.Cause.noSpace), (.SQLITE_IOERR_SHMSIZE, .noSpace),
        (.SQLITE_READONLY_DIRECTORY, .notWritable), (.SQLITE_READONLY_CANTLOCK, .notWritable),
        (.SQLITE_READONLY_CANTINIT, .notWritable), (.SQLITE_READONLY_RECOVERY, .notWritable),
        (.SQLITE_PERM, .notWritable), (.SQLITE_AUTH, .notWritable),
        (.SQLITE_AUTH_USER, .notWritable), (.SQLITE_IOERR_ACCESS, .notWritable),
        (.SQLITE_IOERR_AUTH, .notWritable),
        (.SQLITE_READONLY_DBMOVED, .missing), (.SQLITE_IOERR_VNODE, .missing),
        (.SQLITE_CANTOPEN, .missing), (.SQLITE_CANTOPEN_ISDIR, .missing),
        (.SQLITE_CANTOPEN_SYMLINK, .missing), (.SQLITE_CANTOPEN_FULLPATH, .missing),
        (.SQLITE_BUSY, .busy), (.SQLITE_BUSY_RECOVERY, .busy), (.SQLITE_BUSY_TIMEOUT, .busy),
        (.SQLITE_BUSY_SNAPSHOT, .busy), (.SQLITE_LOCKED, .busy),
        (.SQLITE_LOCKED_SHAREDCACHE, .busy), (.SQLITE_PROTOCOL, .busy),
        (.SQLITE_IOERR, .other), (.SQLITE_IOERR_WRITE, .other), (.SQLITE_IOERR_FSYNC, .other),
        (.SQLITE_IOERR_NOMEM, .other), (.SQLITE_IOERR_LOCK, .other), (.SQLITE_IOERR_MMAP, .other),
        (.SQLITE_NOMEM, .other), (.SQLITE_INTERRUPT, .other), (.SQLITE_TOOBIG, .other),
    ])
    func whatIsNotTheFilesFaultLeavesItInPlace(_ code: ResultCode, _ cause: JournalError.Cause) {
        #expect(error(code).cause == cause)
        #expect(!error(code).isFaultOfTheFile)
    }

    private func error(_ code: ResultCode) -> JournalError {
        JournalError(.open, path: "/panel.sqlite", DatabaseError(resultCode: code))
    }
}
