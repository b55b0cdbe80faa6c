public import HTTPExchange
import JSONText
public import Logging
public import NIOCore
public import RoomCore
import Synchronization

/// A room in a Bitrix24 portal, spoken to by an incoming webhook.
///
/// One reading of a room costs one request, and now and then one more to see that the room is still there. Every read
/// and write ends within ``Bitrix24Limits/http``. May be used from any task; at most one read and one write at a
/// time gain anything. Logs neither the webhook's secret nor what is written in bookings.
public final class Bitrix24Server: BookingServer {
    private struct State: Sendable {
        /// What the panel knows: the bookings of the last reading that block the room.
        var known: [BookingID: Span] = [:]
        /// The last reading.
        var memory = ReadingMemory()
        /// Whether the last reading found anything that could be read.
        var hadEntries = false
        /// When the first read may go, where panels share an address.
        var firstReadAt: WallTime?
        /// When a mark or a message may go, where panels share an address.
        var turns: [String: WallTime] = [:]
    }

    let settings: Bitrix24Settings
    let session: PortalSession
    let shelves: [any Shelf]
    private let world: PortalSession.World
    private let memory = WriteMemory()
    private let state = Mutex(State())

    /// Marks and messages whose turn is remembered; beyond these they go at once.
    private static let rememberedTurns = 64
    /// How far the portal's clock may be off before it is told.
    private static let clockTolerance = Duration.seconds(300)

    /// Makes a server that has not been spoken to yet.
    ///
    /// - Parameters:
    ///   - settings: where the room is; see ``Bitrix24Settings/faults()``.
    ///   - eventLoopGroup: the threads that connections run on; outlives the server.
    ///   - logger: where a renamed portal and repairs are noted.
    ///   - wall: the wall clock; the system's if nil.
    /// - Throws: the first fault of the settings.
    public convenience init(
        settings: Bitrix24Settings, eventLoopGroup: any EventLoopGroup, logger: Logger,
        wall: (@Sendable () -> WallTime)? = nil
    ) throws(SettingFault) {
        // Before the transport is made, which has to be shut down once it is there.
        if let fault = settings.faults().first { throw fault }
        let transport = AsyncHTTPTransport(limits: settings.limits, group: eventLoopGroup)
        var world = PortalSession.World.real(transport, logger)
        if let wall { world.wall = wall }
        try self.init(settings: settings, world: world)
    }

    init(
        settings: Bitrix24Settings, world: PortalSession.World
    ) throws(SettingFault) {
        if let fault = settings.faults().first { throw fault }
        guard let webhook = Webhook(settings.webhook), let zone = Zone.named(settings.timeZone)
        else {
            throw SettingFault("webhook", "what the file holds", "allowed is an address")
        }
        self.settings = settings
        self.world = world
        session = PortalSession(webhook: webhook, world: world, limits: settings.limits)
        let tools = ShelfTools(
            session: session, zone: zone, limits: settings.limits, wall: world.wall,
            logger: world.logger)
        shelves = Self.shelves(settings, tools)
        let spread = settings.fleet.firstReadSpread
        let firstReadAt = spread > .zero ? world.wall() + spread * world.random() : nil
        state.withLock { $0.firstReadAt = firstReadAt }
    }

    private static func shelves(
        _ settings: Bitrix24Settings, _ tools: ShelfTools
    ) -> [any Shelf] {
        let (id, also) = (settings.sourceID, settings.alsoBooks)
        return switch settings.source {
        case .group: ([id] + also).map { CalendarShelf(.group($0), tools) }
        case .company: ([id] + also).map { CalendarShelf(.company(section: $0), tools) }
        case .location:
            ([id] + also).map {
                LocationShelf($0, wantsTitles: settings.wantsTitles && $0 == id, tools)
            }
        case .booking: [OnlineShelf(id, also: also, tools)]
        case .resource: [ResourceShelf(id, tools)]
        }
    }

    // MARK: - BookingServer

    /// Reads every booking that shares an instant with `window`.
    public func read(window: Span) async throws(ServerFailure) -> ScheduleReading {
        try await bounded("reading") { [self] () throws(Bitrix24Error) in
            try waitForFirstTurn()
            guard let room = shelves.first else {
                throw session.error("reading", .missing("no room"))
            }
            var reading = try await room.read(window)
            if reading.isEmpty, state.withLock(\.hadEntries) {
                // A stumbling portal answers without rows now and then; the room must not look free for that.
                reading = try await room.read(window)
            }
            try checkReadable(reading)
            reading.entries = memory.told(reading.entries)
            let bookings = state.withLock { [reading] state in
                let bookings = state.memory.bookings(of: reading, in: window)
                state.known = Dictionary(
                    bookings.filter(\.isBlocking).map { ($0.id, $0.span) },
                    uniquingKeysWith: { first, _ in first })
                return bookings
            }
            return ScheduleReading(
                window: window, bookings: bookings, serverDate: reading.date,
                complaints: complaints(of: reading))
        }
    }

    /// How many rows without a date have to come, and nothing else, to be taken for a portal that has changed.
    private static let suspiciousRows = 3

