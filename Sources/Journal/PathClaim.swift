#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The right to be the only panel that writes a journal: a lock on a file beside it.
///
/// SQLite keeps two writers from damaging the file, but not from giving out the same numbers and from sending each
/// other's writes a second time. The system takes the lock back when the process ends, however it ends.
struct PathClaim: ~Copyable {
    private let file: Int32

    /// Claims the journal at a path.
    ///
    /// - Throws: ``JournalError`` with the cause `claimed` if another panel has it.
    init(_ path: String) throws(JournalError) {
        let lock = path + ".lock"
        file = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard file >= 0 else { throw JournalError(.open, path: lock, system: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) != 0 else { return }
        let number = errno
        close(file)
        guard number == EWOULDBLOCK else {
            throw JournalError(.open, path: lock, system: number)
        }
        throw JournalError(.open, .claimed, path: path, "another panel writes it")
    }

    deinit { close(file) }
}
