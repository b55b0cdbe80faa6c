import Foundation
import PanelWeb

extension RoomClock {
    /// The clock of a zone; nil if this machine does not know it.
    init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.init(name: name, zone)
    }

    /// The clock of a zone under the name that people know it by.
    init(name: String, _ zone: TimeZone) {
        self.init(name: name) { seconds in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
        }
    }
}
