public import RoomCore

extension Phrasebook {
    /// What a figure of the bookings is called.
    public func name(of figure: RoomFigure) -> String {
        switch figure {
        case .bookings: say("bookings", "брони")
        case .judged: say("judged", "с известным исходом")
        case .arrived: say("people came", "люди пришли")
        case .late: say("came late", "опоздали")
        case .noShows: say("no-shows", "неявки")
        case .carriedOver: say("carried over", "остались с предыдущей брони")
        case .unverifiable: say("unverifiable", "проверить нельзя")
        case .unjudged: say("without a verdict", "без вердикта")
        case .bookedSeconds: say("booked time", "забронированное время")
        case .judgedSeconds: say("time of the judged", "время броней с известным исходом")
        case .noShowSeconds: say("time of the no-shows", "время неявок")
        case .measuredSeconds: say("measured time", "измеренное время")
        case .unusedSeconds: say("unused time", "неиспользованное время")
        case .returnedSeconds: say("returned time", "возвращённое время")
        case .verdicts: say("verdicts", "вердикты")
        case .corrections: say("corrections", "исправления")
        }
    }

    /// What exactly a figure of the bookings counts, as a sentence.
    public func definition(of figure: RoomFigure) -> String {
        sentence(say(figure.definition, russian(figure)))
    }

    private func russian(_ figure: RoomFigure) -> String {
        switch figure {
        case .bookings:
            "брони, которые начинаются в этом промежутке и занимают комнату, кроме броней на целые дни; "
                + "перенесённая или удалённая после вердикта считается так, как о ней решено"
        case .judged: "брони, по которым действует вердикт «вовремя», «опоздание» или «неявка»"
        case .arrived: "брони с известным исходом, люди которых пришли, вовремя или с опозданием"
        case .late: "брони, люди которых пришли через late_after или позже"
        case .noShows:
            "брони с известным исходом, на которые никто не пришёл ни к no_show_after, ни позже"
        case .carriedOver: "брони с людьми от предыдущей брони: чьи это люди, сказать нельзя"
        case .unverifiable: "брони, по которым панель видела слишком мало"
        case .unjudged:
            "брони без вердикта о приходе: предстоящие, долгие, с тихой меткой или созданные у двери"
        case .bookedSeconds: "запланированное время броней"
        case .judgedSeconds: "запланированное время броней с известным исходом"
        case .noShowSeconds: "запланированное время неявок"
        case .measuredSeconds:
            "запланированное время неявок и броней, по которым действует вердикт об уходе"
        case .unusedSeconds:
            "измеренное время, когда комнатой никто не пользовался и его не вернули"
        case .returnedSeconds:
            "измеренное время после того, как бронь закончили, заняли или укоротили: его могли "
                + "занять другие"
        case .verdicts: "вердикты по этим броням"
        case .corrections: "вердикты по этим броням, которые заменили прежние"
        }
    }

    /// How much a figure is: `12`, `1 h 5 min`.
    public func amount(_ value: Int, _ unit: RoomFigure.Unit) -> String {
        switch unit {
        case .seconds: duration(value)
        case .minutes: value == 0 ? say("0 min", "0 мин") : duration(value * 60)
        case .bookings, .verdicts, .weeks: "\(value)"
        }
    }

    /// `7.5 %`, rounded down to tenths; a dash where there is nothing to take a part of.
    public func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        let tenths = part * 1_000 / whole
        return "\(tenths / 10)\(say(".", ","))\(tenths % 10) %"
    }
}
