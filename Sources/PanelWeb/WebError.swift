/// A failure of the web: what was tried, on what, and why it did not work.
public struct WebError: Error, Sendable, CustomStringConvertible {
    /// What was tried, as in "cannot ...": `listen`, `read the address`.
    public var operation: String
    /// The system's error number; nil if the system was not asked.
    public var code: Int32?
    /// What it was tried on: an address.
    public var subject: String
    /// Why it did not work, on one line.
    public var reason: String
    /// The error underneath; nil if there is none.
    public var underlying: (any Error)?

    /// Makes an error.
    public init(
        operation: String, code: Int32? = nil, subject: String, reason: String,
        underlying: (any Error)? = nil
    ) {
        self.operation = operation
        self.code = code
        self.subject = subject
        self.reason = reason
        self.underlying = underlying
    }

    /// Everything but the error underneath, on one line.
    public var description: String {
        let errno = code.map { " (errno \($0))" } ?? ""
        return "web: cannot \(operation) \(subject): \(reason)\(errno)"
    }
}
