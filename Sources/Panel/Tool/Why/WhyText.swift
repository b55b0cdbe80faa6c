import FoundationEssentials
import HTTPExchange
import PanelWeb
import RoomCore
import Wording

/// What `domovoy why` prints.
struct WhyText {
    let door: RoomDoor
    let instant: WallTime
    let record: WhyRecord
    let book: Phrasebook
    /// How wide it may be, in characters.
    var width = Terminal.width

    /// Something that happened to a booking.
    private struct Happening {
        var at: WallTime
        var text: String
        var note = ""
    }

    func text(_ format: Listings.Format) throws -> String {
        let stories = record.stories(at: instant)
        switch format {
        case .table: return people(stories)
        case .csv: return sheet(stories).csv()
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let document = WhyDocument(at: instant, stories: stories, summary: summary)
            return String(decoding: try encoder.encode(document), as: UTF8.self).jsonForTerminal
        }
    }

    // MARK: For people

    private var day: String { door.clock.day(instant) }

    private func people(_ stories: [WhyStory]) -> String {
        let heading = "\(door.name), \(door.clock.text(instant, on: "")) (\(door.clock.name))"
        let blocks = stories.isEmpty ? [nothing] : stories.map(block)
        return ([TextTable.paragraph(heading, width: width)] + blocks).joined(separator: "\n\n")
    }

    private var nothing: String {
        [
            book.nothingBooked(at: door.clock.text(instant, on: day)),
            book.presence(record.presence(at: instant)),
        ].map { TextTable.paragraph($0, width: width) }.joined(separator: "\n")
    }

    private func block(_ story: WhyStory) -> String {
        let happenings = happenings(story)
        let table = TextTable(
            columns: book.columns,
            rows: happenings.map { [door.clock.text($0.at, on: day), $0.text] },
            notes: happenings.map(\.note))
        var lines = ([title(story)] + summary(story)).map {
            TextTable.paragraph($0, width: width)
        }
        if !happenings.isEmpty { lines.append(table.text(width: width)) }
        return lines.joined(separator: "\n")
    }

    /// `10:00-11:00 Planning, Ada (ends at 10:10 now)`.
    private func title(_ story: WhyStory) -> String {
        let when = door.clock.text(story.planned.start, story.planned.end, on: day)
        let end = story.row.flatMap { row in
            row.endsAt.wall < story.planned.end
                ? " (\(book.endsNow(at: door.clock.text(row.endsAt.wall, on: day))))" : nil
        }
        let names = [story.row?.title, story.row?.organiser].compactMap { $0 }
        return ([when] + [names.joined(separator: ", ")].filter { !$0.isEmpty })
            .joined(separator: " ") + (end ?? "")
    }

    /// What came of a booking, in a few sentences.
    func summary(_ story: WhyStory) -> [String] {
        let found = story.standing.map { book.finding($0.judgement) }
        let end = story.givenUp.map { book.end($0.end, at: door.clock.text($0.at, on: day)) }
        return (found.isEmpty ? [book.notJudged] : found) + (end.map { [$0] } ?? [])
    }

    private func happenings(_ story: WhyStory) -> [Happening] {
        let words = LogWords(book: book) { [door, day] in door.clock.text($0, on: day) }
        let rows = story.log.compactMap { row in
            words.text(row).map {
                Happening(at: row.at.wall, text: $0, note: words.failure(row) ?? "")
            }
        }
        let verdicts = story.verdicts.map { row in
            let old = row.replaces.map { " \(book.inPlace(ofVerdict: $0))" } ?? ""
            let evidence = book.evidence(row.evidence.known) { door.clock.text($0, on: day) }
            return Happening(
                at: row.givenAt.wall, text: book.finding(row.judgement), note: evidence + old)
        }
        return (rows + verdicts).enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
    }

    // MARK: For programs

    private func sheet(_ stories: [WhyStory]) -> TextTable {
        TextTable(
            columns: ["booking", "at", "text", "note"],
            rows: stories.flatMap { story in
                happenings(story).map {
                    [
                        story.key.booking, "\(Timestamp(millisecondsOf: $0.at))", $0.text, $0.note,
                    ]
                }
            })
    }
}
