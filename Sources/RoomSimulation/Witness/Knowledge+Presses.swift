import RoomCore

/// What a press keeps open.
extension Knowledge {
    /// Whether a press is on its way to the journal, or was made so lately that what it did may be taken back.
    func isPressNear(at now: Uptime) -> Bool {
        if pressUnderWay != nil { return true }
        let near = now - .seconds(45)
        func isNear(_ instant: Uptime?) -> Bool { instant.map { $0 > near } ?? false }
        return isNear(pressDecidedAt) || isNear(pressShownAt) || isNear(buttonDownAt)
    }
}
