import Foundation
import GRDB

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why the journal could not do what it was asked; one line of text.
///
/// Nothing of the failed operation is in the journal, and the journal stays usable: once the cause is gone, the next
/// attempt works.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done.
    public enum Operation: String, Hashable, Sendable, CaseIterable {
        /// Opening the file or a connection to it.
        case open
        /// Making a new file.
        case create
        /// Looking for damage.
        case check
        /// Bringing the tables of an older version up to date.
        case migrate
        /// Renaming an unusable file.
        case setAside = "set aside"
        /// Reading what can be had of an unusable file.
        case salvage
        /// Reading back what the last run left.
        case recall
        /// Keeping records.
        case write
        /// Reading history.
        case read
        /// Closing the file.
        case close
    }

    /// What kind of trouble it is; what an operator can do follows from it.
    public enum Cause: Hashable, Sendable {
        /// The disk or the quota is full.
        case noSpace
        /// Read-only file system, or no permission.
        case notWritable
        /// The directory or file is not there, or is something else.
        case missing
        /// The file's contents are damaged.
        case damaged
        /// Another program holds the file locked.
        case busy
        /// Another panel writes this journal.
        case claimed
        /// A record contradicts one that is kept already: its number is taken.
        case conflict
        /// The journal is not open.
        case notOpen
        /// Anything else, the card's I/O errors included.
        case other
    }

    /// Where the number in ``JournalError/code`` comes from.
    public enum Code: Hashable, Sendable, CustomStringConvertible {
        /// An extended result code of SQLite.
        case sqlite(Int32)
        /// An `errno` of the system.
        case system(Int32)

        /// Source and number.
        public var description: String {
            switch self {
            case .sqlite(let code): "SQLite \(code)"
            case .system(let code): "errno \(code)"
            }
        }
    }

    /// What was being done.
    public var operation: Operation
    /// What kind of trouble it is.
    public var cause: Cause
    /// The code underneath; nil if the journal itself refused.
    public var code: Code?
    /// The path it was done to.
    public var path: String
    /// What SQLite, the system or the journal says about it, without line breaks.
    public var underlying: String

    init(
        _ operation: Operation, _ cause: Cause, code: Code? = nil, path: String,
        _ underlying: String
    ) {
        self.operation = operation
        self.cause = cause
        self.code = code
        self.path = path
        self.underlying = String(underlying.map { $0.isNewline ? " " : $0 }.prefix(512))
    }

    /// Operation, path, reason and code on one line.
    public var description: String {
        let end = code.map { " (\($0))" } ?? ""
        return "journal: cannot \(operation.rawValue) \(path): \(underlying)\(end)"
    }
}

extension JournalError {
    init(_ operation: Operation, path: String, system number: Int32, _ context: String = "") {
        // SAFETY: strerror returns a terminated string that stays valid until this thread's next call.
        let text = unsafe String(cString: strerror(number))
        let cause: Cause =
            switch number {
            case ENOSPC, EDQUOT: .noSpace
            case EROFS, EACCES, EPERM: .notWritable
            case ENOENT, ENOTDIR, EISDIR, ELOOP: .missing
            default: .other
            }
        let reason = context.isEmpty ? text : "\(context): \(text)"
        self.init(operation, cause, code: .system(number), path: path, reason)
    }

    /// Tells any error that GRDB, the system or this module throws as a journal's error.
    init(_ operation: Operation, path: String, _ error: any Error) {
        switch error {
        case let error as JournalError:
            self = error
        case let error as DatabaseError:
            self.init(
                operation, Cause(error.extendedResultCode),
                code: .sqlite(error.extendedResultCode.rawValue), path: path,
                error.message ?? "\(error.resultCode)")
        case let error as RecordConflict:
            self.init(operation, .conflict, path: path, error.description)
        case let error as UnreadableRow:
            self.init(operation, .damaged, path: path, error.description)
        case let error as CocoaError:
            if let number = (error.underlying as? POSIXError)?.code.rawValue {
                self.init(operation, path: path, system: number)
            } else {
                self.init(operation, .other, path: path, error.localizedDescription)
            }
        case is CancellationError:
            self.init(operation, .other, path: path, "cancelled")
        default:
            self.init(operation, .other, path: path, String(describing: error))
        }
    }
}

/// Runs `body` and tells whatever it throws as a ``JournalError``.
func telling<Value>(
    _ operation: JournalError.Operation, path: String, _ body: () throws -> Value
) throws(JournalError) -> Value {
    do { return try body() } catch { throw JournalError(operation, path: path, error) }
}
