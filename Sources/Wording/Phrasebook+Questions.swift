public import RoomCore

/// What is said around the facts, where people ask why something was as it was.
extension Phrasebook {
    /// Nothing was booked at a moment.
    ///
    /// - Parameter time: the moment, as people read it.
    public func nothingBooked(at time: String) -> String {
        say("Nothing was booked at \(time).", "В \(time) брони не было.")
    }

    /// What the sensors said then; nil stands for no record.
    public func presence(_ presence: Presence?) -> String {
        switch presence {
        case .present: say("The sensors saw somebody.", "Датчики кого-то видели.")
        case .vacant: say("The sensors saw nobody.", "Датчики никого не видели.")
        case .unknown: say("The sensors could not see.", "Датчики ничего не могли увидеть.")
        case nil:
            say("What the sensors saw is not recorded.", "Что видели датчики, не записано.")
        }
    }

    /// A booking has no verdict.
    public var notJudged: String {
        say("No verdict was given on it.", "Оценки этой брони нет.")
    }

    /// A booking was not to end when it does now.
    ///
    /// - Parameter time: when it ends now, as people read it.
    public func endsNow(at time: String) -> String {
        say("ends at \(time) now", "теперь до \(time)")
    }

    /// A verdict takes the place of an earlier one.
    public func inPlace(ofVerdict number: Int64) -> String {
        say("In place of verdict \(number).", "Вместо оценки \(number).")
    }

    /// The heads of the columns "when" and "what".
    public var columns: [String] { [say("at", "когда"), say("what", "что")] }
}
