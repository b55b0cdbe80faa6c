import FoundationEssentials
import HTTPExchange
import PanelWeb
import RoomCore

/// What the `domovoy` command prints of a running panel.
public struct Listings: Sendable {
    /// How to print it.
    public enum Format: String, Sendable, CaseIterable {
        /// Aligned columns for people.
        case table
        /// The panel's JSON, as documented.
        case json
        /// The panel's CSV (RFC 4180).
        case csv
    }

    /// What to print.
    public enum Subject: String, Sendable, CaseIterable {
        /// The sensor log, presence and presses.
        case log
        /// The schedule.
        case bookings
        /// The verdicts, with their evidence.
        case verdicts
    }

    private let client: PanelClient

    /// Asks the panel behind `client`.
    public init(_ client: PanelClient) {
        self.client = client
    }

    /// One listing.
    ///
    /// - Parameters:
    ///   - from: RFC 3339; nil for the start of today in the room's zone.
    ///   - to: RFC 3339; nil for the end of today.
    /// - Throws: ``PanelClient/Failure``.
    public func text(
        _ subject: Subject, from: String?, to: String?, _ format: Format
    ) async throws(PanelClient.Failure) -> String {
        var query = [("format", format == .csv ? "csv" : "json")]
        if let from { query.append(("from", from)) }
        if let to { query.append(("to", to)) }
        let body = try await client.text("/api/v1/\(subject.rawValue)", query: query)
        if format == .json { return body.jsonForTerminal }
        if format == .csv { return body }
        return try table(subject, body).text()
    }

    /// How the room stands.
    ///
    /// - Throws: ``PanelClient/Failure``.
    public func status(_ format: Format) async throws(PanelClient.Failure) -> String {
        let body = try await client.text("/api/v1/state")
        if format == .json { return body.jsonForTerminal }
        let state: StateDocument = try decode(body)
        let table = TextTable(columns: ["what", "is"], rows: StatusRows(state).rows)
        return format == .csv ? table.csv() : table.text()
    }

    /// What is wrong with the panel.
    ///
    /// - Returns: the text, and whether the panel does its work.
    /// - Throws: ``PanelClient/Failure``.
    public func health(
        _ format: Format
    ) async throws(PanelClient.Failure) -> (text: String, isWorking: Bool) {
        let body = try await client.text("/healthz", accepting: [503])
        let document: HealthDocument = try decode(body)
        let isWorking = document.status != .failing
        if format == .json { return (body.jsonForTerminal, isWorking) }
        let table = TextTable(
            columns: ["component", "severity", "message"],
            rows: document.findings.map { [$0.component, $0.severity.rawValue, $0.message] })
        if format == .csv { return (table.csv(), isWorking) }
        let findings = table.rows.isEmpty ? "" : "\n" + table.text()
        return (document.status.rawValue + findings, isWorking)
    }

    private func table(
        _ subject: Subject, _ body: String
    ) throws(PanelClient.Failure) -> TextTable {
        switch subject {
        case .log:
            let listing: Listing<LogRow> = try decode(body)
            return TextTable(
                columns: ["at", "what", "name", "value", "until", "outcome", "booking"],
                rows: listing.rows.map {
                    [
                        "\($0.at)", $0.kind.rawValue, $0.name, $0.value, text($0.until),
                        [$0.outcome?.rawValue, $0.refusal?.rawValue].compactMap { $0 }
                            .joined(separator: ": "),
                        $0.booking ?? "",
                    ]
                })
        case .bookings:
            let listing: Listing<BookingRow> = try decode(body)
            return TextTable(
                columns: ["start", "end", "title", "organiser", "state", "arrival", "leaving"],
                rows: listing.rows.map {
                    [
                        "\($0.startsAt)", "\($0.endsAt)", $0.title ?? "", $0.organiser ?? "",
                        $0.pending ? "pending" : $0.confirmation.rawValue,
                        $0.arrival?.rawValue ?? "", $0.leaving?.rawValue ?? "",
                    ]
                })
        case .verdicts:
            let listing: Listing<VerdictRow> = try decode(body)
            return TextTable(
                columns: [
                    "number", "given", "booking", "verdict", "seconds", "reason", "replaces",
                ],
                rows: listing.rows.map {
                    [
                        "\($0.number)", "\($0.givenAt)", $0.booking, $0.verdict.rawValue,
                        text($0.seconds), $0.reason?.rawValue ?? "", text($0.replaces),
                    ]
                })
        }
    }

    private func text(_ value: (some CustomStringConvertible)?) -> String {
        value.map { "\($0)" } ?? ""
    }

    private func decode<Document: Decodable>(
        _ body: String
    ) throws(PanelClient.Failure) -> Document {
        do {
            return try JSONDecoder().decode(Document.self, from: Data(body.utf8))
        } catch {
            throw PanelClient.Failure(
                description: "the answer is not that of a Domovoy panel of this version",
                exitCode: 76)
        }
    }
}

/// The rows of `domovoy status`.
struct StatusRows {
    let rows: [[String]]

    init(_ state: StateDocument) {
        func booking(_ view: BookingState?) -> String {
            guard let view else { return "none" }
            return "\(view.startsAt) - \(view.endsAt) \(view.phase.rawValue) \(view.title ?? "")"
        }
        let lamps = state.lamps
        let age = state.sync.lastSuccess.map { "heard \($0)" } ?? "never heard"
        rows =
            [
                ["room", "\(state.room.name) (\(state.room.id))"],
                ["availability", state.availability.rawValue],
                ["current", booking(state.current)], ["next", booking(state.next)],
                ["presence", state.presence.rawValue],
                ["availability lamp", Self.signal(lamps.availability)],
                ["booking lamp", Self.signal(lamps.booking)],
                [
                    "server",
                    "\(state.sync.server.rawValue), \(age)\(state.sync.stale ? ", stale" : "")",
                ],
                ["writes owed", "\(state.sync.outbox)"],
            ]
            + (state.sync.rate.map { [["requests", Self.text($0)]] } ?? [])
            + [
                ["button", state.button.health.rawValue],
                ["clock", state.clock.trusted ? "trusted" : "not trusted"],
            ]
            + state.sensors.map {
                [
                    "sensor \($0.name)",
                    "\($0.health.rawValue), \($0.edges) edges, \($0.lostEdges) lost",
                ]
            }
    }

    private static func text(_ rate: RateState) -> String {
        var parts = ["\(rate.level) of \(rate.burst) used"]
        if rate.waiting > 0 { parts.append("\(rate.waiting) waiting") }
        if rate.backoffSeconds > 0 { parts.append("none for \(rate.backoffSeconds) s") }
        if rate.pollPercent > 100 { parts.append("polls at \(rate.pollPercent) %") }
        if !rate.stoppedMethods.isEmpty {
            parts.append("stopped: \(rate.stoppedMethods.joined(separator: ", "))")
        }
        return parts.joined(separator: ", ")
    }

    private static func signal(_ signal: LampSignal) -> String {
        "\(signal.colour.rawValue) \(signal.pattern.rawValue)"
    }
}
