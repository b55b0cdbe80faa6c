import Synchronization

/// Answers a press before the room hears of it, on the room's order given in advance.
///
/// The lamps go dark as the very first thing that follows from an edge of the button; everything else about the press
/// comes after. The room's own order to answer follows when the room's thread runs, a millisecond or two later; so much
/// later the 100 ms of dark end.
final class PressReflex: Sendable {
    private let isArmed = Atomic(false)
    private let lamps: LampBoard

    init(lamps: LampBoard) {
        self.lamps = lamps
    }

    /// Takes the room's order for the next press.
    func arm(_ answersPress: Bool) {
        isArmed.store(answersPress, ordering: .releasing)
    }

    /// A press has come; called on the reader's thread.
    func press() {
        if isArmed.load(ordering: .acquiring) { lamps.acknowledgePress() }
    }
}
