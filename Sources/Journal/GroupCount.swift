/// Counts the groups of an open journal, in the database and beside it.
///
/// A mark that cannot be written costs nothing but the knowledge of a loss: it is told once, and tried again.
struct GroupCount {
    /// How far the database has come.
    private(set) var mark: Mark
    private let path: String
    private var file: MarkFile?
    private var isSynced = true
    private var fault: JournalError?
    private var isTold = false

    /// Goes on from `mark`; what was found beside the journal is replaced if it is about another one.
    init(_ mark: Mark, beside path: String, _ found: MarkFile.Content) {
        self.mark = mark
        self.path = path
        trying { count throws(JournalError) in
            let file = try MarkFile(beside: path)
            count.file = file
            if found.mark?.salt != mark.salt { try file.begin(with: mark) }
        }
    }

    /// A group was kept without anybody having been told so: it counts, but is not missed.
    mutating func passed(_ mark: Mark) {
        self.mark = mark
    }

    /// A group is on the card, and is about to be answered for.
    mutating func kept(_ mark: Mark) {
        self.mark = mark
        trying { count throws(JournalError) in
            if let file = count.file {
                try file.write(mark)
                count.isSynced = false
            } else {
                let file = try MarkFile(beside: count.path)
                try file.begin(with: mark)
                count.file = file
            }
        }
    }

    /// Sees that the mark is on the card; not to be called where somebody waits.
    mutating func settle() {
        guard !isSynced else { return }
        trying { count throws(JournalError) in
            try count.file?.sync()
            count.isSynced = true
        }
    }

    /// Why the mark cannot be written, once.
    mutating func takeFault() -> JournalFinding? {
        guard let fault, !isTold else { return nil }
        isTold = true
        return .unmarked(fault.description)
    }

    private mutating func trying(_ body: (inout Self) throws(JournalError) -> Void) {
        do throws(JournalError) {
            try body(&self)
            (fault, isTold) = (nil, false)
        } catch {
            fault = error
            file = nil
        }
    }
}
