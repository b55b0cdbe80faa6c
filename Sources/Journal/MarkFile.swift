import Foundation

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The copy of the ``Mark`` beside the database: two slots of one sector each, written in turn, so that a write that
/// is cut off leaves the other one.
struct MarkFile {
    /// The end of its name.
    static let end = ".mark"
    /// No device writes a sector of this size half.
    private static let slotBytes = 512

    /// What was found in it.
    enum Content: Equatable {
        /// Nothing: there is none yet.
        case none
        /// The newest mark.
        case mark(Mark)
        /// Something, but no mark; why.
        case unreadable(String)

        /// The mark; nil if there is none.
        var mark: Mark? {
            if case .mark(let mark) = self { mark } else { nil }
        }
    }

    private let path: String
    private let handle: FileHandle

    /// Opens the file beside a journal, and makes it if it is not there.
    init(beside journal: String) throws(JournalError) {
        path = journal + Self.end
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard file >= 0 else { throw JournalError(.open, path: path, system: errno) }
        handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    }

    // MARK: Reading

    /// What lies beside a journal; makes nothing.
    static func content(beside journal: String) -> Content {
        let path = journal + end
        do throws(JournalError) {
            guard try FileFacts(path, .open, followsLinks: false) != nil else { return .none }
            return content(of: try MarkFile(reading: path).bytes())
        } catch {
            return .unreadable(error.underlying)
        }
    }

    private init(reading path: String) throws(JournalError) {
        self.path = path
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { throw JournalError(.open, path: path, system: errno) }
        handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    }

    private func bytes() throws(JournalError) -> Data {
        try telling(.open, path: path) {
            try handle.read(upToCount: 2 * Self.slotBytes) ?? Data()
        }
    }

    private static func content(of bytes: Data) -> Content {
        if bytes.allSatisfy({ $0 == 0 }) { return .none }
        let slots = [bytes.prefix(slotBytes), bytes.dropFirst(slotBytes)]
        let marks = slots.compactMap { slot in
            Mark(line: String(decoding: slot.prefix { $0 != 10 }, as: UTF8.self))
        }
        guard let newest = marks.max(by: { $0.groups < $1.groups }) else {
            return .unreadable("it holds no mark")
        }
        return .mark(newest)
    }

    // MARK: Writing

    /// Puts a mark in place of whatever is there, on the card before it returns.
    func begin(with mark: Mark) throws(JournalError) {
        try write(mark, slots: [0, 1])
        try sync()
    }

    /// Puts up a newer mark of the same journal; the system takes it to the card in its own time.
    func write(_ mark: Mark) throws(JournalError) {
        try write(mark, slots: [Int(mark.groups & 1)])
    }

    /// Waits until what was written is on the card.
    func sync() throws(JournalError) {
        try telling(.write, path: path) { try handle.synchronize() }
    }

    private func write(_ mark: Mark, slots: [Int]) throws(JournalError) {
        var bytes = Data(mark.line.utf8.prefix(Self.slotBytes))
        bytes.append(Data(count: Self.slotBytes - bytes.count))
        try telling(.write, path: path) {
            for slot in slots {
                try handle.seek(toOffset: UInt64(slot * Self.slotBytes))
                try handle.write(contentsOf: bytes)
            }
        }
    }
}
