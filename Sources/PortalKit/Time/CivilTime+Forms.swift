import CivilCalendar

extension CivilTime {
    /// The date in the fixed English of `DATE_*_FORMATTED`: `Fri Dec 20 2024`.
    var formattedDate: String {
        let day = day
        return "\(day.weekDayName) \(day.monthName) \(day.day.padded(2)) \(day.year)"
    }

    /// Date and time in the fixed English of `DATE_*_FORMATTED`: `Wed Dec 11 2024 17:59:00`.
    var formatted: String { "\(formattedDate) \(clockText)" }

    /// Date and time as `2024-12-10 06:36:00`, the form that sections have.
    var databaseForm: String { "\(dateText) \(clockText)" }
}
