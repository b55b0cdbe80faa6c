package import RoomCore
package import Wording

/// Tells what came of a booking, in words: for the terminal and for the desk.
package struct WhyWords: Sendable {
    /// Something that happened to a booking.
    package struct Happening: Hashable, Sendable {
        /// When it happened.
        package var at: WallTime
        /// What it was.
        package var text: String
        /// What is to be known besides: the evidence of a verdict, why a write failed; empty if nothing is.
        package var note: String
        /// The number of the verdict; nil if it is none.
        package var verdict: Int64?
    }

    private let book: Phrasebook
    private let clock: RoomClock
    private let day: String

    /// Prepares to tell.
    ///
    /// - Parameters:
    ///   - book: says it in its language.
    ///   - clock: shows the times.
    ///   - day: the day whose times are shown without a date.
    package init(_ book: Phrasebook, _ clock: RoomClock, day: String) {
        self.book = book
        self.clock = clock
        self.day = day
    }

    /// An instant as people at the door read it.
    package func time(_ instant: WallTime) -> String { clock.text(instant, on: day) }

    /// `10:00-11:00 Planning, Ada (ends at 10:10 now)`.
    package func title(_ story: WhyStory) -> String {
        let when = clock.text(story.planned.start, story.planned.end, on: day)
        let end = story.row.flatMap { row in
            row.endsAt.wall < story.planned.end
                ? " (\(book.endsNow(at: time(row.endsAt.wall))))" : nil
        }
        let names = [story.row?.title, story.row?.organiser].compactMap { $0 }
        return ([when] + [names.joined(separator: ", ")].filter { !$0.isEmpty })
            .joined(separator: " ") + (end ?? "")
    }

    /// What came of a booking, in a few sentences.
    package func summary(_ story: WhyStory) -> [String] {
        let found = story.standing.map { book.finding($0.judgement) }
        let end = story.givenUp.map { book.end($0.end, at: time($0.at)) }
        return (found.isEmpty ? [book.notJudged] : found) + (end.map { [$0] } ?? [])
    }

    /// What a verdict stands on, and which one it corrects.
    package func evidence(_ verdict: VerdictRow) -> String {
        let old = verdict.replaces.map { " \(book.inPlace(ofVerdict: $0))" } ?? ""
        return book.evidence(verdict.evidence.known, time: time) + old
    }

    /// All that happened to a booking, by time.
    package func happenings(_ story: WhyStory) -> [Happening] {
        let words = LogWords(book: book, time: time)
        let rows = story.log.compactMap { row in
            words.text(row).map {
                Happening(at: row.at.wall, text: $0, note: words.failure(row) ?? "")
            }
        }
        let verdicts = story.verdicts.map { row in
            Happening(
                at: row.givenAt.wall, text: book.finding(row.judgement), note: evidence(row),
                verdict: row.number)
        }
        return (rows + verdicts).enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
    }
}
