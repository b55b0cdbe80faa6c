import RoomCore
import Synchronization

/// Somebody at the desk, from the password to the end of the session.
struct Session: Hashable, Sendable {
    /// What the cookie says: 128 random bits in hexadecimal digits.
    let id: String
    /// What the page sends along with every write, and no other site's page can know.
    let token: String
    /// The password's hash when it was given: with another password the session is over.
    let hash: PasswordHash
    /// When it ends.
    let endsAt: Uptime
}

/// The sessions there are; they end with the process.
final class Sessions: Sendable {
    /// How many there may be; beyond it the one that ends first is ended.
    static let capacity = 32
    /// How long one lasts.
    static let length = Duration.seconds(43_200)

    private let open = Mutex<[String: Session]>([:])

    /// Begins a session.
    func begin(_ hash: PasswordHash, at now: Uptime) -> Session {
        let session = Session(
            id: Ticket.make(), token: Ticket.make(), hash: hash, endsAt: now + Self.length)
        open.withLock { open in
            open = open.filter { $0.value.endsAt > now }
            if open.count >= Self.capacity,
                let first = open.min(by: { $0.value.endsAt < $1.value.endsAt })
            {
                open[first.key] = nil
            }
            open[session.id] = session
        }
        return session
    }

    /// The session with this id, if it is not over.
    func find(_ id: String, _ hash: PasswordHash, at now: Uptime) -> Session? {
        open.withLock { open in
            guard let session = open[id] else { return nil }
            guard session.endsAt > now, session.hash == hash else {
                open[id] = nil
                return nil
            }
            return session
        }
    }

    /// Ends the session with this id, if there is one.
    func end(_ id: String) {
        open.withLock { $0[id] = nil }
    }
}
