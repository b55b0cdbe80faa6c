import RoomCore
import Synchronization

/// Lamps that remember what was lit, and fail when told to.
final class RecordedLamps: LampOutput {
    struct Broken: Error, CustomStringConvertible {
        var description: String { "the lamps are broken" }
    }
    private struct State {
        var shown: [Set<LampLine>] = []
        var isBroken = false
    }
    private let state = Mutex(State())

    var shown: [Set<LampLine>] { state.withLock { $0.shown } }

    func setBroken(_ isBroken: Bool) { state.withLock { $0.isBroken = isBroken } }

    func light(_ lit: Set<LampLine>) throws {
        try state.withLock { state in
            if state.isBroken { throw Broken() }
            state.shown.append(lit)
        }
    }
}

extension LampLine {
    static let red = LampLine(.availability, .red)
    static let green = LampLine(.availability, .green)
    static let confirmed = LampLine(.booking, .green)
    static let unconfirmed = LampLine(.booking, .blue)
    static let late = LampLine(.booking, .orange)

    static let all: Set<LampLine> = [red, green, confirmed, unconfirmed, late]
}
