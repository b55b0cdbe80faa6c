import PanelWeb
import RoomCore
import Synchronization

/// A panel that shows what a test tells it to, and remembers what it was asked.
final class ScriptedPanel: PanelView {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    struct Script {
        var state = RoomState.sample
        var bookings: [LedgerEntry] = []
        /// The bookings of personal feeds, by token.
        var feeds: [String: [LedgerEntry]] = [:]
        /// How far the room's clock is from UTC: as in Moscow.
        var secondsFromUTC: @Sendable (WallTime) -> Int = { _ in 10_800 }
        var log: [LogEntry] = []
        var verdicts: [Verdict] = []
        /// What a report is told of people.
        var presence: [PresenceSpan] = []
        var certificate: Certificate?
        var findings: [HealthFinding] = []
        var figures = PanelFigures()
        var simulator: SimulatedPanelLines?
        var reportedSensors: ScriptedSensors?
        /// What comes of a tap; nil is what is not decided in time.
        var onPress: @Sendable (Tap) -> Press? = { _ in nil }
        /// What was tapped.
        var taps: [Tap] = []
        /// How many reads of records succeed before they begin to fail; nil means all.
        var readsBeforeFault: Int?
        var windows: [Span] = []
        var onRead: (@Sendable () async -> Void)?
        var subscriptions: [AsyncStream<RoomState>.Continuation] = []
    }

    let script: Mutex<Script>

    init(_ change: (inout Script) -> Void = { _ in }) {
        var script = Script()
        change(&script)
        self.script = Mutex(script)
    }

    /// The windows that records were asked for.
    var windows: [Span] { script.withLock(\.windows) }

    /// What was tapped.
    var taps: [Tap] { script.withLock(\.taps) }

    /// Shows another state and tells everybody.
    func show(_ state: RoomState) {
        let subscriptions = script.withLock { script in
            script.state = state
            return script.subscriptions
        }
        for subscription in subscriptions { subscription.yield(state) }
    }

    func state() -> RoomState { script.withLock(\.state) }

    func states() -> AsyncStream<RoomState> {
        let (states, continuation) = AsyncStream.makeStream(
            of: RoomState.self, bufferingPolicy: .bufferingNewest(1))
        script.withLock { $0.subscriptions.append(continuation) }
        return states
    }

    func today() -> Span {
        Span(start: .sample("2026-11-20T21:00:00Z"), end: .sample("2026-11-21T21:00:00Z"))
    }

    func bookings(in window: Span, limit: Int) async throws -> [LedgerEntry] {
        try await read(window)
        let found = script.withLock(\.bookings).filter { $0.booking.span.overlaps(window) }
        return Array(found.prefix(limit))
    }

    func bookings(
        ofFeed token: String, in window: Span, limit: Int
    ) async throws -> [LedgerEntry]? {
        try await read(window)
        let own = script.withLock(\.feeds)[token]
        return own.map { Array($0.filter { $0.booking.span.overlaps(window) }.prefix(limit)) }
    }

    func secondsFromUTC(at instant: WallTime) -> Int {
        script.withLock(\.secondsFromUTC)(instant)
    }

    func log(_ filter: LogFilter, in window: Span, limit: Int) async throws -> [LogEntry] {
        try await read(window)
        let found = script.withLock(\.log).filter { window.contains($0.at) && filter.admits($0) }
        return Array(found.prefix(limit))
    }

    func verdicts(in window: Span, limit: Int) async throws -> [Verdict] {
        try await read(window)
        let found = script.withLock(\.verdicts).filter { window.contains($0.givenAt) }
        return Array(found.prefix(limit))
    }

    func statistics(in window: Span, limit: Int) async throws -> RoomStatistics? {
        let entries = try await bookings(in: window, limit: limit + 1)
        guard entries.count <= limit else { return nil }
        var statistics = RoomStatistics(in: window)
        for entry in entries { statistics.add(entry.booking) }
        for verdict in script.withLock(\.verdicts) { statistics.add(verdict) }
        return statistics
    }

    func report(in window: Span, limit: Int) async throws -> RoomReport? {
        let entries = try await bookings(in: window, limit: limit + 1)
        guard entries.count <= limit else { return nil }
        let (verdicts, offset) = script.withLock { ($0.verdicts, $0.secondsFromUTC) }
        let calendar = RoomCalendar([]) { _, instant in offset(instant) }
        var report = RoomReport(of: window, calendar: calendar, now: .latest)
        for span in report.parts {
            report.add(
                RoomReport.Part(
                    span: span, bookings: entries.map(\.booking), verdicts: verdicts,
                    presence: script.withLock(\.presence)))
        }
        return report
    }

    func certificate() async throws -> Certificate? {
        try await read(today())
        return script.withLock(\.certificate)
    }

    func press(_ tap: Tap) async -> Press? {
        let onPress = script.withLock { script in
            script.taps.append(tap)
            return script.onPress
        }
        return onPress(tap)
    }

    func health() -> [HealthFinding] { script.withLock(\.findings) }

    func figures() -> PanelFigures { script.withLock(\.figures) }

    var simulator: (any SimulatedLines)? { script.withLock(\.simulator) }

    var reportedSensors: (any ReportedSensors)? { script.withLock(\.reportedSensors) }

    private func read(_ window: Span) async throws {
        await script.withLock(\.onRead)?()
        try script.withLock { script in
            script.windows.append(window)
            guard let left = script.readsBeforeFault else { return }
            guard left > 0 else { throw Fault(description: "journal: cannot read\nthe page") }
            script.readsBeforeFault = left - 1
        }
    }
}

/// Sensors that admit whom a test tells them to, and remember what they were told.
final class ScriptedSensors: ReportedSensors {
    private let admissions: [String: SensorAdmission]
    private let names: Set<String>?
    private let kept = Mutex<[String: SensorReport]>([:])

    /// - Parameters:
    ///   - admissions: what holds for whoever brings this token, by token; others are refused.
    ///   - names: the sensors there are; nil for any.
    init(_ admissions: [String: SensorAdmission], names: Set<String>? = nil) {
        self.admissions = admissions
        self.names = names
    }

    /// What was taken last, by sensor.
    var reports: [String: SensorReport] { kept.withLock { $0 } }

    func admission(of name: String, token: String?) -> SensorAdmission {
        guard let admission = token.flatMap({ admissions[$0] }) else { return .refused }
        return names?.contains(name) ?? true ? admission : .unknown
    }

    func take(_ report: SensorReport, from name: String) {
        kept.withLock { $0[name] = report }
    }
}

/// Simulated lines that keep the level they are given.
final class SimulatedPanelLines: SimulatedLines {
    private let state: Mutex<(lines: [SimulatedLine], fault: String?)>

    init(fault: String? = nil) {
        let lines = [
            SimulatedLine(name: "button", kind: .button, active: .low, level: 1),
            SimulatedLine(name: "pir", kind: .motion, active: .high, level: 0),
        ]
        state = Mutex((lines, fault))
    }

    func lines() -> [SimulatedLine] { state.withLock(\.lines) }

    func setLevel(_ level: Int, ofLine name: String) throws {
        try state.withLock { state in
            if let fault = state.fault { throw ScriptedPanel.Fault(description: fault) }
            for index in state.lines.indices where state.lines[index].name == name {
                state.lines[index].level = level
            }
        }
    }
}
