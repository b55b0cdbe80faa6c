import HTTPExchange
import RoomCore

/// Why one exchange, or a read or write made of several, failed.
struct CalDAVError: Error, Hashable, Sendable {
    /// What kind of thing went wrong.
    enum Cause: Hashable, Sendable {
        /// No whole answer came.
        case transport(TransportFailure)
        /// The answer's status says no; the conditions are the names that RFC 4918's `error` element lists.
        case status(Int, conditions: [String])
        /// A web page came where the server should have answered.
        case webPage(String)
        /// The server asks for credentials that are not there, or turned them down.
        case authentication(String)
        /// The answer breaks the protocol or one of our limits.
        case malformed(String)
        /// What was found is no calendar.
        case notACalendar(String)
        /// The booking is not there any more.
        case gone(String)
        /// The booking has been changed since the change was decided.
        case changed(String)
        /// The change is not made, for good.
        case refused(String)
    }

    /// What was tried: a method or a report.
    var operation: String
    /// What it was tried on; nil for an address that cannot be read.
    var subject: ResourceURL?
    /// What went wrong.
    var cause: Cause
    /// How long the server asked to be left alone.
    var retryAfter: Duration?
    /// The server's clock in the answer.
    var serverDate: WallTime?

    init(
        _ operation: String, _ subject: ResourceURL?, _ cause: Cause, retryAfter: Duration? = nil,
        serverDate: WallTime? = nil
    ) {
        self.operation = operation
        self.subject = subject
        self.cause = cause
        self.retryAfter = retryAfter
        self.serverDate = serverDate
    }

    /// Whether the answer had more bytes than permitted.
    var isTooLarge: Bool {
        if case .transport(.tooLarge) = cause { true } else { false }
    }

    /// The status of the answer; nil if that is not what went wrong.
    var status: Int? {
        if case .status(let status, _) = cause { status } else { nil }
    }

    /// The same in the core's terms, on one line.
    var failure: ServerFailure {
        let subject = subject.map { " \($0)" } ?? ""
        return ServerFailure(
            kind, "\(operation)\(subject): \(reason)".oneLine(512), retryAfter: retryAfter,
            serverDate: serverDate)
    }

    private var kind: ServerFailure.Kind {
        switch cause {
        case .transport(.malformed), .transport(.tooLarge), .malformed: .malformed
        case .transport: .unreachable
        case .status(let status, _): CalDAVError.kind(ofStatus: status)
        case .webPage: .offline
        case .authentication: .authentication
        case .notACalendar: .configuration
        case .gone: .gone
        case .changed: .changed
        case .refused: .refused
        }
    }

    private static func kind(ofStatus status: Int) -> ServerFailure.Kind {
        switch status {
        case 401: .authentication
        case 403: .forbidden
        case 404, 410: .gone
        case 300..<400, 407, 511: .offline
        case 408: .unreachable
        case 412: .server  // somebody else changed it each time; a later try may do
        case 423, 425, 429, 503: .limit
        case 500...: .server
        case 400..<500: .refused
        default: .malformed
        }
    }

    private var reason: String {
        switch cause {
        case .transport(let failure): failure.reason
        case .status(let status, let conditions):
            conditions.isEmpty
                ? "answered \(status)"
                : "answered \(status) (\(conditions.joined(separator: ", ").oneLine(120)))"
        case .webPage(let what): what
        case .authentication(let why): why
        case .malformed(let what), .notACalendar(let what), .gone(let what), .changed(let what),
            .refused(let what):
            what
        }
    }
}
