import GRDB

/// One person of the portal.
struct UserRecord: Codable, Hashable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "user"
    var id: Int
    var firstName: String
    var lastName: String
    var email: String
    /// `ru`, `en`; REST tells it only in `MEETING.LANGUAGE_ID` of the events that this person hosts.
    var language: String
    var timeZone: String
    var isAdmin: Bool
    var isActive: Bool
    var department: Int
    var denyBusyInvitation = false

    /// First name, then last name.
    var fullName: String { "\(firstName) \(lastName)" }
}

/// A part of the company.
struct DepartmentRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "department"
    var id: Int
    var name: String
    var parent: Int?
    var head: Int?
}

/// A workgroup, project or collab.
struct GroupRecord: Codable, Hashable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "workgroup"
    var id: Int
    var name: String
    var description: String
    var ownerID: Int
    /// Whether people who are no members may read its calendar.
    var isOpen: Bool
    var createdAt: Int
}

/// Somebody's place in a group.
struct MemberRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "member"
    var groupID: Int
    var userID: Int
    /// `A` owner, `E` moderator, `K` member.
    var role: String
}

/// An incoming webhook.
struct WebhookRecord: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "webhook"
    var secret: String
    var userID: Int
    var scopes: [String]
    var isRevoked: Bool
    var expiresAt: Int?
}

/// A message that appeared behind somebody's bell.
struct NotificationRecord: Codable, Sendable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "notification"
    var id: Int?
    var userID: Int
    /// 0 for the system.
    var authorID: Int
    var message: String
    var messageOut: String?
    var tag: String?
    var subTag: String?
    var createdAt: Int

    mutating func didInsert(_ inserted: InsertionSuccess) { id = Int(inserted.rowID) }
}
