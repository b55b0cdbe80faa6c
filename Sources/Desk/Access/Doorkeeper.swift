import HTTPTypes
import Logging
import PanelWeb
import RoomCore
import Synchronization

/// Lets people to the desk: passwords, and the sessions that follow.
final class Doorkeeper: Sendable {
    /// Passwords that may wait to be tried; with more, people are asked to come again.
    static let capacity = 4

    private struct Queue {
        var throttle = LoginThrottle()
        var length = 0
    }

    private let hash: @Sendable () throws -> PasswordHash
    private let uptime: @Sendable () -> Uptime
    private let logger: Logger
    private let bench = HashingBench()
    private let sessions = Sessions()
    private let devices = Devices()
    private let queue = Mutex(Queue())

    /// - Parameters:
    ///   - hash: reads the password's hash, which may change at any time.
    ///   - uptime: the clock of waits and sessions.
    init(
        hash: @escaping @Sendable () throws -> PasswordHash,
        uptime: @escaping @Sendable () -> Uptime, logger: Logger
    ) {
        self.hash = hash
        self.uptime = uptime
        self.logger = logger
    }

    /// Tries a password, and begins a session in place of the visitor's former one.
    ///
    /// - Returns: also what the browser's cookie says from now on.
    /// - Throws: ``PanelWeb/ErrorReply``: 401 if it is wrong, 429 or 503 with `Retry-After` if it was not tried.
    func enter(
        _ password: String, _ visitor: Visitor
    ) async throws -> (session: Session, device: String) {
        let hash = try currentHash()
        let network = visitor.network
        let device = visitor.device.flatMap { devices.find($0, hash) }
        let source = device.map(LoginThrottle.Source.device) ?? .network(network)
        try begin(source)
        defer { queue.withLock { $0.length -= 1 } }
        guard await bench.matches(password, hash) else {
            logger.notice("wrong password at the desk", metadata: ["from": "\(network)"])
            throw ErrorReply(
                status: .unauthorized, code: "wrong_password", message: "the password is wrong",
                headers: Self.challenge)
        }
        queue.withLock { $0.throttle.letIn(source) }
        logger.notice("somebody is at the desk", metadata: ["from": "\(network)"])
        if let former = visitor.session { sessions.end(former) }
        return (
            sessions.begin(hash, at: uptime()), devices.letIn(hash, insteadOf: visitor.device)
        )
    }

    /// The session that a cookie names.
    ///
    /// - Throws: ``PanelWeb/ErrorReply``, 401, if there is none, or it is over.
    func session(_ id: String?) throws -> Session {
        guard let id, let session = sessions.find(id, try currentHash(), at: uptime()) else {
            throw ErrorReply(
                status: .unauthorized, code: "not_signed_in",
                message: "nobody is signed in: POST {\"password\":\"...\"} to /desk/session",
                headers: Self.challenge)
        }
        return session
    }

    /// Ends a session.
    func leave(_ session: Session) {
        sessions.end(session.id)
    }

    /// How many seconds a session still lasts.
    func secondsLeft(of session: Session) -> Int {
        Int((session.endsAt - uptime()) / .seconds(1))
    }

    /// RFC 9110 wants a challenge with every 401; browsers ask nobody for a scheme they do not know.
    private static let challenge: HTTPFields = [.wwwAuthenticate: "Domovoy-Desk"]

    private func currentHash() throws -> PasswordHash {
        do { return try hash() } catch {
            throw ErrorReply.unavailable(
                "the desk's password cannot be read; /healthz says why", retryAfterSeconds: 60)
        }
    }

    private func begin(_ source: LoginThrottle.Source) throws {
        try queue.withLock { queue in
            guard queue.length < Self.capacity else {
                throw ErrorReply.busy(
                    "too_many_logins", "\(Self.capacity) passwords are being tried already",
                    retryAfterSeconds: 2)
            }
            if let wait = queue.throttle.admit(source, at: uptime()) { throw Self.tooSoon(wait) }
            queue.length += 1
        }
    }

    private static func tooSoon(_ wait: Duration) -> ErrorReply {
        let seconds = Int((wait / .seconds(1)).rounded(.up))
        return ErrorReply(
            status: .tooManyRequests, code: "too_soon",
            message: "too many wrong passwords; try again in \(seconds) s",
            headers: [.retryAfter: seconds.description])
    }
}
