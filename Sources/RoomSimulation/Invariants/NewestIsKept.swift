import RoomCore

/// The card holds the newest that the panel knows of a booking's people: nothing older is written after it.
extension Simulation {
    /// Asked when a group is safe, and what follows from that is taken in.
    func checkCard(_ written: [Record], _ panel: SimulatedPanel) {
        guard !ordeal.isUnchecked, violation == nil, panel.isUp else { return }
        let known = panel.watch.known
        for id in written.peopleOf where known.isKept(id) {
            guard panel.journal.card.sitting(of: id) != known.sittings[id] else { continue }
            report("newest-is-kept", "\(id): the card holds an older state", panel: panel)
            return
        }
    }
}
