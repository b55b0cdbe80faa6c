internal import CGPIOD

/// What went wrong on a chip or a line; prints as one line of text.
public struct GPIOError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done.
    public enum Operation: String, Hashable, Sendable {
        /// The devices were being listed.
        case listChips = "list the GPIO chips"
        /// A chip was being looked for or opened.
        case openChip = "open GPIO chip"
        /// The kernel was asked how a line stands.
        case describeLine = "read the state of"
        /// A line was being looked for by its offset or name.
        case findLine = "find"
        /// An input was being requested.
        case requestInput = "request input"
        /// The lamp lines were being requested.
        case requestOutputs = "request outputs"
        /// A level was being read.
        case readLevel = "read the level of"
        /// Edges were being read.
        case readEdges = "read edges of"
        /// Outputs were being set.
        case setOutputs = "set outputs"
        /// The reader's thread was being started.
        case startReader = "start the GPIO reader"
    }

    /// What was being done.
    public var operation: Operation
    /// The errno value, for instance EBUSY; EINVAL for settings that cannot work on this chip.
    public var code: Int32
    /// The chip or line it was done on, for instance `gpiochip0 line 17 (DOOR_BUTTON)`.
    public var subject: String
    /// What is the matter and what may help.
    public var detail: String

    /// Makes an error; control characters in the texts, which may come from other programs, are replaced.
    public init(_ operation: Operation, code: Int32, subject: String, detail: String) {
        self.operation = operation
        self.code = code
        self.subject = Self.oneLine(subject)
        self.detail = Self.oneLine(detail)
    }

    /// One line: operation, subject, detail and the symbol of the code.
    public var description: String {
        let what = subject.isEmpty ? operation.rawValue : "\(operation.rawValue) \(subject)"
        return "cannot \(what): \(detail) (\(Errno.symbol(code)))"
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || ($0.asciiValue ?? 32) < 32 ? " " : $0 })
    }
}

/// The errno values this module tells apart, and their texts.
enum Errno {
    static func symbol(_ code: Int32) -> String {
        // SAFETY: the C library returns a constant string or nil.
        cgpiod_errno_symbol(code).map { String(cString: $0) } ?? "errno \(code)"
    }

    static func text(_ code: Int32) -> String {
        // SAFETY: the C library returns a constant string or nil.
        cgpiod_errno_text(code).map { String(cString: $0).lowercased() } ?? "unknown error"
    }
}
