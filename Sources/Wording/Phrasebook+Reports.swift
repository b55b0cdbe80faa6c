public import RoomCore

extension Phrasebook {
    /// What a figure of a report is called.
    public func name(of figure: ReportFigure) -> String {
        switch figure {
        case .bookableMinutes: say("bookable time", "доступное время")
        case .knownMinutes: say("known time (coverage)", "известное время (охват)")
        case .presentMinutes: say("somebody was there", "люди были")
        case .bookedMinutes: say("booked time", "забронировано")
        case .bookedPresentMinutes: say("booked and used", "забронировано и использовано")
        case .bookedVacantMinutes: say("booked but unused", "забронировано, но пусто")
        case .bookedUnknownMinutes: say("booked, use unknown", "забронировано, неизвестно")
        case .unbookedPresentMinutes: say("used but unbooked", "использовано без брони")
        case .unbookedVacantMinutes: say("neither booked nor used", "свободно и пусто")
        case .unbookedUnknownMinutes: say("not booked, use unknown", "без брони, неизвестно")
        case .releasedMinutes: say("released time", "освобождённое время")
        case .reusedMinutes: say("released and used again", "освобождено и снова занято")
        default: bookingName(of: figure)
        }
    }

    private func bookingName(of figure: ReportFigure) -> String {
        switch figure {
        case .arrivals: say("people came", "люди пришли")
        case .lateArrivals: say("came late", "опоздали")
        case .measuredLate: say("known how late", "известно насколько")
        case .lateMedianMinutes: say("median", "медиана")
        case .lateNinetiethMinutes: say("90th percentile", "90-й процентиль")
        case .lateUnder5: say("under 5 min", "до 5 мин")
        case .lateFrom5: say("5-10 min", "5-10 мин")
        case .lateFrom10: say("10-15 min", "10-15 мин")
        case .lateFrom15: say("15-30 min", "15-30 мин")
        case .lateFrom30: say("30-60 min", "30-60 мин")
        case .lateFrom60: say("from 60 min", "от 60 мин")
        case .weeksRunning: say("weeks running", "недель подряд")
        case .plannedMinutes: say("booked", "забронировано")
        default: say("used at most", "использовано не больше")
        }
    }

    /// What exactly a figure of a report counts, as a sentence.
    public func definition(of figure: ReportFigure) -> String {
        sentence(say(figure.definition, russian(figure)))
    }

    private func russian(_ figure: ReportFigure) -> String {
        switch figure {
        case .bookableMinutes:
            "минуты промежутка в часы работы, какими они были тогда, до настоящего времени; минута "
                + "такова, каким было её первое мгновение"
        case .knownMinutes:
            "доступные минуты, о которых известно, был ли кто-нибудь в комнате: охват"
        case .presentMinutes:
            "известные минуты, когда датчик, которому можно верить, показывал людей, вместе с "
                + "выдержкой после последнего движения"
        case .bookedMinutes:
            "доступные минуты, занятые бронью, пока её не закончили, не заняли и не укоротили; "
                + "пересекающиеся брони считаются один раз, брони на целые дни не считаются"
        case .bookedPresentMinutes: "была бронь, и люди были"
        case .bookedVacantMinutes: "была бронь, а людей не было"
        case .bookedUnknownMinutes: "была бронь, а были ли люди, сказать нельзя"
        case .unbookedPresentMinutes: "брони не было, а люди были"
        case .unbookedVacantMinutes: "не было ни брони, ни людей"
        case .unbookedUnknownMinutes: "брони не было, а были ли люди, сказать нельзя"
        case .releasedMinutes:
            "доступные минуты брони после того, как её закончили, заняли или укоротили"
        case .reusedMinutes: "освобождённые минуты, когда была другая бронь или люди"
        default: russianOfBookings(figure)
        }
    }

    private func russianOfBookings(_ figure: ReportFigure) -> String {
        switch figure {
        case .arrivals: "брони промежутка, люди которых пришли, вовремя или с опозданием"
        case .lateArrivals: "из них те, на которые пришли через late_after или позже"
        case .measuredLate:
            "опоздания, о которых известно, насколько; в остальных случаях панель до этого не видела"
        case .lateMedianMinutes:
            "половина измеренных опозданий не больше, в целых минутах от ожидаемого прихода"
        case .lateNinetiethMinutes: "девять из десяти измеренных опозданий не больше"
        case .weeksRunning:
            "недели подряд, когда встреча кончалась раньше хотя бы на 15 мин и на четверть; от 7"
        case .plannedMinutes: "на сколько забронирована встреча"
        case .usedMinutes: "сколько она длилась самое большее в эти недели, от начала"
        default: "измеренные опоздания такой длины"
        }
    }

    /// A day of the week in two or three letters.
    public func weekday(_ day: Weekday) -> String {
        switch day {
        case .mon: say("Mon", "Пн")
        case .tue: say("Tue", "Вт")
        case .wed: say("Wed", "Ср")
        case .thu: say("Thu", "Чт")
        case .fri: say("Fri", "Пт")
        case .sat: say("Sat", "Сб")
        case .sun: say("Sun", "Вс")
        }
    }

    /// A hint as a sentence.
    ///
    /// `Standup, Mon 09:00: booked for 1 h, and for 8 weeks running left after 25 min at most.`
    public func hint(_ hint: RightSizeHint) -> String {
        let title = hint.series.title ?? say("(title hidden)", "(название скрыто)")
        let place = "\(title), \(weekday(hint.weekday)) \(RoomReport.clock(hint.minute))"
        let (planned, used) = (
            duration(hint.plannedMinutes * 60), amount(hint.usedMinutes, .minutes)
        )
        return place
            + say(
                ": booked for \(planned), and for \(hint.weeks) weeks running left after \(used) at most.",
                ": бронь на \(planned), но \(hint.weeks) "
                    + Plural.of(hint.weeks, "неделю", "недели", "недель")
                    + " подряд уходили не позже чем через \(used).")
    }
}
