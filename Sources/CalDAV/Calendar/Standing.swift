import RoomCore

/// Says which object's word on a booking stands where several objects speak of one UID.
///
/// RFC 4791, section 4.1, forbids that; it happens. Of two versions of an event the newer one stands, and a changed
/// occurrence stands before that day of its series, wherever either lies.
struct Standing {
    private var owners: [String: String] = [:]
    private var changers: [BookingID: String] = [:]
    /// The UIDs of events that are in the calendar twice.
    private(set) var doubled: Set<String> = []

    /// Looks through all objects, in the order of their keys.
    init(_ entries: [String: CalendarCache.Entry]) {
        var newest: [String: CalendarEvent.Version] = [:]
        for (key, entry) in entries.sorted(by: { $0.key < $1.key }) {
            for id in entry.object.changes where changers[id] == nil { changers[id] = key }
            for (uid, version) in entry.object.versions {
                if let known = newest[uid] {
                    doubled.insert(uid)
                    if known >= version { continue }
                }
                newest[uid] = version
                owners[uid] = key
            }
        }
    }

    /// Whether a booking of the object with that key is to be shown.
    func holds(_ member: CalendarObject.Member, of key: String) -> Bool {
        if !member.isChange, let owner = owners[member.uid], owner != key { return false }
        return changers[member.booking.id].map { $0 == key } ?? true
    }
}
