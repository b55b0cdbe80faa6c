public import RoomCore

extension Phrasebook {
    /// What the panel wanted written to the server: `end 10:10 in place of 11:00`.
    ///
    /// - Parameters:
    ///   - oldEnd: the end that is replaced, as people read it; nil where there is none.
    ///   - newEnd: the end that the booking is given; nil where there is none.
    ///   - mark: the state that is written back.
    public func write(
        _ operation: ServerOperation, oldEnd: String?, newEnd: String?, mark: BookingMark?
    ) -> String {
        switch operation {
        case .read: return say("the schedule is read", "чтение расписания")
        case .create:
            let end = newEnd.map { say(" until \($0)", " до \($0)") } ?? ""
            return say("new booking", "новая бронь") + end
        case .changeEnd:
            let (old, new) = (oldEnd ?? "?", newEnd ?? "?")
            return say("end \(new) in place of \(old)", "конец \(new) вместо \(old)")
        case .withdraw: return say("booking withdrawn", "бронь снимается")
        case .mark:
            let state = mark.map { " \(self.mark($0))" } ?? ""
            return say("marked as", "пометка:") + state
        }
    }

    private func mark(_ mark: BookingMark) -> String {
        switch mark {
        case .unconfirmed: say("unconfirmed", "не подтверждена")
        case .confirmed: say("confirmed", "подтверждена")
        case .late: say("late", "опаздывают")
        case .noShow: say("no-show", "неявка")
        }
    }

    /// Whose wish a write is.
    public func cause(_ cause: OutboxEntry.Cause) -> String {
        switch cause {
        case .press: say("by a press", "по нажатию")
        case .tap: say("by a tap on the page", "по действию на странице")
        case .undo: say("taking a press back", "отмена нажатия")
        case .rule: say("by a rule", "по правилу")
        case .settlement:
            say(
                "giving back what somebody had first", "возврат тому, кто занял время раньше")
        case .renewal:
            say(
                "decided anew, since people changed the booking",
                "решено заново: бронь изменили люди")
        }
    }

    /// What has become of a write.
    public func state(_ state: OutboxEntry.State) -> String {
        switch state {
        case .queued: say("waits", "ждёт отправки")
        case .sent: say("sent, no answer yet", "отправлено, ответа ещё нет")
        case .answered: say("taken by the server", "сервер принял")
        case .acknowledged: say("done", "записано на сервере")
        case .rejected: say("refused by the server", "сервер отказал")
        case .superseded: say("overtaken by a later one", "заменено более поздней записью")
        case .dropped:
            say("dropped, since people changed the booking", "снято: бронь изменили люди")
        case .expired: say("given up, too old", "устарело и снято")
        }
    }
}
