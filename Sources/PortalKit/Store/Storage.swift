import GRDB

/// Where a portal keeps what it knows.
public enum Storage: Hashable, Sendable {
    /// In memory, gone when the portal stops.
    case memory
    /// In a file, which is made if it is not there.
    case file(String)

    /// Opens it and brings its tables up to date.
    ///
    /// - Throws: ``PortalError`` if it is no portal's database or cannot be opened.
    func open() throws(PortalError) -> DatabaseQueue {
        do {
            let queue =
                switch self {
                case .memory: try DatabaseQueue()
                case .file(let path): try DatabaseQueue(path: path)
                }
            try Schema.migrator.migrate(queue)
            return queue
        } catch {
            throw PortalError(operation: "open the database", subject: subject, reason: "\(error)")
        }
    }

    private var subject: String {
        switch self {
        case .memory: "in memory"
        case .file(let path): path
        }
    }
}

/// A portal cannot start or go on.
public struct PortalError: Error, Hashable, CustomStringConvertible {
    /// What was being done.
    public var operation: String
    /// What it was done to: an address, a path.
    public var subject: String
    /// Why it cannot be done.
    public var reason: String

    /// Operation, subject and reason on one line.
    public var description: String {
        let line = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
        return "portal: cannot \(operation) \(subject): \(line.prefix(512))"
    }
}
