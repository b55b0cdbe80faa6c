import GRDB

/// The tables of a portal, and how they came about.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 first tables") { db in
            try db.execute(sql: people)
            try db.execute(sql: calendar)
            try db.execute(sql: booking)
        }
        migrator.registerMigration("2 seconds of events") { db in
            for column in ["startRest", "endRest"] {
                try db.execute(
                    sql: "ALTER TABLE event ADD COLUMN \(column) INTEGER NOT NULL DEFAULT 0")
            }
        }
        migrator.registerMigration("3 numbers that never come again") { db in
            for table in numbered { try numberOnce(table, db) }
        }
        return migrator
    }

    /// The tables whose rows are deleted, and whose numbers somebody may remember.
    private static let numbered = [
        "notification", "section", "event", "bookingResourceType", "bookingResource", "bookingSlot",
        "booking", "waitItem",
    ]

    /// Makes a table give out each number once, as a portal does: SQLite gives that of the newest row again when that row
    /// was deleted, unless it is told to count.
    private static func numberOnce(_ table: String, _ db: Database) throws {
        let statements = try String.fetchAll(
            db,
            sql: """
                SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL
                ORDER BY type = 'table' DESC, name
                """,
            arguments: [table])
        try db.execute(sql: "ALTER TABLE \(table) RENAME TO outdated")
        for (index, statement) in statements.enumerated() {
            try db.execute(
                sql: statement.replacing(
                    "id INTEGER PRIMARY KEY", with: "id INTEGER PRIMARY KEY AUTOINCREMENT"))
            guard index == 0 else { continue }
            try db.execute(sql: "INSERT INTO \(table) SELECT * FROM outdated")
            try db.execute(sql: "DROP TABLE outdated")
        }
    }

    private static let people = """
        CREATE TABLE user (
            id INTEGER PRIMARY KEY, firstName TEXT NOT NULL, lastName TEXT NOT NULL,
            email TEXT NOT NULL, language TEXT NOT NULL, timeZone TEXT NOT NULL,
            isAdmin INTEGER NOT NULL, isActive INTEGER NOT NULL, department INTEGER NOT NULL,
            denyBusyInvitation INTEGER NOT NULL) STRICT;
        CREATE TABLE department (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent INTEGER, head INTEGER) STRICT;
        CREATE TABLE workgroup (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL,
            ownerID INTEGER NOT NULL, isOpen INTEGER NOT NULL, createdAt INTEGER NOT NULL) STRICT;
        CREATE TABLE member (
            groupID INTEGER NOT NULL, userID INTEGER NOT NULL, role TEXT NOT NULL,
            PRIMARY KEY (groupID, userID)) STRICT;
        CREATE TABLE webhook (
            secret TEXT NOT NULL PRIMARY KEY, userID INTEGER NOT NULL, scopes TEXT NOT NULL,
            isRevoked INTEGER NOT NULL, expiresAt INTEGER) STRICT;
        CREATE TABLE notification (
            id INTEGER PRIMARY KEY, userID INTEGER NOT NULL, authorID INTEGER NOT NULL,
            message TEXT NOT NULL, messageOut TEXT, tag TEXT, subTag TEXT,
            createdAt INTEGER NOT NULL) STRICT;
        """

    /// The instants are what `start` and `end` mean in UTC; of a series, its first start and last end.
    private static let calendar = """
        CREATE TABLE section (
            id INTEGER PRIMARY KEY, type TEXT NOT NULL, ownerID INTEGER NOT NULL,
            name TEXT NOT NULL, description TEXT, color TEXT NOT NULL, textColor TEXT NOT NULL,
            createdBy INTEGER NOT NULL, createdAt INTEGER NOT NULL, changedAt INTEGER NOT NULL,
            access TEXT NOT NULL, export TEXT NOT NULL, capacity INTEGER) STRICT;
        CREATE INDEX sectionByOwner ON section (type, ownerID);
        CREATE TABLE event (
            id INTEGER PRIMARY KEY, parentID INTEGER NOT NULL, isDeleted INTEGER NOT NULL,
            type TEXT NOT NULL, ownerID INTEGER NOT NULL, sectionID INTEGER NOT NULL,
            name TEXT NOT NULL, description TEXT NOT NULL, start INTEGER NOT NULL,
            "end" INTEGER NOT NULL, startZone TEXT NOT NULL, endZone TEXT NOT NULL,
            isAllDay INTEGER NOT NULL, firstInstant INTEGER NOT NULL, lastInstant INTEGER NOT NULL,
            accessibility TEXT NOT NULL, importance TEXT NOT NULL, isPrivate INTEGER NOT NULL,
            isMeeting INTEGER NOT NULL, status TEXT NOT NULL, hostID INTEGER NOT NULL,
            meeting TEXT, attendees TEXT NOT NULL, location TEXT NOT NULL, remind TEXT NOT NULL,
            color TEXT NOT NULL, textColor TEXT NOT NULL, rule TEXT, excluded TEXT NOT NULL,
            recurrenceID INTEGER, originalStart INTEGER, originalSeries INTEGER, kind TEXT,
            crm TEXT NOT NULL, davID TEXT NOT NULL, version INTEGER NOT NULL,
            createdBy INTEGER NOT NULL, createdAt INTEGER NOT NULL, changedAt INTEGER NOT NULL,
            resourceBooking INTEGER) STRICT;
        CREATE INDEX eventByOwner ON event (type, ownerID, lastInstant);
        CREATE INDEX eventByParent ON event (parentID);
        CREATE INDEX eventBySection ON event (sectionID, lastInstant);
        """

    private static let booking = """
        CREATE TABLE bookingResourceType (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT NOT NULL,
            moduleId TEXT NOT NULL, settings TEXT NOT NULL) STRICT;
        CREATE TABLE bookingResource (
            id INTEGER PRIMARY KEY, typeId INTEGER NOT NULL, name TEXT NOT NULL,
            description TEXT NOT NULL, isMain INTEGER NOT NULL, settings TEXT NOT NULL) STRICT;
        CREATE TABLE bookingSlot (
            id INTEGER PRIMARY KEY, resourceId INTEGER NOT NULL, "from" INTEGER NOT NULL,
            "to" INTEGER NOT NULL, timezone TEXT NOT NULL, weekDays TEXT NOT NULL,
            slotSize INTEGER NOT NULL) STRICT;
        CREATE TABLE booking (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL,
            startsAt INTEGER NOT NULL, startZone TEXT NOT NULL, endsAt INTEGER NOT NULL,
            endZone TEXT NOT NULL, createdBy INTEGER NOT NULL, createdAt INTEGER NOT NULL) STRICT;
        CREATE INDEX bookingByEnd ON booking (endsAt);
        CREATE TABLE bookingUse (
            bookingId INTEGER NOT NULL, position INTEGER NOT NULL, resourceId INTEGER NOT NULL,
            PRIMARY KEY (bookingId, position)) STRICT;
        CREATE INDEX bookingUseByResource ON bookingUse (resourceId, bookingId);
        CREATE TABLE waitItem (
            id INTEGER PRIMARY KEY, note TEXT NOT NULL, createdAt INTEGER NOT NULL) STRICT;
        -- Clients and external data of bookings and of items of the waiting list.
        CREATE TABLE link (
            ownerKind TEXT NOT NULL, ownerId INTEGER NOT NULL, kind TEXT NOT NULL,
            position INTEGER NOT NULL, module TEXT NOT NULL, code TEXT NOT NULL,
            value TEXT NOT NULL, PRIMARY KEY (ownerKind, ownerId, kind, position)) STRICT;
        """
}
