extension Phrasebook {
    /// What took a booking its room before its end, as far as anything did.
    public enum End: String, Hashable, Sendable, CaseIterable {
        /// A rule gave the rest of it back after a no-show (`on_no_show: end`).
        case released
        /// Somebody has taken the room with a press, since nobody used it.
        case claimed
        /// A long press has ended it.
        case ended
    }

    /// How the room was given up, as a sentence.
    ///
    /// - Parameter time: when, as people read it.
    public func end(_ end: End, at time: String) -> String {
        switch end {
        case .released:
            say(
                "At \(time) the rule for no-shows gave the room back.",
                "В \(time) комната освобождена по правилу о неявке.")
        case .claimed:
            say(
                "At \(time) somebody took the room over with a press.",
                "В \(time) комнату заняли нажатием кнопки у двери.")
        case .ended:
            say(
                "At \(time) a press ended the booking.",
                "В \(time) бронь завершили нажатием кнопки.")
        }
    }
}
