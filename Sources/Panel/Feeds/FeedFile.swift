import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The file with the list of personal feeds, beside the journal, for the daemon's user alone.
///
/// It is replaced as a whole, on the card before that: after a power cut the list is the old one or the new one.
struct FeedFile: Hashable, Sendable {
    /// The end of its name, which follows the journal's path.
    static let end = ".feeds"
    /// The most bytes of it.
    static let greatestBytes = 1 << 20

    let path: String

    /// The file beside a journal; it need not be there.
    init(besideJournal journal: String) {
        path = journal + Self.end
    }

    /// The mark of the file as it is; one that is not there has a mark, too.
    var mark: FileMark { FileMark(path) }

    // MARK: Reading

    /// The list; an empty one if there is no file.
    ///
    /// - Throws: ``FeedError`` if it cannot be read, or is no such list.
    func read() throws(FeedError) -> FeedList {
        let bytes: [UInt8]
        do throws(SmallFile.Fault) {
            bytes = try SmallFile.read(path, limit: Self.greatestBytes)
        } catch {
            if error == .absent { return FeedList() }
            throw FeedError.file(
                path, "cannot be read: \(error)", isForbidden: error == .forbidden)
        }
        guard let list = try? JSONDecoder().decode(FeedList.self, from: Data(bytes)) else {
            throw .file(
                path, "is damaged; restore it, or remove it and make the feeds anew")
        }
        if let fault = list.fault { throw .file(path, "is damaged: \(fault)") }
        return list
    }

    // MARK: Writing

    /// Reads the list, changes it and puts it in place of the old one; nobody else does so meanwhile.
    ///
    /// - Throws: ``FeedError``; then the old list stays.
    func change<Value>(
        _ body: (inout FeedList) throws(FeedError) -> Value
    ) throws(FeedError) -> Value {
        let folder = try claimFolder()
        // Closing it gives the claim back.
        defer { close(folder) }
        var list = try read()
        let before = list
        let value = try body(&list)
        if list != before { try replace(with: list, in: folder) }
        return value
    }

    private var folderPath: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Opens the folder, and locks it against others who change the list.
    private func claimFolder() throws(FeedError) -> Int32 {
        let folder = open(folderPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("cannot be changed", errno) }
        guard flock(folder, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(folder)
            guard code == EWOULDBLOCK else { throw failure("cannot be changed", code) }
            throw .file(path, "is being changed by another domovoy; try again")
        }
        return folder
    }

    private func replace(with list: FeedList, in folder: Int32) throws(FeedError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(list) else {
            throw .file(path, "cannot be written: a name in it is no text")
        }
        let new = path + ".new"
        try write([UInt8](data), to: new, for: folder)
        guard rename(new, path) == 0 else {
            let code = errno
            unlink(new)
            throw failure("cannot be replaced", code)
        }
        // Without it a power cut may bring the old name back: a revoked feed would be there again.
        guard fsync(folder) == 0 else { throw failure("may come back as it was", errno) }
    }

    private func write(
        _ bytes: [UInt8], to new: String, for folder: Int32
    ) throws(FeedError) {
        // What is left of an attempt that a power cut ended may belong to anybody, and be open to all.
        unlink(new)
        let file = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure("cannot be written", errno) }
        defer { close(file) }
        do throws(FeedError) {
            try give(file, toOwnerOf: folder)
            try fill(file, with: bytes)
        } catch {
            unlink(new)
            throw error
        }
    }

    /// Root writes for the daemon, whose folder it is.
    private func give(_ file: Int32, toOwnerOf folder: Int32) throws(FeedError) {
        guard geteuid() == 0 else { return }
        var facts = stat()
        // SAFETY: the structure outlives the call.
        guard fstat(folder, &facts) == 0, fchown(file, facts.st_uid, facts.st_gid) == 0 else {
            throw failure("cannot be given to the daemon's user", errno)
        }
    }

    private func fill(_ file: Int32, with bytes: [UInt8]) throws(FeedError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // SAFETY: the pointer is used for the length of the call, and with the count that belongs to it.
            let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure("cannot be written", errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw failure("cannot be written", errno) }
    }

    private func failure(_ problem: String, _ code: Int32) -> FeedError {
        // SAFETY: the text is the C library's, valid until the thread asks again, and copied at once.
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return .file(
            path, "\(problem): \(reason)", isForbidden: code == EACCES || code == EPERM)
    }
}

/// write(2), whose name is taken inside.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    // SAFETY: the caller's buffer has `count` bytes from there on.
    write(file, bytes, count)
}
