public import RoomCore

/// One row of `/api/v1/report`: a figure with what it is about, what it is a part of and what it means.
public struct ReportRow: Hashable, Sendable, Codable {
    /// What rows of a kind tell together.
    public enum Table: String, Hashable, Sendable, Codable, CaseIterable {
        /// The whole window.
        case total
        /// Bookable minutes by hour of the week.
        case hours
        /// How late people came.
        case lateness
        /// The same by the day of the week that a booking begins on.
        case latenessByWeekday = "lateness_by_weekday"
        /// The same by the hour that a booking begins in.
        case latenessByHour = "lateness_by_hour"
        /// The same of series with five arrivals and more.
        case latenessBySeries = "lateness_by_series"
        /// Meetings that are left early week after week.
        case rightSize = "right_size"
    }

    /// Which table it belongs to.
    public var table: Table
    /// The day of the week, on the room's clock; nil for all.
    @NullWhenNil public var weekday: Weekday?
    /// `09:00`: the hour, or when the meeting begins, on the room's clock; nil for all.
    @NullWhenNil public var time: String?
    /// The title of a series or meeting; nil for all, and where it is hidden.
    @NullWhenNil public var series: String?
    /// The figure's name.
    public var figure: String
    /// How much it is.
    public var value: Int
    /// What it counts.
    public var unit: RoomFigure.Unit
    /// The figure that it is a part of; nil where it is the whole.
    @NullWhenNil public var of: String?
    /// How much that figure is: the denominator; nil where it is the whole.
    @NullWhenNil public var ofValue: Int?
    /// What exactly is counted, in one sentence for people.
    public var definition: String

    private enum CodingKeys: String, CodingKey {
        case table, weekday, time, series, figure, value, unit, of, definition
        case ofValue = "of_value"
    }
}

extension ReportRow {
    /// All rows of a report.
    static func rows(_ report: RoomReport) -> [ReportRow] {
        statistics(report) + rows(.total, report.values, ReportFigure.totals) + hours(report)
            + rows(.lateness, report.lateness.values, lateness + ReportFigure.lateClasses)
            + latenessByPlace(report) + hints(report)
    }

    private static let lateness: [ReportFigure] = [
        .arrivals, .lateArrivals, .measuredLate, .lateMedianMinutes, .lateNinetiethMinutes,
    ]

    private static func statistics(_ report: RoomReport) -> [ReportRow] {
        RoomFigure.allCases.map { figure in
            ReportRow(
                table: .total, weekday: nil, time: nil, series: nil, figure: figure.rawValue,
                value: report.figures[figure, default: 0], unit: figure.unit,
                of: figure.whole?.rawValue,
                ofValue: figure.whole.map { report.figures[$0, default: 0] },
                definition: figure.definition)
        }
    }

    private static func hours(_ report: RoomReport) -> [ReportRow] {
        let figures: [ReportFigure] = [
            .bookableMinutes, .knownMinutes, .presentMinutes, .bookedMinutes,
        ]
        return report.hoursOfTheWeek.flatMap { hour, cells in
            rows(
                .hours, cells.values, figures, weekday: hour.weekday, minute: hour.hour * 60)
        }
    }

    private static func latenessByPlace(_ report: RoomReport) -> [ReportRow] {
        let days = Weekday.allCases.flatMap { day in
            rows(
                .latenessByWeekday, report.latenessByDay[day]?.values ?? [:], lateness,
                weekday: day)
        }
        let hours = (0..<24).flatMap { hour in
            rows(
                .latenessByHour, report.latenessByHour[hour]?.values ?? [:], lateness,
                minute: hour * 60)
        }
        let series = report.lateSeries.flatMap { series, late in
            rows(.latenessBySeries, late.values, lateness, series: series.title)
        }
        return days + hours + series
    }

    private static func hints(_ report: RoomReport) -> [ReportRow] {
        report.hints.flatMap { hint in
            rows(
                .rightSize, hint.values, [.weeksRunning, .plannedMinutes, .usedMinutes],
                weekday: hint.weekday, minute: hint.minute, series: hint.series.title)
        }
    }

    /// A row for each of the figures that has a value.
    private static func rows(
        _ table: Table, _ values: [ReportFigure: Int], _ figures: [ReportFigure],
        weekday: Weekday? = nil, minute: Int? = nil, series: String? = nil
    ) -> [ReportRow] {
        figures.compactMap { figure in
            guard let value = values[figure] else { return nil }
            return ReportRow(
                table: table, weekday: weekday, time: minute.map(RoomReport.clock),
                series: series, figure: figure.rawValue, value: value, unit: figure.unit,
                of: figure.whole?.rawValue, ofValue: figure.whole.map { values[$0, default: 0] },
                definition: figure.definition)
        }
    }
}

extension ReportRow: ListingRow {
    static let columns = [
        "table", "weekday", "time", "series", "figure", "value", "unit", "of", "of_value",
        "definition",
    ]

    var cells: [String] {
        [
            table.rawValue, weekday.cell(\.rawValue), time.cell, series.cell, figure,
            value.description, unit.rawValue, of.cell, ofValue.cell, definition,
        ]
    }
}
