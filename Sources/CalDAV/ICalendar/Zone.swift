import CIcal
import Synchronization

/// A time zone, by libical: out of the system's zone files, or out of a VTIMEZONE.
final class Zone: Sendable {
    /// The name it was found under.
    let name: String
    // SAFETY: the C object is used under a lock of its own (CIcal.h) and freed once, in deinit.
    private nonisolated(unsafe) let handle: OpaquePointer?

    private init(name: String, handle: OpaquePointer?) {
        self.name = name
        self.handle = handle
    }

    deinit {
        // SAFETY: nobody holds the handle any more; NULL is permitted.
        cical_zone_free(handle)
    }

    /// Coordinated universal time.
    static let utc = Zone(name: "UTC", handle: nil)

    /// The zones of the system that were asked for; there are some 600 names at most.
    private static let known = Mutex<[String: Zone]>([:])

    /// The zone of an IANA name, out of the system's zone files; nil if there is none.
    static func named(_ name: String) -> Zone? {
        if name == "UTC" || name == "Etc/UTC" || name == "GMT" { return utc }
        return known.withLock { known in
            if let zone = known[name] { return zone }
            guard name.utf8.count <= 64, let handle = name.withCString({ cical_zone_named($0) })
            else { return nil }
            let zone = Zone(name: name, handle: handle)
            known[name] = zone
            return zone
        }
    }

    /// The zone that a VTIMEZONE describes; nil if libical cannot read it.
    ///
    /// - Parameter text: of bounded size and rules; see ``ZoneDefinition``.
    convenience init?(name: String, definition text: String) {
        guard let handle = text.withCString({ cical_zone_parsed($0) }) else { return nil }
        self.init(name: name, handle: handle)
    }

    /// Seconds east of UTC at an instant.
    func offset(atUTC seconds: Int64) -> Int64 {
        guard let handle else { return 0 }
        // SAFETY: the handle is alive as long as self is.
        return Int64(cical_zone_offset(handle, seconds))
    }

    /// The civil time of an instant.
    func civil(atUTC seconds: Int64) -> Int64 {
        seconds + offset(atUTC: seconds)
    }

    /// The instant of a civil time (RFC 5545, section 3.3.5).
    ///
    /// Of a time that occurs twice it is the first; a time that is skipped counts by the offset before the gap.
    func instant(ofCivil seconds: Int64) -> Int64 {
        if handle == nil { return seconds }
        let before = offset(atUTC: seconds - CalendarTime.secondsPerDay)
        let after = offset(atUTC: seconds + CalendarTime.secondsPerDay)
        if before == after { return seconds - before }
        let candidates = [seconds - before, seconds - after].sorted()
        let fits = candidates.first { civil(atUTC: $0) == seconds }
        return fits ?? seconds - before
    }
}
