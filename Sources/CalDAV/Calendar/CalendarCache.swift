import HTTPExchange
import RoomCore

/// What is known of the calendar's objects, so that an unchanged calendar costs one small request.
struct CalendarCache: Sendable {
    /// One object as it was last read.
    struct Entry: Sendable {
        /// The address as the server spells it.
        var href: String
        /// The entity tag it was read with; empty if the server gave none.
        var etag: String
        /// The text, kept to read it again for another range; nil if there was no room.
        var text: [UInt8]?
        /// What it holds within the range.
        var object: CalendarObject
    }

    /// The range that the objects were listed and read for; nil before the first read.
    private(set) var range: Span?
    /// Where `sync-collection` goes on; nil if it is not used.
    var syncToken: String?
    /// The tag of the whole calendar, where the server has one.
    var tag: String?
    /// The objects, by the path without percent-encoding.
    private(set) var entries: [String: Entry] = [:]
    /// What the listing itself had to leave out.
    var listingComplaints: [String] = []
    /// Why objects could not be read, by the same key as the entries; what was known of them stays.
    private(set) var unreadable: [String: String] = [:]
    /// How often in a row the server turned its own sync token down.
    var syncRefusals = 0

    private var textBytes = 0

    /// The entry whose object says most about a booking: the one that changes the occurrence, else the newest version
    /// of its event; nil if there is none.
    func entry(of id: BookingID, uid: String) -> Entry? {
        let holders = entries.values.filter { $0.object.uids.contains(uid) }
        if let change = holders.first(where: { $0.object.changes.contains(id) }) { return change }
        return holders.max { left, right in
            let (left, right) = (left.object.versions[uid], right.object.versions[uid])
            guard let left, let right else { return left == nil && right != nil }
            return left < right
        }
    }

    /// Keeps an object in place of what was known of it; its text only if it matters and there is room.
    mutating func keep(_ entry: Entry, as key: String, limits: CalDAVLimits) {
        remove(key)
        var entry = entry
        let size = entry.text?.count ?? 0
        if entry.object.members.isEmpty || textBytes + size > limits.cachedBytes {
            entry.text = nil
        }
        textBytes += entry.text?.count ?? 0
        entries[key] = entry
    }

    /// Forgets an object.
    mutating func remove(_ key: String) {
        textBytes -= entries.removeValue(forKey: key)?.text?.count ?? 0
        unreadable[key] = nil
    }

    /// Notes that an object could not be read.
    mutating func note(_ key: String, unreadable reason: String) {
        if unreadable.count < 4 * CalDAVLimits.complaints { unreadable[key] = reason }
    }

    /// Begins anew for another range: entries that can be read again from their text are, the rest is forgotten.
    mutating func move(to range: Span, reading: (Entry) -> CalendarObject) {
        self.range = range
        for (key, entry) in entries {
            guard entry.text != nil else {
                remove(key)
                continue
            }
            entries[key]?.object = reading(entry)
        }
    }

    /// Forgets all objects but those listed.
    mutating func retain(_ keys: Set<String>) {
        for key in entries.keys where !keys.contains(key) { remove(key) }
        for key in unreadable.keys where !keys.contains(key) { unreadable[key] = nil }
    }

    /// Forgets for which range the objects are known, so that they are listed again.
    mutating func forgetListing() {
        range = nil
        syncToken = nil
        tag = nil
    }

    /// The bookings within a window and what was left out, within the limits.
    func reading(of window: Span, isWritable: Bool, serverDate: WallTime?, limits: CalDAVLimits)
        -> ScheduleReading
    {
        var complaints = listingComplaints + unreadable.values.sorted()
        var bookings: [BookingID: Booking] = [:]
        let standing = Standing(entries)
        var doubled = Set<String>()
        for (key, entry) in entries.sorted(by: { $0.key < $1.key }) {
            complaints += entry.object.complaints
            for member in entry.object.members where member.booking.span.overlaps(window) {
                var booking = member.booking
                guard standing.holds(member, of: key) else { continue }
                if bookings[booking.id] != nil {
                    doubled.insert(member.uid)
                    continue
                }
                booking.isWritable = isWritable
                bookings[booking.id] = booking
            }
        }
        doubled.formUnion(standing.doubled)
        complaints += doubled.sorted().map { "\($0.oneLine(80)) is in the calendar twice" }
        var list = bookings.values.sorted {
            ($0.span.start, $0.span.end, $0.id.text) < ($1.span.start, $1.span.end, $1.id.text)
        }
        if list.count > limits.bookings {
            complaints.insert(
                "\(list.count - limits.bookings) bookings after the first \(limits.bookings) are left out",
                at: 0)
            list.removeLast(list.count - limits.bookings)
        }
        return ScheduleReading(
            window: window, bookings: list, serverDate: serverDate,
            complaints: CalendarCache.cut(complaints))
    }

    private static func cut(_ complaints: [String]) -> [String] {
        let limit = CalDAVLimits.complaints
        let lines = complaints.map { $0.oneLine(CalDAVLimits.complaintBytes) }
        if lines.count <= limit { return lines }
        return lines.prefix(limit - 1) + ["and \(lines.count - limit + 1) more"]
    }
}
