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

    func text(_ format: Listings.Format) throws -> String {
        let stories = record.stories(at: instant)
        switch format {
        case .table: return people(stories)
        case .csv: return sheet(stories).csv()
        case .json:
            return try String(
                jsonForTerminal: WhyDocument(
                    at: instant, stories: stories, summary: words.summary))
        }
    }

    // MARK: For people

    private var words: WhyWords {
        WhyWords(book, door.clock, day: door.clock.day(instant))
    }

    private func people(_ stories: [WhyStory]) -> String {
        let heading = "\(door.name), \(door.clock.text(instant, on: "")) (\(door.clock.name))"
        let blocks = stories.isEmpty ? [nothing] : stories.map(block)
        return ([TextTable.paragraph(heading, width: width)] + blocks).joined(separator: "\n\n")
    }

    private var nothing: String {
        [
            book.nothingBooked(at: words.time(instant)),
            book.presence(record.presence(at: instant)),
        ].map { TextTable.paragraph($0, width: width) }.joined(separator: "\n")
    }

    private func block(_ story: WhyStory) -> String {
        let happenings = words.happenings(story)
        let table = TextTable(
            columns: book.columns,
            rows: happenings.map { [words.time($0.at), $0.text] },
            notes: happenings.map(\.note))
        var lines = ([words.title(story)] + words.summary(story)).map {
            TextTable.paragraph($0, width: width)
        }
        if !happenings.isEmpty { lines.append(table.text(width: width)) }
        return lines.joined(separator: "\n")
    }

    // MARK: For programs

    private func sheet(_ stories: [WhyStory]) -> TextTable {
        TextTable(
            columns: ["booking", "at", "text", "note"],
            rows: stories.flatMap { story in
                words.happenings(story).map {
                    [
                        story.key.booking, "\(Timestamp(millisecondsOf: $0.at))", $0.text, $0.note,
                    ]
                }
            })
    }
}
