import CLinux
package import RoomCore

extension WallTime {
    /// What the system's wall clock shows.
    package static func system() -> WallTime {
        WallTime(microsecondsSinceEpoch: domovoy_clock_nanoseconds(CLOCK_REALTIME) / 1_000)
    }
}
