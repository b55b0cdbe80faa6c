import PanelWeb
import RoomCore
import Wording

/// The JSON of `/desk/story.json`: what came of a booking and why, in words.
struct StoryDocument: Hashable, Sendable, Codable {
    /// Something that happened to the booking.
    struct Happening: Hashable, Sendable, Codable {
        var at: Timestamp
        /// When, by the room's clock.
        var when: String
        var what: String
        /// What is to be known besides; empty if nothing is.
        var note: String
        /// The number of the verdict; nil if it is none.
        @NullWhenNil var verdict: Int64?
    }

    var booking: String
    var startsAt: Timestamp
    /// When it was to end.
    var endsAt: Timestamp
    /// The room, the day and the zone of all times.
    var heading: String
    /// When it was to run, and what it was as far as the door may show that.
    var title: String
    /// What came of it, in sentences.
    var summary: [String]
    /// The heads of the columns of ``happenings``.
    var columns: [String]
    /// All that happened to it, by time.
    var happenings: [Happening]

    private enum CodingKeys: String, CodingKey {
        case booking, heading, title, summary, columns, happenings
        case startsAt = "starts_at"
        case endsAt = "ends_at"
    }
}

extension StoryDocument {
    init(_ story: WhyStory, room: String, _ book: Phrasebook, _ clock: RoomClock) {
        let day = clock.day(story.key.start)
        let words = WhyWords(book, clock, day: day)
        self.init(
            booking: story.key.booking, startsAt: Timestamp(story.planned.start),
            endsAt: Timestamp(story.planned.end), heading: "\(room), \(day) (\(clock.name))",
            title: words.title(story), summary: words.summary(story), columns: book.columns,
            happenings: words.happenings(story).map { happening in
                Happening(
                    at: Timestamp(millisecondsOf: happening.at),
                    when: words.time(happening.at), what: happening.text, note: happening.note,
                    verdict: happening.verdict)
            })
    }
}
