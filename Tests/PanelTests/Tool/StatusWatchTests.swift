import Synchronization
import Testing
import WebTestKit

@testable import Panel

struct ServerSentEventsTests {
    private func events(_ pieces: [String]) throws -> [String] {
        var events = ServerSentEvents()
        return try pieces.flatMap { try events.take($0.utf8) }
    }

    @Test(
        arguments: [
            ["retry: 2000\n\nevent: state\nid: 1\ndata: {\"a\":1}\n\n: keep-alive\n\n"],
            ["event: state\r\ndata:{\"a\":1}\r\n\r\n"], ["da", "ta: {\"a\"", ":1}\n", "\n"],
        ])
    func dataOfAnEventIsTakenHoweverItComes(pieces: [String]) throws {
        #expect(try events(pieces) == ["{\"a\":1}"])
    }

    @Test func linesOfDataAreJoinedAndEventsKeptApart() throws {
        let text = "data: a\ndata: b\n\ndata: c\n\ndata: never ended\n"
        #expect(try events([text]) == ["a\nb", "c"])
    }

    @Test func eventWithoutAnEndIsRefused() {
        let line = String(repeating: "x", count: ServerSentEvents.greatestLength + 1)
        #expect(throws: ServerSentEvents.TooLong.self) { try events([line]) }
        let half = "data: \(line.dropFirst(line.utf8.count / 2))\n"
        #expect(throws: ServerSentEvents.TooLong.self) { try events([half, half, half]) }
    }
}

@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct StatusWatchTests {
    private struct Enough: Error {}

    private static let nobody = "http://127.0.0.1:9"

    @Test func panelThatWasNeverThereIsAFailure() async throws {
        let watch = try StatusWatch(
            urls: [Self.nobody], .table, isTerminal: false, note: { _ in }, print: { _ in })
        let failure = await #expect(throws: PanelClient.Failure.self) { try await watch.run() }
        #expect(failure?.exitCode == 69)
    }

    @Test func panelsThatAreAwayAreTriedLessAndLessOften() async throws {
        let pauses = Mutex<[Duration]>([])
        let notes = Mutex<[String]>([])
        let watch = try StatusWatch(
            urls: [Self.nobody, Self.nobody], .table, showsUTC: true, isTerminal: false,
            note: { text in notes.withLock { $0.append(text) } }, print: { _ in },
            sleep: { pause in
                let count = pauses.withLock { pauses in
                    pauses.append(pause)
                    return pauses.count
                }
                if count >= 14 { throw Enough() }
            })
        await #expect(throws: Enough.self) { try await watch.run() }
        let told = pauses.withLock { Set($0.map(\.components.seconds)) }
        #expect(told.isSubset(of: [2, 4, 8, 16, 30]) && told.contains(16))
        #expect(notes.withLock { $0.allSatisfy { $0.contains("; trying again in ") } })
    }

    @Test func screenShowsThatAPanelIsAway() throws {
        let drawn = Mutex<[String]>([])
        let board = WatchBoard(
            urls: [Self.nobody], .screen, showsUTC: true, note: { _ in Issue.record("a note") },
            print: { text in drawn.withLock { $0.append(text) } })
        try board.lose(
            0, PanelClient.Failure(description: "no route", exitCode: 69), pause: .seconds(4))
        let last = drawn.withLock { $0.last }
        let text = try #require(last)
        #expect(text.hasPrefix("\u{1B}[H\u{1B}[J") && text.contains("away"))
        #expect(text.contains("trying"))
    }
}
