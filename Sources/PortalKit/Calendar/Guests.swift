import GRDB

/// Keeps attendees' copies in step with the host's event.
struct Guests {
    private let call: Call
    private var db: Database { call.db }

    init(_ call: Call) {
        self.call = call
    }

    /// Makes copies for new attendees, brings old ones up to date, deletes those of people no longer invited.
    func settle(_ event: inout EventRecord) throws {
        if event.isMeeting && !event.attendees.contains(event.hostID) {
            event.attendees.append(event.hostID)
        }
        let isHostsOwn = event.type == "user" && event.ownerID == event.hostID
        let invited = event.isMeeting ? Set(event.attendees) : []
        var missing = isHostsOwn ? invited.subtracting([event.hostID]) : invited
        for var copy in try copies(of: event) {
            missing.remove(copy.ownerID)
            copy.take(event)
            copy.isDeleted = !invited.contains(copy.ownerID)
            copy.changedAt = call.now
            copy.version += 1
            try copy.update(db)
        }
        for user in missing.sorted() { try addCopy(of: event, for: user) }
    }

    private func copies(of event: EventRecord) throws -> [EventRecord] {
        try EventRecord.fetchAll(
            db, sql: "SELECT * FROM event WHERE parentID = ? AND id <> ? AND type = 'user'",
            arguments: [event.number, event.number])
    }

    private func addCopy(of event: EventRecord, for user: Int) throws {
        guard try call.user(user) != nil, let section = try call.sections("user", user).first?.id
        else { return }
        var copy = event
        copy.id = nil
        (copy.type, copy.ownerID, copy.sectionID) = ("user", user, section)
        copy.status = user == event.hostID ? "H" : "Q"
        copy.version = 1
        try copy.insert(db)
    }

    /// A guest deletes a copy: the answer is no.
    func decline(_ copy: EventRecord) throws {
        try setStatus("N", of: copy)
    }

    /// Records an answer.
    func setStatus(_ status: String, of copy: EventRecord) throws {
        var copy = copy
        copy.status = status
        copy.version += 1
        copy.changedAt = call.now
        try copy.update(db)
    }

    /// The caller's own copy of an event that is named by any of its numbers.
    func ownCopy(_ id: Int) throws -> EventRecord? {
        guard let event = try EventRecord.fetchOne(db, key: id), !event.isDeleted else {
            return nil
        }
        return try EventRecord.guestRows(of: event, call.caller.id).fetchOne(db)
    }
}

extension EventRecord {
    /// Takes over everything that a copy has in common with the host's event.
    mutating func take(_ event: EventRecord) {
        let own = self
        self = event
        (id, type, ownerID, sectionID) = (own.id, own.type, own.ownerID, own.sectionID)
        (status, version) = (own.status, own.version)
        (accessibility, color, textColor, remind) =
            (own.accessibility, own.color, own.textColor, own.remind)
    }
}