    /// Fails if nothing can be read any more, so that such a portal does not look like one without bookings.
    ///
    /// The cached day is kept then. One broken event alone does not blind the panel.
    private func checkReadable(_ reading: ShelfReading) throws(Bitrix24Error) {
        let isBlind = reading.entries.isEmpty && !reading.unreadable.isEmpty
        let wasSeeing = state.withLock { state in
            defer { if !isBlind { state.hadEntries = !reading.entries.isEmpty } }
            return state.hadEntries
        }
        guard isBlind, wasSeeing || reading.unreadable.count >= Self.suspiciousRows else { return }
        let first = reading.complaints.first ?? "they are left out"
        throw session.error(
            "reading",
            .malformed(
                "none of \(reading.unreadable.count) bookings has a date that can be read: \(first)"
            ),
            date: reading.date)
    }

    /// Carries out one write, once in effect even when it is asked for twice.
    public func write(_ write: ServerWrite) async throws(ServerFailure) {
        try await bounded("writing") { [self] () throws(Bitrix24Error) in
            try waitForTurn(of: write)
            let writer = BookingWriter(
                shelves: shelves, session: session,
                known: { other, span in
                    self.state.withLock { $0.known[other]?.overlaps(span) ?? false }
                },
                memory: memory, wall: world.wall, logger: world.logger)
            try await writer.write(write)
        }
    }

    // MARK: - Telling

    /// How much of the portal's patience is used.
    public var rate: ServerRate? { session.rate }

    /// The interval at which to poll, given the configured one.
    ///
    /// Never less than ``Fleet/leastPoll``; further apart while the portal says that a method costs it much; at most
    /// 15 min, or the configured interval if that is longer.
    public func pollInterval(configured: Duration) -> Duration {
        let least = max(configured, settings.fleet.leastPoll)
        return max(least, min(least * session.rate.stretch, .seconds(900)))
    }

    /// Closes the connections; the server is not used afterwards.
    ///
    /// Has to be called before the server is let go.
    public func shutdown() async {
        await session.shutdown()
    }

    private func complaints(of reading: ShelfReading) -> [String] {
        var lines = reading.complaints
        if let notice = session.renameNotice { lines.insert(notice, at: 0) }
        if let date = reading.date {
            let off = date - world.wall()
            if off > Self.clockTolerance || off < .zero - Self.clockTolerance {
                let minutes = Int64((off / .seconds(60)).rounded())
                lines.insert("the portal's clock is \(minutes) minutes from ours", at: 0)
            }
        }
        return Array(lines.prefix(Bitrix24Limits.complaints))
    }

    // MARK: - Turns among panels

    /// After a power cut all panels of a house start at once.
    private func waitForFirstTurn() throws(Bitrix24Error) {
        let now = world.wall()
        let wait = state.withLock { state -> Duration? in
            guard let turn = state.firstReadAt else { return nil }
            let left = turn - now
            // A clock that was set meanwhile must not make it wait for ever.
            guard left > .zero, left <= settings.fleet.firstReadSpread else {
                state.firstReadAt = nil
                return nil
            }
            return left
        }
        if let wait {
            throw paced("waits for its turn among \(settings.fleet.panels) panels", wait)
        }
    }

    /// Marks fall due at the same minute in all rooms; they are not urgent, so they are spread.
    private func waitForTurn(of write: ServerWrite) throws(Bitrix24Error) {
        guard case .mark(let id, let mark) = write else { return }
        let wait = turn(of: "\(mark.rawValue) \(id)", within: settings.fleet.markSpread)
        if let wait { throw paced("the mark waits for its turn among the panels", wait) }
    }

    /// Nobody comes in many rooms at the same minute; what follows from people or a reading is spread by itself.
    func waitForTurn(of message: Message) throws(Bitrix24Error) {
        guard message.kind == .claimable || message.kind == .released else { return }
        let wait = turn(of: message.tag, within: settings.fleet.messageSpread)
        if let wait { throw paced("the message waits for its turn among the panels", wait) }
    }

    /// How long something has to wait for its turn, drawn when it is first asked for; nil once it is due.
    private func turn(of key: String, within spread: Duration) -> Duration? {
        guard spread > .zero else { return nil }
        let now = world.wall()
        let turn = spread * world.random()
        return state.withLock { state in
            if state.turns[key] == nil, state.turns.count < Self.rememberedTurns {
                state.turns[key] = now + turn
            }
            let left = (state.turns[key] ?? now) - now
            guard left > .zero, left <= spread else {
                state.turns[key] = nil
                state.turns = state.turns.filter { $0.value > now - .seconds(86_400) }
                return nil
            }
            return left
        }
    }

    private func paced(_ why: String, _ wait: Duration) -> Bitrix24Error {
        var error = session.error("calling", .paced(why))
        error.retryAfter = wait
        return error
    }

    func bounded<Result: Sendable>(
        _ operation: String, _ work: @escaping @Sendable () async throws(Bitrix24Error) -> Result
    ) async throws(ServerFailure) -> Result {
        do throws(Bitrix24Error) {
            let late = session.error(operation, .transport(.deadline))
            return try await withDeadline(
                settings.limits.http.operation, on: world.clock, late: late, work)
        } catch {
            throw error.failure
        }
    }
}

extension PortalSession.World {
    /// The real one, over a transport.
    static func real(_ transport: any HTTPTransport, _ logger: Logger) -> Self {
        Self(
            transport: transport, clock: ContinuousClock(), wall: WallTime.system,
            random: { Double.random(in: 0..<1) }, logger: logger)
    }
}
