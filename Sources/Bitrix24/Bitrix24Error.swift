import HTTPExchange
import RoomCore

/// Why one call of a portal, or a read or write made of several, failed.
struct Bitrix24Error: Error, Hashable, Sendable {
    /// What kind of thing went wrong.
    enum Cause: Hashable, Sendable {
        /// No whole answer came.
        case transport(TransportFailure)
        /// Something answered that is not the portal's REST.
        case webPage(String)
        /// The answer breaks the protocol or one of our limits.
        case malformed(String)
        /// The answer may be good, but is more than is taken in.
        case oversized(String)
        /// The portal answered with an error.
        case portal(ErrorCode.Class, status: Int, code: String?, text: String)
        /// The panel waits of its own accord, so that the portal's limits are kept.
        case paced(String)
        /// The account may not do it.
        case forbidden(String)
        /// What the configuration names is not there.
        case missing(String)
        /// The booking is not there any more.
        case gone(String)
        /// The time went to somebody else.
        case taken(String)
        /// The booking has been changed since the change was decided.
        case changed(String)
        /// The change is not made, for good.
        case refused(String)
    }

    /// What was tried: a method of the portal.
    var operation: String
    /// What it was tried on: the portal, without the webhook's secret.
    var subject: String
    /// What went wrong.
    var cause: Cause
    /// How long to leave the portal alone.
    var retryAfter: Duration?
    /// The portal's clock in the answer.
    var serverDate: WallTime?

    init(
        _ operation: String, _ subject: String, _ cause: Cause, retryAfter: Duration? = nil,
        serverDate: WallTime? = nil
    ) {
        self.operation = operation
        self.subject = subject
        self.cause = cause
        self.retryAfter = retryAfter
        self.serverDate = serverDate
    }

    /// Whether the answer had more bytes or values than permitted.
    var isTooLarge: Bool {
        switch cause {
        case .transport(.tooLarge), .oversized: true
        default: false
        }
    }

    /// The portal's code; nil if it gave none.
    var code: String? {
        if case .portal(_, _, let code, _) = cause { code } else { nil }
    }

    /// Whether the portal understood and said no.
    var isBusiness: Bool {
        if case .portal(.business, _, _, _) = cause { true } else { false }
    }

    /// Whether a write may have taken effect although it failed.
    var mayHaveTakenEffect: Bool {
        switch cause {
        case .transport, .webPage, .malformed, .oversized, .portal(.transport, _, _, _): true
        case .portal, .paced, .forbidden, .missing, .gone, .taken, .changed, .refused: false
        }
    }

    /// The same in the core's terms, on one line.
    var failure: ServerFailure {
        ServerFailure(
            kind, "\(operation) \(subject): \(reason)".oneLine(512), retryAfter: clampedRetry,
            serverDate: serverDate)
    }

    private var clampedRetry: Duration? {
        retryAfter.map { min(max($0, .seconds(1)), .seconds(3_600)) }
    }

    private var kind: ServerFailure.Kind {
        switch cause {
        case .transport(.malformed), .transport(.tooLarge), .malformed, .oversized: .malformed
        case .transport: .unreachable
        case .webPage: .offline
        case .portal(.authentication, _, _, _): .authentication
        case .portal(.configuration, _, let code, _):
            code.map(ErrorCode.lacksRight) == true ? .forbidden : .configuration
        case .portal(.limit, _, _, _): .limit
        case .paced: .paced
        case .portal(.transport, _, _, _): .server
        case .portal(.business, _, _, _): .refused
        case .forbidden: .forbidden
        case .missing: .configuration
        case .gone: .gone
        case .taken: .taken
        case .changed: .changed
        case .refused: .refused
        }
    }

    private var reason: String {
        switch cause {
        case .transport(let failure): failure.reason
        case .portal(_, let status, let code, let text):
            reason(status: status, code: code, text: text)
        case .webPage(let what), .malformed(let what), .oversized(let what), .paced(let what),
            .forbidden(let what), .missing(let what), .gone(let what), .taken(let what),
            .changed(let what), .refused(let what):
            what
        }
    }

    /// Without a code the portal said nothing, and the text is the panel's own.
    private func reason(status: Int, code: String?, text: String) -> String {
        if code == nil { return "answered \(status) \(text.oneLine(200))" }
        let shown = code.flatMap { $0.isEmpty ? nil : " \($0.oneLine(60))" } ?? ""
        let advice = code.flatMap { ErrorCode.advice($0, on: operation) }
        let said = text.isEmpty ? nil : "the portal says: \(text.oneLine(200))"
        let words = [advice, said].compactMap { $0 }.joined(separator: "; ")
        return "answered \(status)\(shown)" + (words.isEmpty ? "" : ": \(words)")
    }
}

extension Bitrix24Error: CustomStringConvertible {
    /// The failure's one line.
    var description: String { failure.message }
}
