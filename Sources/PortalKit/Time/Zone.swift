import CivilCalendar
import Foundation

/// A time zone of the IANA database.
struct Zone: Hashable, Sendable {
    /// Its name, `Europe/Moscow`.
    let identifier: String
    private let zone: TimeZone

    /// Coordinated universal time.
    static let utc = Zone(identifier: "UTC", zone: .gmt)

    /// Finds a zone; nil if the database has none of that name.
    init?(_ identifier: String) {
        guard identifier.contains("/") || identifier == "UTC",
            let zone = TimeZone(identifier: identifier)
        else { return nil }
        self.init(identifier: identifier, zone: zone)
    }

    private init(identifier: String, zone: TimeZone) {
        self.identifier = identifier
        self.zone = zone
    }

    /// Seconds east of UTC at an instant.
    func offset(at unixSeconds: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(unixSeconds)))
    }

    /// Seconds east of UTC when the clocks of this zone show `local`.
    func offset(when local: CivilTime) -> Int { local.seconds - instant(of: local) }

    /// What the clocks of this zone show at an instant.
    func local(at unixSeconds: Int) -> CivilTime {
        CivilTime(seconds: unixSeconds + offset(at: unixSeconds))
    }

    /// When the clocks of this zone show `local`: the first time if twice; if never, as if the clocks had not changed.
    func instant(of local: CivilTime) -> Int {
        let before = offset(at: local.seconds - CivilTime.secondsPerDay)
        let after = offset(at: local.seconds + CivilTime.secondsPerDay)
        let early = local.seconds - before
        if before == after || offset(at: early) == before { return early }
        let late = local.seconds - after
        return offset(at: late) == after ? late : early
    }
}
