import GRDB

/// The running numbers and the salt in `meta`, which outlive the rows they were given to.
enum Numbers {
    struct Name {
        var key: String
        var table: String
    }

    static let presses = Name(key: "last_press", table: "presses")
    static let verdicts = Name(key: "last_verdict", table: "verdicts")
    static let outbox = Name(key: "last_outbox", table: "outbox")
    static let all = [presses, verdicts, outbox]
    /// Under which the groups are counted; see ``Mark``.
    static let groupsKey = "last_group"

    /// How many groups the journal has kept; 0 if it never counted them.
    static func groups(in db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db, sql: "SELECT value FROM meta WHERE name = ?", arguments: [groupsKey]) ?? 0
    }

    /// The greatest number ever given out, 0 if none: in the table, or noted when its row was deleted.
    static func greatest(_ name: Name, in db: Database) throws -> Int64 {
        let noted = try Int64.fetchOne(
            db, sql: "SELECT value FROM meta WHERE name = ?", arguments: [name.key])
        let kept = try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM \(name.table)")
        return max(noted ?? 0, kept ?? 0)
    }

    /// Notes the greatest numbers, before rows that bear them are deleted.
    static func note(in db: Database) throws {
        for name in all { try set(name.key, try greatest(name, in: db), in: db) }
    }

    /// The salt; nil if it is missing or not 8 hexadecimal digits.
    static func salt(in db: Database) throws -> String? {
        let salt = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'salt'")
        guard let salt, salt.utf8.count == 8,
            salt.allSatisfy({ $0.isHexDigit && !$0.isUppercase })
        else { return nil }
        return salt
    }

    /// A salt that no other journal has.
    static func newSalt() -> String {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// A number in `meta`; nil if there is none, or something else.
    static func number(_ name: String, in db: Database) throws -> Int64? {
        try DatabaseValue.fetchOne(
            db, sql: "SELECT value FROM meta WHERE name = ?", arguments: [name]
        ).flatMap { Int64.fromDatabaseValue($0) }
    }

    static func set(_ name: String, _ value: some DatabaseValueConvertible, in db: Database) throws
    {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")
            .execute(arguments: [name, value])
    }
}
