public import RoomCore

/// One row of `/api/v1/stats`: a figure with what it is a part of and what it means.
public struct StatisticsRow: Hashable, Sendable, Codable {
    /// Its name.
    public var figure: RoomFigure
    /// How much it is.
    public var value: Int
    /// What it counts.
    public var unit: RoomFigure.Unit
    /// The figure that it is a part of; nil where it is the whole.
    @NullWhenNil public var of: RoomFigure?
    /// How much that figure is: the denominator; nil where it is the whole.
    @NullWhenNil public var ofValue: Int?
    /// What exactly is counted, in one sentence for people.
    public var definition: String

    /// Makes a row.
    package init(
        figure: RoomFigure, value: Int, unit: RoomFigure.Unit, of: RoomFigure?, ofValue: Int?,
        definition: String
    ) {
        self.figure = figure
        self.value = value
        self.unit = unit
        self.of = of
        self.ofValue = ofValue
        self.definition = definition
    }

    private enum CodingKeys: String, CodingKey {
        case figure, value, unit, of, definition
        case ofValue = "of_value"
    }
}

extension StatisticsRow {
    /// All figures, each beside its denominator.
    static func rows(_ statistics: RoomStatistics) -> [StatisticsRow] {
        let values = statistics.values
        return RoomFigure.allCases.map { figure in
            StatisticsRow(
                figure: figure, value: values[figure, default: 0], unit: figure.unit,
                of: figure.whole, ofValue: figure.whole.map { values[$0, default: 0] },
                definition: figure.definition)
        }
    }
}

extension StatisticsRow: ListingRow {
    static let columns = ["figure", "value", "unit", "of", "of_value", "definition"]

    var cells: [String] {
        [
            figure.rawValue, value.description, unit.rawValue, of.cell(\.rawValue), ofValue.cell,
            definition,
        ]
    }
}
