import CivilCalendar
import Foundation
import RoomCore
import Synchronization

/// A time zone by its IANA name, from the system.
///
/// Foundation is asked once a day of wall time; a day on which the offset does not change is answered from memory.
final class Zone: Sendable {
    /// The name it was found under.
    let name: String
    private let zone: TimeZone
    private let midnights = Mutex<[Int: Int]>([:])

    private init(name: String, zone: TimeZone) {
        self.name = name
        self.zone = zone
    }

    /// Days whose offset is remembered; then it begins anew.
    private static let rememberedDays = 4_096
    private static let known = Mutex<[String: Zone]>([:])
    /// The zones that are remembered: there are some 600 names.
    private static let rememberedZones = 1_024

    /// The zone of an IANA name; nil if the system has none.
    static func named(_ name: String) -> Zone? {
        known.withLock { known in
            if let zone = known[name] { return zone }
            guard !name.isEmpty, name.utf8.count <= 64, let zone = TimeZone(identifier: name) else {
                return nil
            }
            if known.count >= rememberedZones { known = [:] }
            let made = Zone(name: name, zone: zone)
            known[name] = made
            return made
        }
    }

    /// Seconds east of UTC at an instant.
    func offset(atUTC seconds: Int) -> Int {
        let day = seconds.flooredDivision(by: CivilTime.secondsPerDay)
        let (today, tomorrow) = (offset(atMidnightOf: day), offset(atMidnightOf: day + 1))
        return today == tomorrow ? today : measured(seconds)
    }

    /// The instant of a civil time.
    ///
    /// Of a time that occurs twice it is the first; a time that is skipped counts by the offset before the gap, as in
    /// RFC 5545, section 3.3.5.
    func instant(of civil: CivilTime) -> WallTime {
        let before = offset(atUTC: civil.seconds - CivilTime.secondsPerDay)
        let after = offset(atUTC: civil.seconds + CivilTime.secondsPerDay)
        if before == after { return WallTime(secondsSinceEpoch: Int64(civil.seconds - before)) }
        let fits = [civil.seconds - before, civil.seconds - after].sorted().first {
            $0 + offset(atUTC: $0) == civil.seconds
        }
        return WallTime(secondsSinceEpoch: Int64(fits ?? civil.seconds - before))
    }

    /// The civil time of an instant.
    func civil(_ instant: WallTime) -> CivilTime {
        let seconds = Int(instant.secondsSinceEpoch)
        return CivilTime(seconds: seconds + offset(atUTC: seconds))
    }

    private func offset(atMidnightOf day: Int) -> Int {
        midnights.withLock { midnights in
            if let offset = midnights[day] { return offset }
            if midnights.count >= Zone.rememberedDays { midnights = [:] }
            let offset = measured(day * CivilTime.secondsPerDay)
            midnights[day] = offset
            return offset
        }
    }

    private func measured(_ seconds: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }
}
