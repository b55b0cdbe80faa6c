import Foundation
import Journal
import PanelWeb
import RoomCore

/// What the web shows of this panel: the room from memory, the past from the journal.
struct DoorView: PanelView {
    let board: StateBoard
    let inlet: FactInlet
    let journal: Journal
    let time: any TimeSource
    let findings: FindingBoard
    let lines: GPIOService.Faults
    let counts: TallyBoard
    let taps: TapBoard
    let messages: MessageService?
    let feeds: FeedBook
    let desk: DeskKey?
    let certificates: CertificateBook?
    let room: RoomSettings
    let zone: TimeZone
    let reports: SensorReports?
    let simulator: (any SimulatedLines)?

    func state() -> RoomState { board.state(at: time.now().wall) }

    func states() -> AsyncStream<RoomState> { board.changes() }

    func today() -> Span {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let now = Date(timeIntervalSince1970: Double(time.now().wall.secondsSinceEpoch))
        let start = calendar.startOfDay(for: now)
        let end = calendar.date(byAdding: .day, value: 1, to: start) ?? start + 86_400
        return Span(start: Self.wall(start), end: Self.wall(end))
    }

    private static func wall(_ date: Date) -> WallTime {
        WallTime(secondsSinceEpoch: Int64(date.timeIntervalSince1970))
    }

    func secondsFromUTC(at instant: WallTime) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.secondsSinceEpoch)))
    }

    func press(_ tap: Tap) async -> Press? { await taps.press(tap) }

    var reportedSensors: (any ReportedSensors)? { reports }

    func health() -> [HealthFinding] {
        HealthReport.findings(state(), lines: lines.byLine, awaited: reports?.awaited ?? [])
            + findings.findings + feeds.findings + (desk?.findings ?? [])
            + (certificates?.findings ?? [])
    }

    func figures() -> PanelFigures {
        PanelFigures(
            tally: counts.tally, messages: messages?.counts, process: ProcessFigures.now(time))
    }

    // MARK: Listings

    func bookings(in window: Span, limit: Int) async throws -> [LedgerEntry] {
        try await history.entries(in: window, limit: limit).map(shown)
    }

    /// Not hidden: only whoever was given the token gets here, and only to what is that person's own.
    func bookings(
        ofFeed token: String, in window: Span, limit: Int
    ) async throws -> [LedgerEntry]? {
        guard let person = try feeds.person(of: token) else { return nil }
        return try await history.entries(in: window, limit: limit) { $0.isOrganised(by: person) }
    }

    private var history: BookingHistory {
        BookingHistory(inlet: inlet, journal: journal, now: time.now().wall)
    }

    private func shown(_ entry: LedgerEntry) -> LedgerEntry {
        var entry = entry
        entry.booking = room.titles.shown(entry.booking)
        return entry
    }

    /// Only the tables that can have rows are read.
    func log(_ filter: LogFilter, in window: Span, limit: Int) async throws -> [LogEntry] {
        let edges =
            filter.wants(.edge)
            ? try await journal.edges(in: window, of: filter.sensor, limit: limit).rows : []
        let presses =
            filter.wants(.press) ? try await journal.presses(in: window, limit: limit).rows : []
        let presence =
            filter.wants(.presence)
            ? try await journal.presence(in: window, limit: limit).rows : []
        let writes =
            filter.wants(.write) ? try await journal.outbox(in: window, limit: limit).rows : []
        let messages =
            filter.wants(.message)
            ? try await journal.messages(in: window, limit: limit).rows : []
        let notes =
            filter.wants(.note)
            ? try await journal.notes(in: window, of: filter.sensor, limit: limit).rows : []
        var entries = edges.map(LogEntry.edge)
        entries += presses.map(LogEntry.press)
        entries += presence.filter { window.contains($0.span.start) }.map(LogEntry.presence)
        entries += writes.map(LogEntry.write)
        entries += messages.map(LogEntry.message)
        entries += notes.map(LogEntry.note)
        let sorted = entries.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        return sorted.prefix(limit).map(\.element)
    }

    func statistics(in window: Span, limit: Int) async throws -> RoomStatistics? {
        try await history.statistics(in: window, limit: limit)
    }

    func report(in window: Span, limit: Int) async throws -> RoomReport? {
        try await ReportReading(history: history, journal: journal, room: room)
            .report(of: window, limit: limit)
    }

    func certificate() async throws -> Certificate? { try await journal.newestCertificate() }

    func verdicts(in window: Span, limit: Int) async throws -> [Verdict] {
        try await journal.verdicts(in: window, limit: limit).rows
    }
}
