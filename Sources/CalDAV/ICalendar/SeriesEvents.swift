/// The events of one UID in their roles: the event or series itself, and the changed occurrences.
struct SeriesEvents {
    /// All of them, in the order of the object.
    let all: [CalendarEvent]
    /// Where the event or the series itself stands; nil if there are changed occurrences only.
    ///
    /// Of several versions the newest stands, of equals the last.
    let master: Int?
    /// Whether another event is of the same version as the master.
    let hasTwoMasters: Bool
    /// Where the newest change of each occurrence stands, wherever the occurrence lies now.
    let changes: [OccurrenceKey: Int]

    /// Takes up the events of one UID.
    init(_ events: [CalendarEvent], _ zones: ZoneTable) {
        all = events
        let masters = events.indices.filter {
            events[$0].recurrenceID == nil && events[$0].start != nil
        }
        let master = masters.reversed().max { events[$0].version < events[$1].version }
        let version = master.map { events[$0].version }
        self.master = master
        hasTwoMasters = masters.count { events[$0].version == version } > 1
        let first = master.flatMap { events[$0].start }
        var changes: [OccurrenceKey: Int] = [:]
        for (index, event) in events.enumerated() {
            guard let original = event.recurrenceID, let start = event.start else { continue }
            let key = SeriesFrame(first: first ?? start, zones: zones).key(original)
            if let other = changes[key], events[other].sequence > event.sequence { continue }
            changes[key] = index
        }
        self.changes = changes
    }

    /// The version of the event or the series itself; nil if there are changed occurrences only.
    var version: CalendarEvent.Version? { master.map { all[$0].version } }
}
