import CLinux

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// What changes whenever a file is replaced, written to, given to others, or out of reach.
struct FileMark: Hashable, Sendable {
    private let parts: [Int64]

    /// The mark of a file as it is; one that cannot be looked at is marked by the system's error number.
    init(_ path: String) {
        var facts = stat()
        // SAFETY: the structure outlives the call; the path is a string of C.
        guard stat(path, &facts) == 0 else {
            parts = [Int64(errno)]
            return
        }
        parts = [
            Int64(truncatingIfNeeded: facts.st_ino), Int64(facts.st_size),
            domovoy_nanoseconds(facts.st_mtim), domovoy_nanoseconds(facts.st_ctim),
        ]
    }
}
