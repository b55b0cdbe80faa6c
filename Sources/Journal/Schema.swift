import GRDB

/// The tables of the journal and how they came about.
///
/// Times are integer microseconds since 1970-01-01T00:00:00Z. Tables that grow have their time or a running number
/// first in their key, so that new rows go to the end and old ones leave from the front.
enum Schema {
    /// Marks the file as a journal of this program: "Domo" in ASCII, at offset 68 of the file.
    static let applicationID: Int32 = 0x446F_6D6F

    /// The version of the tables that this program writes; in the file's `user_version`.
    static var version: Int { steps.count }

    /// Tables without which the panel cannot start as it stopped; checked at every start.
    static let vital = [
        "outbox", "meta", "schedule", "bookings", "sittings", "presses", "verdicts",
    ]

    /// Tables of the sensor log and the sync history: large, and checked once the lamps are lit.
    static let bulk = [
        "edges", "presence", "sync_history", "messages", "notes", "seals", "seal_marks",
        "late_rows", "opening_hours", "certificates",
    ]

    /// Every change of the tables ever made, oldest first.
    ///
    /// Only ever appended to. What ``LogKind/columns`` names is never rewritten: it is sealed.
    private static let steps: [(name: String, sql: String)] = [
        ("1 first tables", firstTables),
        ("2 intents", intents),
        ("3 organisers", organisers),
        ("4 shadow verdicts", shadowVerdicts),
        ("5 messages", messages),
        ("6 wishes of presses", wishes),
        ("7 notes and seals", notesAndSeals),
        ("8 opening hours", openingHours),
        ("9 certificates", certificates),
    ]

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        for (index, step) in steps.enumerated() {
            migrator.registerMigration(step.name) { db in
                try db.execute(sql: step.sql)
                try db.execute(sql: "PRAGMA user_version = \(index + 1)")
            }
        }
        return migrator
    }

    /// What is owed says whose wish it is, and which end it replaces: for what was owed before, the end that the write before
    /// it gives the same booking, or the one that was read last.
    ///
    /// What is known of a booking that was given up is in one place.
    private static let intents = """
        ALTER TABLE outbox ADD COLUMN cause TEXT NOT NULL DEFAULT 'press';
        DROP INDEX outbox_open;
        CREATE INDEX outbox_open ON outbox (number)
            WHERE state IN ('queued', 'sent', 'answered');
        UPDATE outbox SET write = json_object('changeEnd', json_object(
                '_0', booking,
                'from', COALESCE(
                    -- Rows before this one may have been brought up to date already.
                    (SELECT COALESCE(
                            json_extract(earlier.write, '$.changeEnd.to'),
                            json_extract(earlier.write, '$.changeEnd.end'),
                            json_extract(earlier.write, '$.create._0.span.end'))
                        FROM outbox AS earlier
                        WHERE earlier.booking = outbox.booking AND earlier.number < outbox.number
                            AND earlier.kind IN ('create', 'change_end')
                            AND earlier.state IN ('queued', 'sent')
                        ORDER BY earlier.number DESC LIMIT 1),
                    (SELECT ends_at FROM bookings WHERE id = outbox.booking),
                    json_extract(write, '$.changeEnd.end')),
                'to', json_extract(write, '$.changeEnd.end')))
            WHERE kind = 'change_end' AND json_extract(write, '$.changeEnd.end') IS NOT NULL;
        UPDATE sittings SET sitting = json_set(sitting, '$.givenUp', json_object(
                'at', json_extract(sitting, '$.endedAt'),
                'lastSeen', json_extract(sitting, '$.leftAt'),
                'isOnServer', json(CASE WHEN json_extract(sitting, '$.cutAt') IS NULL
                    THEN 'false' ELSE 'true' END)))
            WHERE json_extract(sitting, '$.endedAt') IS NOT NULL;
        """

    /// Notes by facilities staff; and what binds the days of the log to each other.
    private static let notesAndSeals = """
        CREATE TABLE notes (
            number INTEGER PRIMARY KEY AUTOINCREMENT, written_at INTEGER NOT NULL,
            at INTEGER NOT NULL, sensor TEXT, text TEXT NOT NULL) STRICT;
        CREATE INDEX notes_by_time ON notes (at);
        CREATE INDEX notes_by_writing ON notes (written_at);
        CREATE INDEX presence_by_end ON presence (ends_at);

        -- A row for each day (of UTC, since 1970-01-01) that something was recorded on; see ``Seal``.
        CREATE TABLE seals (
            day INTEGER PRIMARY KEY, version INTEGER NOT NULL, first_day INTEGER NOT NULL,
            previous TEXT NOT NULL, removed_before INTEGER NOT NULL, late_after INTEGER NOT NULL,
            late_through INTEGER NOT NULL, late_hash TEXT NOT NULL, sums TEXT NOT NULL,
            hash TEXT NOT NULL) STRICT;
        -- Four bytes of each row's hash, to tell which one was altered.
        CREATE TABLE seal_marks (
            day INTEGER NOT NULL, kind TEXT NOT NULL, marks BLOB NOT NULL,
            PRIMARY KEY (day, kind)) STRICT;
        -- Rows that came to days which were sealed already.
        CREATE TABLE late_rows (
            number INTEGER PRIMARY KEY AUTOINCREMENT, day INTEGER NOT NULL, kind TEXT NOT NULL,
            hash BLOB NOT NULL) STRICT;
        """

    /// The hours that were in force, each from its time until the next.
    private static let openingHours = """
        CREATE TABLE opening_hours (
            since INTEGER PRIMARY KEY, time_zone TEXT NOT NULL, hours TEXT NOT NULL) STRICT;
        """

    /// What installers found out; rows are added, and never changed or deleted, not even by the retention.
    private static let certificates = """
        CREATE TABLE certificates (
            number INTEGER PRIMARY KEY AUTOINCREMENT, given_at INTEGER NOT NULL,
            signed_by TEXT NOT NULL, certificate TEXT NOT NULL) STRICT;
        CREATE TRIGGER certificates_are_not_changed BEFORE UPDATE ON certificates
            BEGIN SELECT RAISE(ABORT, 'certificates are not changed'); END;
        CREATE TRIGGER certificates_are_not_deleted BEFORE DELETE ON certificates
            BEGIN SELECT RAISE(ABORT, 'certificates are not deleted'); END;
        """

    /// A verdict tells whether the panel only watched; no earlier one did.
    private static let shadowVerdicts = """
        ALTER TABLE verdicts ADD COLUMN shadow INTEGER NOT NULL DEFAULT 0;
        """

    /// What organisers were told; and writes are listed by their time.
    private static let messages = """
        CREATE TABLE messages (
            at INTEGER NOT NULL, booking TEXT NOT NULL, kind TEXT NOT NULL,
            starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, result TEXT NOT NULL, error TEXT,
            PRIMARY KEY (at, booking, kind)) STRICT, WITHOUT ROWID;
        CREATE INDEX outbox_by_time ON outbox (created_at);
        """

    /// A press has a wish, which the page says by name; that of the button is told by its length, as before.
    private static let wishes = "ALTER TABLE presses RENAME COLUMN length TO wish"

    /// Whose a booking is by the server's own name of them; of what was read before, the next reading tells it.
    private static let organisers = "ALTER TABLE bookings ADD COLUMN organiser_id TEXT"

    /// The outbox comes first and so has the same root page in every journal ever made: see ``Salvage``.
    private static let firstTables = """
        CREATE TABLE outbox (
            number INTEGER PRIMARY KEY, state TEXT NOT NULL, kind TEXT NOT NULL,
            booking TEXT NOT NULL, attempts INTEGER NOT NULL, created_at INTEGER NOT NULL,
            last_error TEXT, write TEXT NOT NULL) STRICT;
        CREATE INDEX outbox_open ON outbox (number) WHERE state IN ('queued', 'sent');

        -- salt, last_press, last_verdict, last_outbox, last_group, silences, sealed_before, removed_before
        CREATE TABLE meta (
            name TEXT NOT NULL PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

        -- At most one row: when and for which window the bookings were read.
        CREATE TABLE schedule (
            one INTEGER PRIMARY KEY CHECK (one = 1), window_start INTEGER, window_end INTEGER,
            server_date INTEGER, complaints TEXT NOT NULL, heard_at INTEGER NOT NULL) STRICT;
        CREATE TABLE bookings (
            starts_at INTEGER NOT NULL, id TEXT NOT NULL, ends_at INTEGER NOT NULL, title TEXT,
            organiser TEXT, source TEXT NOT NULL, confirmation TEXT, created_at INTEGER,
            is_all_day INTEGER NOT NULL, is_blocking INTEGER NOT NULL, is_writable INTEGER NOT NULL,
            PRIMARY KEY (starts_at, id)) STRICT, WITHOUT ROWID;

        -- A day's worth of rows, so that the key need not follow time.
        CREATE TABLE sittings (
            booking TEXT NOT NULL PRIMARY KEY, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
            sitting TEXT NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE presses (
            number INTEGER PRIMARY KEY, pressed_at INTEGER NOT NULL, length TEXT NOT NULL,
            outcome TEXT NOT NULL, refusal TEXT, booking TEXT) STRICT;
        CREATE INDEX presses_by_time ON presses (pressed_at);
        CREATE TABLE verdicts (
            number INTEGER PRIMARY KEY, given_at INTEGER NOT NULL, booking TEXT NOT NULL,
            starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, kind TEXT NOT NULL,
            seconds INTEGER, reason TEXT, replaces INTEGER, evidence TEXT NOT NULL) STRICT;
        CREATE INDEX verdicts_by_time ON verdicts (given_at);

        CREATE TABLE edges (
            at INTEGER NOT NULL, sensor TEXT NOT NULL, is_active INTEGER NOT NULL,
            health TEXT NOT NULL, PRIMARY KEY (at, sensor, is_active)) STRICT, WITHOUT ROWID;
        CREATE TABLE presence (
            starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, presence TEXT NOT NULL,
            PRIMARY KEY (starts_at, ends_at)) STRICT, WITHOUT ROWID;
        CREATE TABLE sync_history (
            first_at INTEGER NOT NULL, operation TEXT NOT NULL, last_at INTEGER NOT NULL,
            exchanges INTEGER NOT NULL, failure TEXT, message TEXT,
            PRIMARY KEY (first_at, operation)) STRICT, WITHOUT ROWID;
        """
}
