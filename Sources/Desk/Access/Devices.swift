import Hashing
import Synchronization

/// The browsers that were let in before, by what their cookies say.
///
/// They are forgotten with the process, and count for nothing with another password. Of a cookie only the digest is
/// kept.
final class Devices: Sendable {
    /// How many are remembered; beyond it the one that was let in longest ago is forgotten.
    static let capacity = 64
    /// How long a browser keeps the cookie: 400 days, the most that browsers keep any.
    static let length = Duration.seconds(34_560_000)

    private struct Device {
        let digest: String
        /// The password's hash when it was let in.
        let hash: PasswordHash
    }

    /// The one that was let in last comes last.
    private let known = Mutex<[Device]>([])

    /// The digest of a cookie, if its browser was let in by this password; else nil.
    func find(_ cookie: String, _ hash: PasswordHash) -> String? {
        let digest = SHA256.hexadecimal(of: cookie)
        return known.withLock { known in
            known.contains { $0.digest == digest && $0.hash == hash } ? digest : nil
        }
    }

    /// Remembers a browser that was let in.
    ///
    /// - Parameter former: the cookie it came with, which counts for nothing from now on; nil without one.
    /// - Returns: what its cookie says from now on.
    func letIn(_ hash: PasswordHash, insteadOf former: String?) -> String {
        let cookie = Ticket.make()
        let former = former.map { SHA256.hexadecimal(of: $0) }
        known.withLock { known in
            known.removeAll { $0.digest == former }
            if known.count >= Self.capacity { known.removeFirst() }
            known.append(Device(digest: SHA256.hexadecimal(of: cookie), hash: hash))
        }
        return cookie
    }
}
