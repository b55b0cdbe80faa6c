import PanelWeb
import RoomCore
import Tuning

/// The JSON of `domovoy tune`.
struct TuneDocument: Encodable {
    struct Row: Encodable {
        var setting: String
        var seconds: Int64
        var configured: Bool
        var noShows: Int
        var cameLater: Int
        var missed: Int
        var endedEarly: Int
        var wronglyEnded: Int

        private enum CodingKeys: String, CodingKey {
            case setting, seconds, configured, missed
            case noShows = "no_shows"
            case cameLater = "came_later"
            case endedEarly = "ended_early"
            case wronglyEnded = "wrongly_ended"
        }
    }

    struct Advice: Encodable {
        var setting: String
        @NullWhenNil var seconds: Int64?
        var reason: String
    }

    var from: Timestamp
    var to: Timestamp
    var bookings: Int
    var days: Int
    @NullWhenNil var longestGapSeconds: Int64?
    var rows: [Row]
    var recommended: [Advice]
    @NullWhenNil var refusal: String?

    private enum CodingKeys: String, CodingKey {
        case from, to, bookings, days, rows, recommended, refusal
        case longestGapSeconds = "longest_gap_seconds"
    }

    init(_ report: TuningReport, _ window: Span) {
        from = Timestamp(window.start)
        to = Timestamp(window.end)
        bookings = report.bookings
        days = report.days
        longestGapSeconds = report.longestGap?.length.components.seconds
        rows = report.rows.map { Row($0) }
        recommended = report.advice.map {
            Advice(
                setting: $0.knob.rawValue, seconds: $0.value?.components.seconds, reason: $0.reason)
        }
        refusal = report.refusal
    }
}

extension TuneDocument.Row {
    fileprivate init(_ row: TuningReport.Row) {
        self.init(
            setting: row.knob.rawValue, seconds: row.value.components.seconds,
            configured: row.isConfigured, noShows: row.figures.noShows,
            cameLater: row.figures.cameLater, missed: row.figures.missed,
            endedEarly: row.figures.earlyEnds, wronglyEnded: row.figures.wrongEnds)
    }
}
