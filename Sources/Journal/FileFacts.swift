import Foundation

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What the system says about a path, without opening it as a database.
struct FileFacts: Equatable {
    var device: UInt64
    var inode: UInt64
    var bytes: Int64
    var isRegular: Bool
    var isDirectory: Bool

    /// Asks the system; nil if nothing is there.
    ///
    /// - Parameter followsLinks: whether a link stands for what it leads to, rather than for itself.
    /// - Throws: ``JournalError`` if it may not be asked.
    init?(
        _ path: String, _ operation: JournalError.Operation, followsLinks: Bool = true
    ) throws(JournalError) {
        var facts = stat()
        guard (followsLinks ? stat(path, &facts) : lstat(path, &facts)) == 0 else {
            let number = errno
            if number == ENOENT { return nil }
            throw JournalError(operation, path: path, system: number)
        }
        device = UInt64(facts.st_dev)
        inode = UInt64(facts.st_ino)
        bytes = Int64(facts.st_size)
        isRegular = facts.st_mode & S_IFMT == S_IFREG
        isDirectory = facts.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether both are the same file, whatever its name.
    func isSameFile(as other: FileFacts) -> Bool {
        device == other.device && inode == other.inode
    }

    /// Checks that the file, if it is there, and its directory can be written.
    ///
    /// - Returns: the facts about the file; nil if it is not there yet.
    /// - Throws: ``JournalError`` that names the path at fault.
    static func writable(_ path: String) throws(JournalError) -> FileFacts? {
        let directory = path.parentDirectory
        guard access(directory, W_OK | X_OK) == 0 else {
            throw JournalError(.open, path: path, system: errno, "directory \(directory)")
        }
        guard let facts = try FileFacts(path, .open) else { return nil }
        guard facts.isRegular else {
            let what = facts.isDirectory ? "it is a directory" : "it is not a regular file"
            throw JournalError(.open, .missing, path: path, what)
        }
        guard access(path, R_OK | W_OK) == 0 else {
            throw JournalError(.open, path: path, system: errno)
        }
        return facts
    }
}

extension String {
    /// The directory that this path lies in.
    var parentDirectory: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// The path behind any symbolic links, also of a file that is not there yet.
    var withoutLinks: String {
        var path = self
        for _ in 0..<8 {
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
            else { break }
            path = target.hasPrefix("/") ? target : "\(path.parentDirectory)/\(target)"
        }
        return path
    }
}
