#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The files that lie beside the database by their names, and which of them cannot be its own.
///
/// SQLite takes what lies there for its own or refuses to open at all, for as long as it lies there.
struct Companions {
    /// The ends of SQLite's names: the write-ahead log, its index in shared memory, a rollback journal.
    static let ends = [log, index, rollback]
    static let log = "-wal"
    static let index = "-shm"
    static let rollback = "-journal"

    let path: String

    /// The ends of the names of those that are none of the journal's own.
    ///
    /// - Parameter isAlone: whether there is no database, or an empty one.
    /// - Throws: ``JournalError`` if the log may not be read or written. The newest records may be in it, so it stays
    ///   where it is until people have given it back.
    func strangers(isAlone: Bool) throws(JournalError) -> [String] {
        var strangers: [String] = []
        for end in Self.ends + [MarkFile.end]
        where try isStranger(end, isAlone) { strangers.append(end) }
        return strangers
    }

    /// What has to move along with these: the index is about its log.
    func moving(with strangers: [String]) throws(JournalError) -> [String] {
        guard strangers.contains(Self.log), !strangers.contains(Self.index),
            try FileFacts(path + Self.index, .open, followsLinks: false) != nil
        else { return strangers }
        return strangers + [Self.index]
    }

    private func isStranger(_ end: String, _ isAlone: Bool) throws(JournalError) -> Bool {
        guard let facts = try FileFacts(path + end, .open, followsLinks: false) else {
            return false
        }
        // SQLite follows no links here.
        guard facts.isRegular else { return true }
        return switch end {
        case Self.log: try isStrangeLog(isAlone)
        // SQLite makes it anew from the log, whatever is in it.
        case Self.index: access(path + end, R_OK | W_OK) != 0
        // A journal has a log from its first opening on. Only the switch to it has a rollback journal, and changes
        // nothing but a few bytes of one sector: it holds nothing that the file needs. An empty one is ignored.
        case Self.rollback: facts.bytes > 0
        default: false
        }
    }

    private func isStrangeLog(_ isAlone: Bool) throws(JournalError) -> Bool {
        if isAlone { return true }
        guard access(path + Self.log, R_OK | W_OK) == 0 else {
            throw JournalError(.open, path: path + Self.log, system: errno)
        }
        return FileHeader.isGarbledLog(path + Self.log)
    }
}
