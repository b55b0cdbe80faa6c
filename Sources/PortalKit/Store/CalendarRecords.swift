import CivilCalendar
import GRDB

/// A calendar of somebody or something: of a person or group, of the company, a meeting room, a resource.
struct SectionRecord: Codable, Hashable, Sendable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "section"
    var id: Int?
    /// `user`, `group`, `company_calendar`, `location`, `resource`.
    var type: String
    var ownerID: Int
    var name: String
    var description: String?
    var color = "#9dcf00"
    var textColor = ""
    var createdBy: Int
    var createdAt: Int
    var changedAt: Int
    /// Access codes, `U1`, `SG5_K`, `UA`, with ``AccessLevel`` as number.
    var access: [String: Int]
    /// `ALLOW` and `SET`, as JSON.
    var export = #"{"ALLOW":false}"#
    /// Seats of a meeting room; too many guests are only warned of.
    var capacity: Int?

    mutating func didInsert(_ inserted: InsertionSuccess) { id = Int(inserted.rowID) }

    /// The calendar that a person gets when they open it for the first time.
    static func first(of user: UserRecord, at now: Int) -> SectionRecord {
        SectionRecord(
            type: "user", ownerID: user.id, name: user.fullName, createdBy: user.id,
            createdAt: now, changedAt: now, access: ["UA": AccessLevel.title.rawValue])
    }
}

/// One row of a calendar: an event, an attendee's copy of it, a room's reservation, or a resource's booking.
struct EventRecord: Codable, Hashable, Sendable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "event"
    var id: Int?
    /// The host's row; its own number for rows that are no copies.
    var parentID = 0
    var isDeleted = false
    var type: String
    var ownerID: Int
    var sectionID: Int
    var name: String
    var description = ""
    /// The first start on the clocks of `startZone`; of all-day events, midnight of the first day.
    var start: CivilTime
    /// The first end on the clocks of `endZone`; of all-day events, midnight of the last day, which counts in.
    var end: CivilTime
    /// Seconds that rounding took from the start, or added if negative: `DATE_FROM_TS_UTC` still tells them.
    var startRest = 0
    /// The same of the end.
    var endRest = 0
    var startZone: String
    var endZone: String
    var isAllDay = false
    /// The first start in UTC.
    var firstInstant = 0
    /// The end of the last occurrence in UTC.
    var lastInstant = 0
    var accessibility = "busy"
    var importance = "normal"
    var isPrivate = false
    var isMeeting = false
    /// `H`, `Y`, `N`, `Q` or nothing.
    var status = ""
    /// The organiser; 0 for rows of rooms and resources.
    var hostID: Int
    /// What was sent as `meeting`, as JSON.
    var meeting: String?
    /// Who is invited.
    var attendees: [Int] = []
    var location = ""
    /// What was sent as `remind`, as JSON.
    var remind = "[]"
    var color = ""
    var textColor = ""
    var rule: RecurrenceRule?
    /// Days on which the series does not take place, as midnights.
    var excluded: [CivilTime] = []
    /// The series that this occurrence was taken out of.
    var recurrenceID: Int?
    var originalStart: CivilTime?
    /// The series that this one was split off.
    var originalSeries: Int?
    /// `EVENT_TYPE`.
    var kind: String?
    var crm: [String] = []
    var davID = ""
    var version = 1
    var createdBy: Int
    var createdAt: Int
    var changedAt: Int
    /// The number in the CRM field that made this booking of a resource.
    var resourceBooking: Int?

    mutating func didInsert(_ inserted: InsertionSuccess) { id = Int(inserted.rowID) }

    /// The row's number, once it is in the database.
    var number: Int { id ?? 0 }
    /// Whether it is somebody's copy of another's event.
    var isCopy: Bool { parentID != number }
}

extension CivilTime: DatabaseValueConvertible {
    var databaseValue: DatabaseValue { seconds.databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> CivilTime? {
        Int.fromDatabaseValue(value).map { CivilTime(seconds: $0) }
    }
}
