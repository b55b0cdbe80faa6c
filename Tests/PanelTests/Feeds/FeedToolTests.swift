import Foundation
import PanelWeb
import RoomCore
import Testing

@testable import Panel

/// `domovoy feed`.
struct FeedToolTests {
    private static let server = """
        server: { kind: caldav, url: "http://127.0.0.1:9/room/", user: panel }
        """

    private struct Row: Decodable {
        var id: String
        var person: String
        var made_at: Timestamp
    }

    private func rows(_ text: String) throws -> [Row] {
        try JSONDecoder().decode([String: [Row]].self, from: Data(text.utf8))["feeds"] ?? []
    }

    private func fault(_ body: () throws -> Void) -> FeedError? {
        do {
            try body()
            return nil
        } catch {
            return error as? FeedError
        }
    }

    @Test func feedsAreMadeListedAndRevoked() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(Self.server)
        let config = ["--config", file]
        let made = try await Command.run("domovoy", ["feed", "make", "ada@example.org"] + config)
        #expect(made.exitCode == 0, "\(made.errors)")
        let path = made.output.trimmingCharacters(in: .newlines)
        #expect(path.hasPrefix("/people/") && path.hasSuffix(".ics"))
        #expect(path.utf8.count == 8 + 48 + 4)
        #expect(made.errors.contains("of ada@example.org"))
        let list = try await Command.run("domovoy", ["feed", "list"] + config)
        #expect(list.output.contains("ada@example.org"))
        #expect(!list.output.contains(path.dropFirst(8).prefix(48)))
        let json = try await Command.run("domovoy", ["feed", "list", "--format", "json"] + config)
        let id = try #require(try rows(json.output).first?.id)
        let csv = try await Command.run("domovoy", ["feed", "list", "--format", "csv"] + config)
        #expect(csv.output.hasPrefix("id,person,made_at\r\n\(id),ada@example.org,"))
        let gone = try await Command.run("domovoy", ["feed", "revoke", id] + config)
        #expect(gone.output == "feed \(id) of ada@example.org is revoked\n")
        let again = try await Command.run("domovoy", ["feed", "revoke", id] + config)
        #expect(again.exitCode == 64)
        #expect(again.errors.contains("there is no feed \"\(id)\""))
        let none = try await Command.run("domovoy", ["feed", "list", "--format", "json"] + config)
        #expect(try rows(none.output).isEmpty)
    }

    @Test(arguments: [["feed", "make"], ["feed", "revoke"], ["feed", "nonsense"]])
    func wrongUsageExitsWith64(arguments: [String]) async throws {
        #expect(try await Command.run("domovoy", arguments).exitCode == 64)
    }

    @Test func aFaultInTheConfigurationExitsWith78() async throws {
        let workshop = try Workshop()
        let file = workshop.file("none.yaml")
        let result = try await Command.run("domovoy", ["feed", "list", "--config", file])
        #expect(result.exitCode == 78)
        #expect(result.errors.contains(file))
    }

    @Test(arguments: [
        "", "  ", "mailto:", "mailto: ", "a\nb", "\u{1B}[2J", "\u{202E}ada", "\u{FFFD}da",
        String(repeating: "x", count: 321),
    ])
    func whoIsNoPersonIsRefused(person: String) throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(Self.server)
        let error = fault { _ = try FeedTool.make(person: person, file: file) }
        #expect(error?.exitCode == 64)
        #expect(error?.description.contains("allowed are 1-320 bytes") == true)
        #expect(!FileManager.default.fileExists(atPath: workshop.file("panel.sqlite.feeds")))
    }

    @Test func addressesAreTakenAsInvitationsHaveThem() throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(Self.server)
        for person in [
            "mailto:Ada@Example.org", " Ada@Example.org ", "MAILTO:Ada@Example.org",
            "mailto: Ada@Example.org", "mailto:%41da%40Example.org",
        ] {
            _ = try FeedTool.make(person: person, file: file)
        }
        let rows = try rows(FeedTool.list(file: file, .json))
        #expect(Set(rows.map(\.person)) == ["Ada@Example.org"])
        #expect(Set(rows.map(\.id)).count == 5)
    }

    @Test func aFeedThatNobodyCouldUseIsRefused() throws {
        let workshop = try Workshop()
        let alone = try workshop.configuration()
        let error = fault { _ = try FeedTool.make(person: "ada", file: alone) }
        #expect(error?.description.contains("server is none") == true)
        let unseen = try workshop.configuration(Self.server, listen: "off")
        let other = fault { _ = try FeedTool.make(person: "ada", file: unseen) }
        #expect(other?.description.contains("web.listen is off") == true)
    }

    /// The panel would look for the list somewhere else than the tool.
    @Test func aJournalWithoutAFolderIsRefused() throws {
        let workshop = try Workshop()
        let whole = try String(
            contentsOfFile: workshop.configuration(Self.server), encoding: .utf8)
        let text = whole.replacingOccurrences(
            of: workshop.file("panel.sqlite"), with: "panel.sqlite")
        let file = try workshop.write(text, to: "panel.yaml")
        let made = fault { _ = try FeedTool.make(person: "ada", file: file) }
        #expect(made?.exitCode == 64)
        #expect(made?.description.contains("journal.path \"panel.sqlite\"") == true)
        let listed = fault { _ = try FeedTool.list(file: file, .table) }
        #expect(listed == made)
    }

    /// What the portal tells, or is asked, of who books.
    @Test(
        arguments: [
            ("group", "false", nil), ("location", "true", nil), ("location", "initials", nil),
            ("location", "false", "show_titles false the portal is not asked"),
            ("booking", "true", "Online booking tells nobody"),
        ] as [(String, String, String?)])
    func aFeedThatWouldStayEmptyIsRefused(
        source: String, titles: String, refusal: String?
    ) throws {
        let workshop = try Workshop()
        let open = try workshop.configuration(
            """
            server:
              kind: bitrix24
              webhook_file: \(workshop.file("webhook"))
              source: \(source)
              source_id: 5
            """)
        let text = try String(contentsOfFile: open, encoding: .utf8).replacingOccurrences(
            of: "time_zone: UTC", with: "time_zone: UTC, show_titles: \(titles)")
        let file = try workshop.write(text, to: "panel.yaml")
        let error = fault { _ = try FeedTool.make(person: "4", file: file) }
        #expect((error == nil) == (refusal == nil), "\(error?.description ?? "")")
        if let refusal { #expect(error?.description.contains(refusal) == true) }
    }

    @Test func oneUnknownFeedLeavesTheOthers() throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(Self.server)
        _ = try FeedTool.make(person: "ada", file: file)
        let id = try #require(try rows(FeedTool.list(file: file, .json)).first?.id)
        #expect(fault { _ = try FeedTool.revoke(ids: [id, "other"], file: file) }?.exitCode == 64)
        #expect(try rows(FeedTool.list(file: file, .json)).map(\.id) == [id])
    }

    @Test func aFeedThatIsNamedTwiceIsRevokedOnce() throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(Self.server)
        _ = try FeedTool.make(person: "ada", file: file)
        let id = try #require(try rows(FeedTool.list(file: file, .json)).first?.id)
        #expect(try FeedTool.revoke(ids: [id, id], file: file) == "feed \(id) of ada is revoked")
        #expect(try rows(FeedTool.list(file: file, .json)).isEmpty)
    }

    /// Whatever somebody has written into the file.
    @Test(arguments: [Listings.Format.table, .json])
    func noNameInTheListSteersATerminal(format: Listings.Format) throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(Self.server)
        let madeAt = Timestamp(WallTime(secondsSinceEpoch: 0))
        try FeedFile(besideJournal: workshop.file("panel.sqlite")).change {
            (list: inout FeedList) throws(FeedError) -> Void in
            list.feeds = [
                FeedList.Feed(person: "a\u{202E}\u{1B}[2Jb", token: "x", madeAt: madeAt)
            ]
        }
        let text = try FeedTool.list(file: file, format)
        #expect(!text.unicodeScalars.contains { "\u{202E}\u{1B}".unicodeScalars.contains($0) })
    }

    @Test func aThousandFeedsAreEnough() throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(Self.server)
        let madeAt = Timestamp(WallTime(secondsSinceEpoch: 0))
        // As long as they may be, each byte of them two in the file.
        let person = String(repeating: "\"", count: FeedList.greatestPerson)
        let kept = FeedFile(besideJournal: workshop.file("panel.sqlite"))
        try kept.change { (list: inout FeedList) throws(FeedError) -> Void in
            list.feeds = (0..<FeedList.greatestCount).map { number in
                FeedList.Feed(person: person, token: "\(number)", madeAt: madeAt)
            }
        }
        #expect(try FeedBook(kept).person(of: "999") == person)
        let error = fault { _ = try FeedTool.make(person: "ada", file: file) }
        #expect(error?.description.contains("1000 feeds already") == true)
        #expect(try kept.read().feeds.count == FeedList.greatestCount)
    }
}
