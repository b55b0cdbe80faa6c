import PanelWeb
import RoomCore
import Wording

/// The JSON of `domovoy why`.
struct WhyDocument: Codable {
    /// One booking that ran or was to run.
    struct Story: Codable {
        var booking: String
        var startsAt: Timestamp
        /// When it was to end.
        var endsAt: Timestamp
        /// The booking as `/api/v1/bookings` has it now.
        @NullWhenNil var row: BookingRow?
        /// `released`, `claimed` or `ended`.
        @NullWhenNil var givenUp: String?
        @NullWhenNil var givenUpAt: Timestamp?
        var summary: [String]
        var verdicts: [VerdictRow]
        var log: [LogRow]

        private enum CodingKeys: String, CodingKey {
            case booking, row, summary, verdicts, log
            case startsAt = "starts_at"
            case endsAt = "ends_at"
            case givenUp = "given_up"
            case givenUpAt = "given_up_at"
        }
    }

    var at: Timestamp
    var bookings: [Story]

    /// - Parameter summary: says what came of a booking.
    init(at instant: WallTime, stories: [WhyStory], summary: (WhyStory) -> [String]) {
        at = Timestamp(instant)
        bookings = stories.map { story in
            Story(
                booking: story.key.booking, startsAt: Timestamp(story.planned.start),
                endsAt: Timestamp(story.planned.end), row: story.row,
                givenUp: story.givenUp.map { $0.end.rawValue },
                givenUpAt: story.givenUp.map { Timestamp(millisecondsOf: $0.at) },
                summary: summary(story), verdicts: story.verdicts, log: story.log)
        }
    }
}
