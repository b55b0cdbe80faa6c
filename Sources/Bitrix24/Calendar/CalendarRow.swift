import JSONText
import RoomCore

/// One event as `calendar.event.get` and `calendar.event.getbyid` send it; every field but its number may be missing.
struct CalendarRow: Hashable, Sendable {
    let value: JSON
    /// Whether it was asked for by its number: rows of a list may lack what an update would then clear.
    var isWhole = false

    /// Takes an object up; nil for anything else, and for one that bears neither a number nor its parent's.
    init?(_ value: JSON?) {
        guard let value, case .object = value else { return nil }
        self.value = value
        if parentID == nil { return nil }
    }

    var id: Int64? { positive("ID") }
    /// The entry that this one is a copy of, or reserves a room for; its own if there is none.
    var parentID: Int64? { positive("PARENT_ID") ?? id }
    var type: String? { value["CAL_TYPE"]?.nonEmptyText }
    var ownerID: Int64? { value["OWNER_ID"]?.wholeNumber }
    var sectionID: Int64? { positive("SECT_ID") ?? positive("SECTION_ID") }
    var name: String? { value["NAME"]?.nonEmptyText }
    var details: String? { value["DESCRIPTION"]?.nonEmptyText }
    var createdBy: Int64? { positive("CREATED_BY") }
    var host: Int64? { positive("MEETING_HOST") }
    /// Whom messages about it go to: the host, or whoever wrote it down.
    var organiser: Int64? { host ?? createdBy }
    var organiserID: String? { organiser.map { String($0) } }
    var hostName: String? { value["MEETING"]?["HOST_NAME"]?.nonEmptyText }
    var isMeeting: Bool { value["IS_MEETING"]?.isYes ?? false }
    var meetingStatus: String { value["MEETING_STATUS"]?.text ?? "" }
    var accessibility: String { value["ACCESSIBILITY"]?.text ?? "" }
    var isPrivate: Bool { value["PRIVATE_EVENT"]?.isYes ?? false }
    /// Programs that follow the documentation's advice to write `%23` for `#` leave it so in the event.
    var color: String { (value["COLOR"]?.text ?? "").replacing("%23", with: "#") }
    var location: String { value["LOCATION"]?.text ?? "" }
    /// What changes whenever the event does.
    var version: String {
        (value["VERSION"]?.text ?? "") + "/" + (value["TIMESTAMP_X"]?.text ?? "")
    }

    /// Whether it is there at all.
    var isThere: Bool {
        value["DELETED"]?.text != "Y" && value["ACTIVE"]?.text != "N"
    }

    /// Whether it is one of several rows that a series was expanded to, or the series itself.
    var isRecurring: Bool {
        if case .object(let rule)? = value["RRULE"], !rule.all.isEmpty { return true }
        return value["RINDEX"] != nil
    }

    /// The series that this occurrence was split off from; nil if it was not.
    var splitFrom: Int64? {
        positive("RECURRENCE_ID")
            ?? value["RELATIONS"]?["ORIGINAL_RECURSION_ID"]?.wholeNumber
            .flatMap { $0 > 0 ? $0 : nil }
    }

    /// The users that take part; nil if the row does not tell them all.
    var attendees: [Int64]? {
        let list = value["ATTENDEE_LIST"]?.elements ?? []
        let ids = list.compactMap { $0["id"]?.wholeNumber }.filter { $0 > 0 }
        if !ids.isEmpty, ids.count == list.count { return ids }
        let entities = value["attendeesEntityList"]?.elements ?? []
        let users = entities.filter { $0["entityId"]?.text == "user" }
            .compactMap { $0["id"]?.wholeNumber }
        return !users.isEmpty && users.count == entities.count ? users : nil
    }

    private func positive(_ key: String) -> Int64? {
        value[key]?.wholeNumber.flatMap { $0 > 0 ? $0 : nil }
    }
}
