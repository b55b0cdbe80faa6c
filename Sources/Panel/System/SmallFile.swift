#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Reads a file that is meant to be small: never more of it than its limit, and never waiting for somebody to write it.
enum SmallFile {
    /// Why a file cannot be read, as what follows "cannot be read: ".
    enum Fault: Error, Hashable, CustomStringConvertible {
        /// Nothing is there.
        case absent
        /// The user that asks has no right to it.
        case forbidden
        /// Something else than a file: what it is.
        case noFile(String)
        /// It has more bytes than the limit.
        case tooLarge(limit: Int)
        /// The system's error number, of anything else.
        case system(Int32)

        var description: String {
            switch self {
            case .absent: "there is no such file"
            case .forbidden: "this user may not read it"
            case .noFile(let kind): "it is \(kind), no file"
            case .tooLarge(let limit): "it is larger than \(limit) bytes"
            // SAFETY: the text is the C library's, valid until the thread asks again, and copied at once.
            case .system(let code): strerror(code).map { String(cString: $0) } ?? "error \(code)"
            }
        }
    }

    /// The bytes of a file.
    ///
    /// Only regular files are opened: opening a device may do something, a pipe would keep its reader waiting.
    ///
    /// - Parameter limit: greatest size in bytes; the size is looked at first, and a file that grows meanwhile is
    ///   noticed after one byte more.
    /// - Throws: ``Fault``.
    static func read(_ path: String, limit: Int) throws(Fault) -> [UInt8] {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .absent }
        var facts = stat()
        // SAFETY: the structure outlives the call, here and below; the path is a string of C without a zero inside.
        guard stat(path, &facts) == 0 else { throw fault(errno) }
        try check(facts, limit)
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw fault(errno) }
        defer { close(descriptor) }
        guard fstat(descriptor, &facts) == 0 else { throw fault(errno) }
        try check(facts, limit)
        return try bytes(descriptor, limit)
    }

    private static func check(_ facts: stat, _ limit: Int) throws(Fault) {
        switch facts.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .noFile("a directory")
        case S_IFIFO: throw .noFile("a pipe")
        case S_IFSOCK: throw .noFile("a socket")
        default: throw .noFile("a device")
        }
        guard facts.st_size <= limit else { throw .tooLarge(limit: limit) }
    }

    private static func bytes(_ descriptor: Int32, _ limit: Int) throws(Fault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            // SAFETY: the buffer has that many bytes left from `count` on.
            let step = bytes.withUnsafeMutableBytes { buffer in
                systemRead(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            if step == 0 { break }
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { throw fault(errno) }
            count += step
        }
        guard count <= limit else { throw .tooLarge(limit: limit) }
        return Array(bytes.prefix(count))
    }

    private static func fault(_ code: Int32) -> Fault {
        switch code {
        case ENOENT, ENOTDIR: .absent
        case EACCES, EPERM: .forbidden
        default: .system(code)
        }
    }
}

/// read(2), whose name is taken inside.
private func systemRead(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
    // SAFETY: the caller's buffer has `count` bytes from there on.
    read(descriptor, buffer, count)
}
