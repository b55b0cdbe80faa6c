import GRDB
import JSONText

/// What somebody may do with a calendar; the numbers are those that `ACCESS` shows.
enum AccessLevel: Int, Comparable, Sendable {
    case denied = 11
    case time = 13
    case title = 15
    case view = 17
    case edit = 19
    case full = 21

    static func < (one: AccessLevel, other: AccessLevel) -> Bool { one.rawValue < other.rawValue }

    /// `PERM` of a section.
    var document: JSON {
        [
            "view_time": .bool(self >= .time), "view_title": .bool(self >= .title),
            "view_full": .bool(self >= .view), "add": .bool(self >= .edit),
            "edit": .bool(self >= .edit), "edit_section": .bool(self >= .full),
            "access": .bool(self >= .full),
        ]
    }
}

/// The caller's rights to calendars, worked out once for a call.
struct Access {
    private let user: UserRecord
    /// Role by group.
    private let roles: [Int: String]
    private let openGroups: Set<Int>

    /// Reads what the rights depend on.
    init(_ call: Call) throws {
        user = call.caller.user
        let members = try MemberRecord.fetchAll(
            call.db, sql: "SELECT * FROM member WHERE userID = ?", arguments: [user.id])
        roles = Dictionary(uniqueKeysWithValues: members.map { ($0.groupID, $0.role) })
        openGroups = try Set(
            Int.fetchAll(call.db, sql: "SELECT id FROM workgroup WHERE isOpen"))
    }

    /// The right to a calendar.
    func level(_ section: SectionRecord) -> AccessLevel {
        if user.isAdmin { return .full }
        if section.type == "user" && section.ownerID == user.id { return .full }
        let granted = section.access.filter { holds($0.key) }.compactMap {
            AccessLevel(rawValue: $0.value)
        }
        return max(granted.max() ?? .denied, ofGroup(section))
    }

    /// Whether the calendars of a group may be read at all.
    func mayRead(group: Int) -> Bool {
        user.isAdmin || roles[group] != nil || openGroups.contains(group)
    }

    private func ofGroup(_ section: SectionRecord) -> AccessLevel {
        guard section.type == "group" else { return .denied }
        switch roles[section.ownerID] {
        case "A", "E": return .full
        case .some: return .edit
        case nil: return openGroups.contains(section.ownerID) ? .view : .denied
        }
    }

    private func holds(_ code: String) -> Bool {
        switch code {
        case "U\(user.id)", "UA", "AU", "G2", "D\(user.department)", "DR\(user.department)": true
        default: false
        }
    }
}

extension Call {
    /// The calendars of an owner, in the order of their numbers.
    func sections(_ type: String, _ owner: Int) throws -> [SectionRecord] {
        try SectionRecord.fetchAll(
            db, sql: "SELECT * FROM section WHERE type = ? AND ownerID = ? ORDER BY id",
            arguments: [type, owner])
    }

    /// A person; nil if there is none of that number.
    func user(_ id: Int) throws -> UserRecord? {
        try UserRecord.fetchOne(db, key: id)
    }

    /// Type and owner as every method of the calendar takes them.
    ///
    /// The company's calendar and the rooms belong to nobody: 0 or an empty text.
    func owner() throws -> (type: String, id: Int) {
        let type = try arguments.required("type").looseString ?? ""
        guard let value = arguments["ownerId"] else {
            throw RESTError.missing("ownerId", of: arguments.method)
        }
        if value == .string("") {
            guard type != "user" && type != "group" else {
                throw RESTError.missing("ownerId", of: arguments.method)
            }
            return (type, 0)
        }
        guard let id = value.looseInt else { throw RESTError.invalid("ownerId") }
        return (type, id)
    }
}
