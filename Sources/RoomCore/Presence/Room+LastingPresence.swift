extension Room {
    /// What is seen now, since when: the stretch of presence that lasts, which is not in the journal yet.
    public func lastingPresence(at now: Now) -> PresenceSpan {
        PresenceSpan(
            senses.presence, Span(start: now.wall(at: senses.tracker.since), end: now.wall))
    }
}
