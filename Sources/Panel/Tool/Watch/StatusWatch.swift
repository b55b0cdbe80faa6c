import PanelWeb
import RoomCore

/// Shows how rooms stand, live, until the task is cancelled or the program ends.
public struct StatusWatch: Sendable {
    /// The first pause before a panel that was lost is tried again; it doubles with each try.
    static let shortestPause = Duration.seconds(2)
    /// The longest such pause.
    static let longestPause = Duration.seconds(30)

    private let urls: [String]
    private let clients: [PanelClient]
    private let board: WatchBoard
    private let sleep: @Sendable (Duration) async throws -> Void

    /// Makes a watch of the panels at `urls`.
    ///
    /// - Parameters:
    ///   - caFile: a PEM file with the authorities to trust in place of the system's; nil trusts those.
    ///   - isTerminal: whether the table is drawn anew in place; otherwise each change is a line.
    ///   - note: told on one line that a panel is away or back.
    ///   - print: takes each text.
    /// - Throws: ``PanelClient/Failure`` if one of them is no http or https URL, there are too many, or the file has no
    ///   certificates.
    public init(
        urls: [String], _ format: Listings.Format, caFile: String? = nil, showsUTC: Bool = false,
        isTerminal: Bool = Terminal.isTerminal, note: @escaping @Sendable (String) -> Void,
        print: @escaping @Sendable (String) throws -> Void
    ) throws(PanelClient.Failure) {
        try self.init(
            urls: urls, format, caFile: caFile, showsUTC: showsUTC, isTerminal: isTerminal,
            note: note, print: print, sleep: { try await Task.sleep(for: $0) })
    }

    /// - Parameter sleep: waits before a panel is tried again.
    init(
        urls: [String], _ format: Listings.Format, caFile: String? = nil, showsUTC: Bool,
        isTerminal: Bool,
        note: @escaping @Sendable (String) -> Void,
        print: @escaping @Sendable (String) throws -> Void,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) throws(PanelClient.Failure) {
        let fleet = try PanelFleet(urls: urls, caFile: caFile, showsUTC: showsUTC, note: note)
        self.urls = urls
        clients = fleet.clients
        let style: WatchBoard.Style =
            switch format {
            case .table: isTerminal ? .screen : .lines
            case .json: .json
            case .csv: .csv
            }
        board = WatchBoard(urls: urls, style, showsUTC: showsUTC, note: note, print: print)
        self.sleep = sleep
    }

    /// Follows the panels; one that is lost is tried again for as long as it takes.
    ///
    /// - Throws: ``PanelClient/Failure`` if there is one panel and it was never there; what `print` throws.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in clients.indices {
                group.addTask { try await follow(index) }
            }
            // The first failure ends all: `waitForAll` would wait for the others first, and they never end.
            for try await _ in group {}
        }
    }

    private func follow(_ index: Int) async throws {
        var pause = Self.shortestPause
        var isKnown = false
        while true {
            var hasHeard = false
            let failure: PanelClient.Failure
            do {
                try await clients[index].states { body in
                    try board.take(body, from: index)
                    hasHeard = true
                }
                failure = PanelClient.Failure(
                    description: "\(urls[index]): the panel has ended its events", exitCode: 69)
            } catch let error as PanelClient.Failure {
                failure = error
            }
            isKnown = isKnown || hasHeard
            if clients.count == 1, !isKnown { throw failure }
            if hasHeard { pause = Self.shortestPause }
            try board.lose(index, failure, pause: pause)
            try await sleep(pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }
}
