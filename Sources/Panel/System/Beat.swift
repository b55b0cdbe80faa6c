import RoomCore

extension Uptime {
    /// The next moment of a common beat, at most `length` from here.
    ///
    /// What happens regularly happens on it, so that one wake of the processor serves all of it.
    func nextBeat(_ length: Duration) -> Uptime {
        let since = sinceBoot.attoseconds % length.attoseconds
        return self + (length - Duration(attoseconds: since))
    }
}
