import HTTPTypes
import HummingbirdCore
import Logging
import RoomCore

/// Answers for `/api/v1/bookings`, `/api/v1/log`, `/api/v1/verdicts`, `/api/v1/stats` and `/api/v1/report`.
struct Listings: Sendable {
    /// What is shown.
    let view: any PanelView
    /// How much is given away at a time.
    let limits: WebLimits
    /// Counts the listings under way.
    let gate: ListingGate
    /// Who asks.
    let caller: Caller
    /// Times how long a reader takes nothing.
    let clock: any Clock<Duration>
    /// Where a listing that breaks off is told.
    let logger: Logger

    private var sender: PatientWriter {
        PatientWriter(patience: limits.patience, clock: clock, hangUp: caller.hangUp)
    }

    /// The bookings in the window; read at once, since they are few.
    func bookings(_ query: ListingQuery) async throws -> Response {
        let limit = limits.bookings
        let pass = try gate.pass(for: caller.remote)
        let reports = try await ErrorReply.readable {
            try await view.bookings(in: query.window, limit: limit + 1)
        }
        guard reports.count <= limit else { throw tooMany(limit) }
        let body = ListingBody(
            encoder: ListingEncoder<BookingRow>(query), first: reports, pager: nil,
            row: { BookingRow($0) }, pass: pass, sender: sender, logger: logger)
        return response(query, name: "bookings", body.responseBody)
    }

    /// The log in the window.
    func log(_ query: ListingQuery) async throws -> Response {
        let pager = Pager(query.window, size: limits.page, time: { (entry: LogEntry) in entry.at })
        {
            try await view.log(query.filter, in: $0, limit: $1)
        }
        return try await pages(query, name: "log", pager) { LogRow($0) }
    }

    /// A page of the log, from where another one ended.
    func logPage(_ query: ListingQuery) async throws -> Response {
        let pass = try gate.pass(for: caller.remote)
        defer { withExtendedLifetime(pass) {} }
        let page = try await RowPage(
            query.window, after: query.after, size: limits.logPage,
            time: { (entry: LogEntry) in entry.at }
        ) {
            try await view.log(query.filter, in: $0, limit: $1)
        }
        return .json(
            LogPage(
                from: Timestamp(query.window.start), to: Timestamp(query.window.end),
                rows: page.rows.map { LogRow($0) }, next: page.next))
    }

    /// The verdicts given in the window.
    func verdicts(_ query: ListingQuery) async throws -> Response {
        let pager = Pager(
            query.window, size: limits.page, time: { (verdict: Verdict) in verdict.givenAt }
        ) {
            try await view.verdicts(in: $0, limit: $1)
        }
        return try await pages(query, name: "verdicts", pager) { VerdictRow($0) }
    }

    /// The figures of the bookings that begin in the window.
    func stats(_ query: ListingQuery) async throws -> Response {
        try await figures(query, name: "stats", rows: StatisticsRow.rows) {
            try await view.statistics(in: query.window, limit: $0)
        }
    }

    /// How the room was booked and used in the window.
    func report(_ query: ListingQuery) async throws -> Response {
        try await figures(query, name: "report", rows: ReportRow.rows) {
            try await view.report(in: query.window, limit: $0)
        }
    }

    /// What is reckoned as a whole; `read` is told how many bookings there may be, and gives nil where there are more.
    private func figures<Figures, Row: ListingRow>(
        _ query: ListingQuery, name: String, rows: (Figures) -> [Row],
        read: (Int) async throws -> Figures?
    ) async throws -> Response {
        let limit = limits.bookings
        let pass = try gate.pass(for: caller.remote)
        guard let figures = try await ErrorReply.readable({ try await read(limit) }) else {
            throw tooMany(limit)
        }
        let body = ListingBody(
            encoder: ListingEncoder<Row>(query), first: rows(figures), pager: nil, row: { $0 },
            pass: pass, sender: sender, logger: logger)
        return response(query, name: name, body.responseBody)
    }

    private func tooMany(_ limit: Int) -> ErrorReply {
        .badRequest(
            "bad_window", "there are more than \(limit) bookings between \"from\" and \"to\"")
    }

    /// Reads the first page before the answer begins, so that a fault that is there from the start has its status.
    private func pages<Element: Sendable, Row: ListingRow>(
        _ query: ListingQuery, name: String, _ pager: Pager<Element>,
        row: @escaping @Sendable (Element) -> Row?
    ) async throws -> Response {
        let pass = try gate.pass(for: caller.remote)
        var pager = pager
        let first = try await ErrorReply.readable { try await pager.next() } ?? []
        let body = ListingBody(
            encoder: ListingEncoder<Row>(query), first: first, pager: pager, row: row,
            pass: pass, sender: sender, logger: logger)
        return response(query, name: name, body.responseBody)
    }

    private func response(
        _ query: ListingQuery, name: String, _ body: ResponseBody
    ) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        switch query.format {
        case .json:
            headers[.contentType] = "application/json"
        case .csv:
            headers[.contentType] = "text/csv; charset=utf-8; header=present"
            headers[.contentDisposition] = "attachment; filename=\"\(name).csv\""
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
