import FoundationEssentials
import RoomCore

/// The earliest instant that can be now, for a panel that has nobody to ask.
enum BuildDate {
    /// When this version was begun: no clock that shows less can be right.
    private static let release = WallTime(secondsSinceEpoch: 1_795_219_200)

    /// The date of the program's own file, or of its version where that is later.
    static let instant: WallTime = {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "/proc/self/exe")
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let file = link.flatMap { try? FileManager.default.attributesOfItem(atPath: $0) }
        let date = (file ?? attributes)?[.modificationDate] as? Date
        let built = date.map { WallTime(secondsSinceEpoch: Int64($0.timeIntervalSince1970)) }
        return max(built ?? release, release)
    }()
}
