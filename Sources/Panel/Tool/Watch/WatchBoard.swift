import HTTPExchange
import PanelWeb
import RoomCore
import Synchronization

/// What a watch of one panel or several shows: on a terminal the whole table anew after each change, elsewhere a line for
/// each change.
final class WatchBoard: Sendable {
    /// How the changes are written.
    enum Style: Hashable, Sendable {
        /// The screen is cleared, and the table drawn.
        case screen
        /// A line for people.
        case lines
        /// The panel's JSON, one document a line.
        case json
        /// A header, and a row for each change.
        case csv
    }

    private struct State {
        var replies: [PanelFleet.Reply<StateDocument>]
        /// What was said last of each panel.
        var said: [String]
        var hasHeader = false
    }

    private let state: Mutex<State>
    private let style: Style
    private let showsUTC: Bool
    private let note: @Sendable (String) -> Void
    private let print: @Sendable (String) throws -> Void

    /// - Parameters:
    ///   - note: told on one line that a panel is away or back; not with a screen, which shows it.
    ///   - print: takes a text, of one line or of a whole screen.
    init(
        urls: [String], _ style: Style, showsUTC: Bool,
        note: @escaping @Sendable (String) -> Void,
        print: @escaping @Sendable (String) throws -> Void
    ) {
        let waiting = PanelClient.Failure(description: "not heard yet", exitCode: 69)
        state = Mutex(
            State(
                replies: urls.map { PanelFleet.Reply(url: $0, answer: .failure(waiting)) },
                said: urls.map { _ in "" }))
        self.style = style
        self.showsUTC = showsUTC
        self.note = note
        self.print = print
    }

    /// A panel has told its state.
    ///
    /// - Throws: ``PanelClient/Failure`` if that is no state; what `print` throws.
    func take(_ body: String, from index: Int) throws {
        let document: StateDocument = try PanelClient.decode(body)
        try state.withLock { state in
            let wasAway = state.said[index].isEmpty == false && !state.replies[index].isThere
            state.replies[index].answer = .success(document)
            if wasAway, style != .screen { note("\(state.replies[index].url): heard again") }
            try show(body, of: index, in: &state)
        }
    }

    /// A panel is away.
    ///
    /// - Parameter pause: when it is tried again.
    func lose(_ index: Int, _ failure: PanelClient.Failure, pause: Duration) throws {
        let seconds = pause.components.seconds
        let text = "\(failure.description); trying again in \(seconds) s"
        try state.withLock { state in
            state.replies[index].answer = .failure(
                PanelClient.Failure(description: text, exitCode: failure.exitCode))
            guard style == .screen else { return note(text) }
            try draw(state)
        }
    }

    // MARK: Writing

    private func show(_ body: String, of index: Int, in state: inout State) throws {
        if style == .screen {
            state.said[index] = body
            return try draw(state)
        }
        let sheet = FleetStatus(
            replies: [state.replies[index]], showsUTC: showsUTC, note: { _ in })
        let said =
            switch style {
            case .csv: sheet.line
            case .json: body.jsonForTerminal
            case .lines, .screen: sheet.words
            }
        guard said != state.said[index] else { return }
        state.said[index] = said
        if style == .csv, !state.hasHeader {
            try print(sheet.header)
            state.hasHeader = true
        }
        try print(style == .lines ? "\(sheet.time) \(said)" : said)
    }

    private func draw(_ state: State) throws {
        let home = "\u{1B}[H\u{1B}[J"
        let sheet = FleetStatus(replies: state.replies, showsUTC: showsUTC, note: { _ in })
        try print(home + (sheet.single ?? sheet.table).text())
    }
}

extension PanelFleet.Reply {
    /// Whether the panel has answered.
    var isThere: Bool {
        if case .success = answer { true } else { false }
    }
}
