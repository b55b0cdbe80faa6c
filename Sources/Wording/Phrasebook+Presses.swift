public import RoomCore

extension Phrasebook {
    /// A press, of the button or by the page, and what came of it: `short press: refused, too little time before the next booking`.
    public func press(
        _ wish: Press.Wish, _ outcome: Press.Outcome, _ refusal: Press.Refusal?
    ) -> String {
        let reason = refusal.map { ", \(self.refusal($0))" } ?? ""
        return "\(press(wish)): \(self.outcome(outcome))\(reason)"
    }

    private func press(_ wish: Press.Wish) -> String {
        switch wish {
        case .short: say("short press", "короткое нажатие")
        case .long: say("long press", "долгое нажатие")
        case .checkIn: say("check-in on the page", "отметка о приходе на странице")
        case .book: say("booking on the page", "бронь на странице")
        case .end: say("end on the page", "завершение на странице")
        case .takeBack: say("take back on the page", "отмена на странице")
        }
    }

    /// What came of a press.
    public func outcome(_ outcome: Press.Outcome) -> String {
        switch outcome {
        case .checkedIn: say("checked in", "приход отмечен")
        case .alreadyCheckedIn: say("checked in already", "приход уже был отмечен")
        case .booked: say("booked", "комната забронирована")
        case .claimed: say("claimed", "комнату заняли вместо тех, чья она была")
        case .extended: say("extended", "бронь продлена")
        case .ended: say("ended", "бронь завершена")
        case .undone: say("taken back", "отменено")
        case .refused: say("refused", "отклонено")
        }
    }

    /// Why a press was refused.
    public func refusal(_ refusal: Press.Refusal) -> String {
        switch refusal {
        case .tooShort:
            say("too little time before the next booking", "до следующей брони мало времени")
        case .noRoomToExtend:
            say("the booking cannot be made longer", "бронь нельзя сделать длиннее")
        case .notAllowed: say("that is not allowed here", "здесь это не разрешено")
        case .nothingToEnd:
            say("there was nothing to end or take back", "нечего завершать или отменять")
        case .clockUntrusted: say("the clock was not trusted", "часам нельзя было верить")
        case .notStored:
            say("the journal could not keep it", "журнал не смог его записать")
        case .outboxFull:
            say("too many writes waited for the server", "серверу не отправлено слишком много")
        case .tooMany: say("too many presses at a time", "слишком много нажатий сразу")
        case .slotTaken: say("the time was not free", "время было занято")
        case .changedMeanwhile:
            say(
                "the booking had changed, or was not open for that",
                "бронь изменилась или не допускала этого")
        }
    }
}
