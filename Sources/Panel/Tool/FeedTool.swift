import Bitrix24
import CalDAV
import Foundation
import HTTPExchange
import Journal
import PanelWeb
import RoomCore

/// `domovoy feed`: the calendar feeds of single people, in the file that the daemon reads.
public enum FeedTool {
    /// Makes a feed.
    ///
    /// - Parameters:
    ///   - person: the server's own name of somebody: a mail address, or on Bitrix24 the number of a user.
    ///   - file: the panel's configuration.
    /// - Returns: the path of the feed, which is not shown again, and a line that says what to do with it.
    /// - Throws: ``ConfigurationError`` or ``FeedError``.
    public static func make(person: String, file: String) throws -> (path: String, note: String) {
        let configuration = try read(file)
        try check(configuration, file)
        let person = try name(person)
        let token = FeedToken.make()
        let feed = FeedList.Feed(
            person: person, token: token, madeAt: Timestamp(SystemTime().now().wall))
        let kept = try feedFile(of: configuration, file)
        try kept.change { (list: inout FeedList) throws(FeedError) -> Void in
            guard list.feeds.count < FeedList.greatestCount else {
                throw .usage(
                    "there are \(list.feeds.count) feeds already, and no more are allowed: revoke some"
                )
            }
            list.feeds.append(feed)
        }
        return (
            "/people/\(token).ics",
            "feed \(feed.id) of \(person): its address is the panel's with this behind it, and is not "
                + "shown again; whoever has it sees the titles of that person's bookings"
        )
    }

    /// Lists the feeds, oldest first, without what is secret of them.
    ///
    /// - Throws: as ``make(person:file:)``.
    public static func list(file: String, _ format: Listings.Format) throws -> String {
        let feeds = try feedFile(of: read(file), file).read().feeds
        let table = TextTable(
            columns: ["id", "person", "made_at"],
            rows: feeds.map { [$0.id, $0.person, $0.madeAt.description] })
        return switch format {
        case .table: table.text()
        case .csv: table.csv()
        case .json: try json(feeds)
        }
    }

    /// Revokes feeds; the daemon serves them no more from then on.
    ///
    /// - Parameter ids: as ``list(file:_:)`` shows them; if one is none, nothing is changed.
    /// - Returns: a line for each.
    /// - Throws: as ``make(person:file:)``.
    public static func revoke(ids: [String], file: String) throws -> String {
        let kept = try feedFile(of: read(file), file)
        return try kept.change { (list: inout FeedList) throws(FeedError) -> String in
            var lines: [String] = []
            var named: Set<String> = []
            for id in ids where named.insert(id).inserted {
                guard let feed = list.feeds.first(where: { $0.id == id }) else {
                    throw .usage(
                        "there is no feed \"\(id.oneLine(64))\"; domovoy feed list shows which there are"
                    )
                }
                list.feeds.removeAll { $0.id == id }
                lines.append("feed \(id) of \(feed.person.oneLine(400)) is revoked")
            }
            return lines.joined(separator: "\n")
        }
    }

    private static func read(_ file: String) throws(ConfigurationError) -> PanelConfiguration {
        try ConfigurationReader.read(file: file, builtAt: BuildDate.instant)
    }

    /// The list that the panel reads, wherever this is typed.
    private static func feedFile(
        of configuration: PanelConfiguration, _ file: String
    ) throws(FeedError) -> FeedFile {
        let journal = configuration.journal.path
        guard journal.hasPrefix("/") else {
            throw .usage(
                "\(file): journal.path \"\(journal.oneLine(64))\" lies where the panel was started; "
                    + "allowed with feeds is a path that begins with /")
        }
        return FeedFile(besideJournal: journal)
    }

    /// A feed that nobody could read, or that would stay empty, is a mistake.
    private static func check(
        _ configuration: PanelConfiguration, _ file: String
    ) throws(FeedError) {
        guard configuration.listen != nil else {
            throw .usage("\(file): web.listen is off, so that nobody could read a feed")
        }
        if let reason = silence(of: configuration) { throw .usage("\(file): \(reason)") }
    }

    /// Why the panel does not learn who books; nil if it does.
    private static func silence(of configuration: PanelConfiguration) -> String? {
        switch configuration.server.place {
        case .none: return "server is none: the panel knows of nobody who books"
        case .caldav: return nil
        case .bitrix24(let portal):
            if portal.source == .booking { return "Online booking tells nobody who books" }
            guard portal.source == .location, configuration.room.titles == .hidden else {
                return nil
            }
            return
                "with source location and room.show_titles false the portal is not asked who books"
        }
    }

    private static func name(_ text: String) throws(FeedError) -> String {
        let name = MailAddress.read(text)
        // Bytes that are no UTF-8 have become U+FFFD on their way here.
        let isText = !name.isEmpty && !name.unicodeScalars.contains("\u{FFFD}")
        guard isText, name == name.oneLine(FeedList.greatestPerson) else {
            throw .usage(
                "\"\(text.oneLine(64))\" is no person; allowed are 1-\(FeedList.greatestPerson) bytes on "
                    + "one line: a mail address, or on Bitrix24 the number of a user")
        }
        return name
    }

    private static func json(_ feeds: [FeedList.Feed]) throws -> String {
        struct Row: Encodable {
            var id: String
            var person: String
            var made_at: Timestamp
        }
        let rows = feeds.map { Row(id: $0.id, person: $0.person, made_at: $0.madeAt) }
        return try String(jsonForTerminal: ["feeds": rows])
    }
}
