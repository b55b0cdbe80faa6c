import HTTPTypes
import HummingbirdCore
import NIOCore
import RoomCore

/// Answers for `/calendar.ics` and `/people/TOKEN.ics`.
struct Feeds: Sendable {
    /// What is shown.
    let view: any PanelView
    /// How much is given away at a time.
    let limits: WebLimits
    /// Counts listings and feeds under way.
    let gate: ListingGate
    /// Who asks.
    let caller: Caller
    /// Times how long a reader takes nothing.
    let clock: any Clock<Duration>
    /// The tags of what the reader has already; nil if it has nothing.
    let ifNoneMatch: String?

    /// What a feed that was revoked and one that never was have in common.
    private static let unknown = ErrorReply.notFound("not_found", "there is no such feed")

    /// The room's bookings.
    func room() async throws -> Response {
        let state = try knowingState()
        let pass = try gate.pass(for: caller.remote)
        let entries = try await ErrorReply.readable {
            try await view.bookings(
                in: PollPlan.window(at: state.now), limit: limits.feedBookings + 1)
        }
        return try response(entries, state, pass, cache: "no-cache")
    }

    /// The bookings of the person whose feed has this name.
    ///
    /// - Parameter file: what follows `/people/`.
    func person(_ file: String) async throws -> Response {
        let state = try knowingState()
        let pass = try gate.pass(for: caller.remote)
        guard file.hasSuffix(".ics") else { throw Self.unknown }
        let entries = try await ErrorReply.readable {
            try await view.bookings(
                ofFeed: String(file.dropLast(4)), in: PollPlan.window(at: state.now),
                limit: limits.feedBookings + 1)
        }
        guard let entries else { throw Self.unknown }
        return try response(entries, state, pass, cache: "private, no-cache")
    }

    /// The state, if it tells which bookings there are.
    ///
    /// Programs forget what a feed does not have: rather none than one that is empty because nothing was read yet,
    /// or because a clock that is wrong looks at other days.
    private func knowingState() throws(ErrorReply) -> RoomState {
        let state = view.state()
        guard state.isClockTrusted else { throw .clockUntrusted }
        guard state.sync.server == .none || state.sync.lastSuccess != nil else {
            throw .unavailable("the schedule was never read", retryAfterSeconds: 60)
        }
        return state
    }

    private func response(
        _ entries: [LedgerEntry], _ state: RoomState, _ pass: ListingGate.Pass, cache: String
    ) throws(ErrorReply) -> Response {
        guard entries.count <= limits.feedBookings else {
            throw .unavailable(
                "there are more than \(limits.feedBookings) bookings", retryAfterSeconds: 3_600)
        }
        let feed = CalendarFeed(roomID: state.roomID, roomName: state.roomName) { [view] in
            view.secondsFromUTC(at: $0)
        }
        let bytes = feed.bytes(entries)
        let tag = EntityTag(bytes)
        var headers: HTTPFields = [.eTag: tag.description, .cacheControl: cache]
        if tag.isNamed(in: ifNoneMatch) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = "text/calendar; charset=utf-8"
        headers[.contentDisposition] = "inline; filename=\"calendar.ics\""
        return Response(
            status: .ok, headers: headers, body: body(ByteBuffer(bytes: bytes), pass))
    }

    /// Holds the pass until the reader has taken everything.
    private func body(_ buffer: ByteBuffer, _ pass: ListingGate.Pass) -> ResponseBody {
        let sender = PatientWriter(
            patience: limits.patience, clock: clock, hangUp: caller.hangUp)
        return ResponseBody(contentLength: buffer.readableBytes) { writer in
            defer { withExtendedLifetime(pass) {} }
            try await sender.write(buffer, to: &writer)
            try await writer.finish(nil)
        }
    }
}
