import Foundation
import PanelWeb
import RoomCore
import Testing

@testable import Panel

/// The list of personal feeds on the card, and the daemon's view of it.
struct FeedFileTests {
    private let workshop: Workshop
    private let file: FeedFile

    init() throws {
        workshop = try Workshop()
        file = FeedFile(besideJournal: workshop.file("panel.sqlite"))
    }

    @discardableResult
    private func make(_ person: String, _ token: String) throws -> FeedList.Feed {
        let feed = FeedList.Feed(
            person: person, token: token, madeAt: Timestamp(WallTime(secondsSinceEpoch: 0)))
        try file.change { (list: inout FeedList) throws(FeedError) -> Void in
            list.feeds.append(feed)
        }
        return feed
    }

    private func revoke(_ id: String) throws {
        try file.change { (list: inout FeedList) throws(FeedError) -> Void in
            list.feeds.removeAll { $0.id == id }
        }
    }

    private func fault(_ body: () throws -> Void) -> FeedError? {
        do {
            try body()
            return nil
        } catch {
            return error as? FeedError
        }
    }

    private func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file.path))
    }

    // MARK: Tokens

    @Test func tokensAreLongAndNeverTheSame() {
        let tokens = (0..<100).map { _ in FeedToken.make() }
        #expect(Set(tokens).count == 100)
        for token in tokens {
            #expect(token.utf8.count == 48)
            #expect(token.allSatisfy { "0123456789abcdef".contains($0) })
        }
    }

    // MARK: The file

    @Test func withoutAFileThereAreNoFeeds() throws {
        #expect(try file.read() == FeedList())
        let book = FeedBook(file)
        #expect(try book.person(of: "x") == nil)
        #expect(book.findings == [])
    }

    @Test func theFileIsForItsOwnerAndHoldsNoToken() throws {
        let token = FeedToken.make()
        let feed = try make("ada@example.org", token)
        var facts = stat()
        let status = stat(file.path, &facts)
        #expect(status == 0)
        #expect(facts.st_mode & 0o777 == 0o600)
        let text = try String(contentsOfFile: file.path, encoding: .utf8)
        #expect(text.contains("ada@example.org") && text.contains(feed.hash))
        #expect(!text.contains(token))
        #expect(!FileManager.default.fileExists(atPath: file.path + ".new"))
        #expect(try file.read().feeds == [feed])
    }

    @Test func aChangeIsKnownAtOnceWithoutARestart() throws {
        let book = FeedBook(file)
        let (ada, bob) = (FeedToken.make(), FeedToken.make())
        #expect(try book.person(of: ada) == nil)
        let feed = try make("ada", ada)
        #expect(try book.person(of: ada) == "ada")
        try make("bob", bob)
        #expect(try book.person(of: bob) == "bob")
        #expect(try book.person(of: feed.hash) == nil)
        try revoke(feed.id)
        #expect(try book.person(of: ada) == nil)
        #expect(try book.person(of: bob) == "bob")
        try FileManager.default.removeItem(atPath: file.path)
        #expect(try book.person(of: bob) == nil)
    }

    @Test(arguments: [
        "", "{", "[]", "{}", "\u{0}", "{\"feeds\":[{\"id\":\"a\"}]}",
        "{\"feeds\":[{\"id\":\"a\",\"person\":\"b\",\"hash\":\"short\",\"made_at\":\"2026-11-21T09:00:00Z\"}]}",
    ])
    func aBrokenListIsOneFindingAndNoFeed(text: String) throws {
        let token = FeedToken.make()
        try make("ada", token)
        let book = FeedBook(file)
        #expect(try book.person(of: token) == "ada")
        try write(text)
        #expect(throws: FeedBook.Closed.self) { try book.person(of: token) }
        let finding = try #require(book.findings.first)
        #expect(book.findings.count == 1)
        #expect(finding.component == "feeds" && finding.severity == .failure)
        #expect(finding.message.contains(file.path) && finding.message.contains("is damaged"))
        // Nor is it overwritten.
        #expect(fault { try make("bob", FeedToken.make()) }?.exitCode == 74)
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == text)
        try FileManager.default.removeItem(atPath: file.path)
        try make("ada", token)
        #expect(try book.person(of: token) == "ada")
        #expect(book.findings == [])
    }

    @Test func aFolderOrAHugeFileInItsPlaceIsNamed() throws {
        try FileManager.default.createDirectory(
            atPath: file.path, withIntermediateDirectories: false)
        let book = FeedBook(file)
        #expect(book.findings.first?.message.contains("it is a directory") == true)
        try FileManager.default.removeItem(atPath: file.path)
        try write("")
        #expect(truncate(file.path, 1 << 40) == 0)
        #expect(book.findings.first?.message.contains("larger than 1048576 bytes") == true)
    }

    /// A list that is out of reach is not one that is not there.
    @Test func aFileOutOfReachIsAFindingAlsoWhereThereWasNone() throws {
        let book = FeedBook(file)
        #expect(try book.person(of: "x") == nil)
        #expect(symlink(file.path, file.path) == 0)
        #expect(throws: FeedBook.Closed.self) { try book.person(of: "x") }
        #expect(book.findings.first?.message.contains("cannot be read") == true)
        #expect(unlink(file.path) == 0)
        #expect(try book.person(of: "x") == nil)
        #expect(book.findings == [])
    }

    @Test func aFailedChangeLeavesTheListAsItWas() throws {
        let feed = try make("ada", FeedToken.make())
        let error = fault {
            try file.change { (list: inout FeedList) throws(FeedError) -> Void in
                list.feeds = []
                throw .usage("no")
            }
        }
        #expect(error == .usage("no"))
        #expect(try file.read().feeds == [feed])
    }

    @Test func twoChangesAtATimeAreRefused() throws {
        let folder = open(workshop.path, O_RDONLY | O_DIRECTORY)
        #expect(flock(folder, LOCK_EX) == 0)
        let error = fault { try make("ada", FeedToken.make()) }
        #expect(error?.description.contains("another domovoy") == true)
        close(folder)
        try make("ada", FeedToken.make())
    }

    /// A power cut may leave it; and nobody can have the list written to another place.
    @Test func whatIsLeftOfAnAttemptIsNotFollowed() throws {
        let other = try workshop.write("precious", to: "other")
        #expect(symlink(other, file.path + ".new") == 0)
        try make("ada", FeedToken.make())
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "precious")
        #expect(try file.read().feeds.count == 1)
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        let lost = FeedFile(besideJournal: workshop.file("none/panel.sqlite"))
        let error = fault {
            try lost.change { (_: inout FeedList) throws(FeedError) -> Void in }
        }
        #expect(error?.exitCode == 74)
        #expect(error?.description.contains("none/panel.sqlite.feeds") == true)
    }
}
