import Hashing
import PanelWeb

/// The personal feeds that there are, as the file keeps them: for whom, and the hash of each token.
struct FeedList: Hashable, Sendable, Codable {
    /// One feed.
    struct Feed: Hashable, Sendable, Codable {
        /// Names it in `list` and `revoke`: the first digits of its hash.
        var id: String
        /// Whose bookings are in it, as ``RoomCore/Booking/isOrganised(by:)`` takes it.
        var person: String
        /// The SHA-256 of its token, in hexadecimal digits: all that is kept of it.
        var hash: String
        /// When it was made.
        var madeAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case id, person, hash
            case madeAt = "made_at"
        }

        init(person: String, token: String, madeAt: Timestamp) {
            hash = SHA256.hexadecimal(of: token)
            id = String(hash.prefix(FeedList.idDigits))
            self.person = person
            self.madeAt = madeAt
        }
    }

    /// How many there may be.
    static let greatestCount = 1_000
    /// The most bytes of a person's name.
    static let greatestPerson = 320
    /// 40 bits: of a thousand feeds no two share them.
    static let idDigits = 10

    var feeds: [Feed] = []

    /// Whose feed has this token; nil if none has.
    ///
    /// All are looked at, and all of each: the time that it takes tells nothing of them.
    func person(of token: String) -> String? {
        let hash = SHA256.hexadecimal(of: token)
        var found: String?
        for feed in feeds where ConstantTime.isEqual(feed.hash, hash) { found = feed.person }
        return found
    }

    /// What is wrong with a list that was read; nil if nothing is.
    var fault: String? {
        if feeds.count > Self.greatestCount {
            return "it lists \(feeds.count) feeds; \(Self.greatestCount) are allowed"
        }
        if feeds.contains(where: { $0.hash.utf8.count != 2 * SHA256.byteCount }) {
            return "a feed in it has a hash that is none"
        }
        return nil
    }
}
