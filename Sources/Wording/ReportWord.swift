/// A word or heading of the page of reports.
public enum ReportWord: CaseIterable, Hashable, Sendable {
    /// What the page is called.
    case title
    /// Where its links lead to.
    case desk, log, door
    /// Stretches of time to choose from.
    case days7, days28, days91, days364
    /// Another stretch.
    case from, to, show
    /// Whose clock times are by.
    case byRoomsClock
    /// Sections.
    case cells, heat, lateness, sizes, figures
    /// Columns of tables.
    case figure, value, of, share, definition, rows, weekday, hour, series
    /// What stands behind a chart.
    case table
    /// The rows that figures are made of.
    case bookings, verdicts, presence
    /// How to read the heat map.
    case heatLegend
    /// Where nothing is to be told.
    case noHints, noLate
    /// All of it as files.
    case csv, json
}

extension Phrasebook {
    /// What the page of reports says.
    public func word(_ word: ReportWord) -> String {
        switch word {
        case .title: say("Reports", "Отчёты")
        case .desk: say("The desk", "Стол")
        case .log: say("The log", "Журнал")
        case .door: say("The door", "Дверь")
        case .days7: say("7 days", "7 дней")
        case .days28: say("4 weeks", "4 недели")
        case .days91: say("13 weeks", "13 недель")
        case .days364: say("52 weeks", "52 недели")
        case .from: say("From", "С")
        case .to: say("To", "По")
        case .show: say("Show", "Показать")
        case .byRoomsClock: say("by the room's clock", "по часам комнаты")
        case .cells: say("How the bookable time was spent", "На что ушло доступное время")
        case .heat: say("When people are there", "Когда в комнате люди")
        case .lateness: say("How late people come", "На сколько опаздывают")
        case .sizes: say("Meetings that may want less time", "Встречи, которым хватило бы меньше")
        case .figures: say("All figures", "Все показатели")
        default: tableWord(word)
        }
    }

    private func tableWord(_ word: ReportWord) -> String {
        switch word {
        case .figure: say("Figure", "Показатель")
        case .value: say("Value", "Значение")
        case .of: say("Of", "Из")
        case .share: say("Share", "Доля")
        case .definition: say("What is counted", "Что считается")
        case .rows: say("Rows", "Строки")
        case .weekday: say("Day", "День")
        case .hour: say("Hour", "Час")
        case .series: say("Series", "Серия")
        case .table: say("As a table", "Таблицей")
        case .bookings: say("bookings", "брони")
        case .verdicts: say("verdicts", "вердикты")
        case .presence: say("presence", "присутствие")
        case .heatLegend:
            say(
                "Share of the known minutes in which somebody was there, in per cent; ? where nothing is known.",
                "Доля известных минут, когда в комнате были люди, в процентах; ? где ничего не известно."
            )
        case .noHints:
            say(
                "No meeting was left early for 7 weeks running.",
                "Нет встреч, с которых 7 недель подряд уходили раньше.")
        case .noLate: say("Nobody came late.", "Никто не опоздал.")
        case .csv: say("All of it as CSV", "Всё целиком в CSV")
        default: say("as JSON", "в JSON")
        }
    }
}
