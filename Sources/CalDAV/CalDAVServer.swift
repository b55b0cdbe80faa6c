public import HTTPExchange
public import Logging
public import NIOCore
public import RoomCore
import Synchronization

/// The room's calendar on a CalDAV server (RFC 4791).
///
/// Finds the calendar at the first use and again when it is gone. Reads learn of changes by `sync-collection`
/// (RFC 6578) where the server has it; what an unchanged calendar costs is one small request. Every read and write
/// ends within ``CalDAVLimits/http``. May be used from any task; at most one read and one write at a time gain
/// anything. Logs neither passwords nor what is written in bookings.
public final class CalDAVServer: BookingServer {
    private struct State: Sendable {
        var calendar: CalendarCollection?
        var cache = CalendarCache()
    }

    private let settings: CalDAVSettings
    private let start: ResourceURL
    private let context: CalendarObject.Context
    private let session: WebDAVSession
    private let clock: any Clock<Duration>
    private let wall: @Sendable () -> WallTime
    private let logger: Logger
    private let state = Mutex(State())

    /// Makes a server that has not been spoken to yet.
    ///
    /// - Parameters:
    ///   - settings: where the calendar is; see ``CalDAVSettings/faults()``.
    ///   - eventLoopGroup: the threads that connections run on; outlives the server.
    ///   - logger: where discovery, redirects and fallbacks are noted.
    /// - Throws: the first fault of the settings.
    public convenience init(
        settings: CalDAVSettings, eventLoopGroup: any EventLoopGroup, logger: Logger
    ) throws(SettingFault) {
        // Before the transport is made, which has to be shut down once it is there.
        if let fault = settings.faults().first { throw fault }
        let transport = AsyncHTTPTransport(limits: settings.limits, group: eventLoopGroup)
        try self.init(settings: settings, transport: transport, logger: logger)
    }

    init(
        settings: CalDAVSettings, transport: any HTTPTransport, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock(),
        wall: @escaping @Sendable () -> WallTime = WallTime.system
    ) throws(SettingFault) {
        if let fault = settings.faults().first { throw fault }
        guard let start = ResourceURL(settings.url), let room = Zone.named(settings.timeZone) else {
            throw SettingFault("url", settings.url.oneLine(120), "allowed is an address")
        }
        self.settings = settings
        self.start = start
        self.clock = clock
        self.wall = wall
        self.logger = logger
        self.context = CalendarObject.Context(
            room: room, roomAddress: settings.roomAddress.map(CalendarEvent.address),
            limits: settings.limits)
        self.session = WebDAVSession(
            transport: transport, origin: start, user: settings.user, password: settings.password,
            logger: logger, wall: wall)
    }

    /// Reads every booking that shares an instant with `window`.
    public func read(window: Span) async throws(ServerFailure) -> ScheduleReading {
        try await bounded { [self] () throws(CalDAVError) in
            try await onCalendar { calendar throws(CalDAVError) in
                try await read(window, of: calendar)
            }
        }
    }

    /// Carries out one write, once in effect even when it is asked for twice.
    public func write(_ write: ServerWrite) async throws(ServerFailure) {
        try await bounded { [self] () throws(CalDAVError) in
            try await onCalendar { calendar throws(CalDAVError) in
                let writer = CalendarWriter(
                    session: session, calendar: calendar, context: context,
                    known: { id, uid in
                        self.state.withLock { $0.cache.entry(of: id, uid: uid)?.href }
                    },
                    wall: wall, logger: logger)
                try await writer.write(write)
            }
        }
    }

    /// Closes the connections; the server is not used afterwards.
    ///
    /// Has to be called before the server is let go.
    public func shutdown() async {
        await session.shutdown()
    }

    private func read(
        _ window: Span, of calendar: CalendarCollection
    ) async throws(CalDAVError) -> ScheduleReading {
        let reader = CalendarReader(
            session: session, calendar: calendar, context: context, logger: logger)
        var cache = state.withLock { $0.cache }
        // What was read before a failure is kept too: the next try goes on from there.
        defer { state.withLock { $0.cache = cache } }
        let date = try await reader.refresh(&cache, for: window)
        return cache.reading(
            of: window, isWritable: calendar.isWritable, serverDate: date, limits: settings.limits)
    }

    /// Runs `work` on the calendar; if that is gone, looks for it once more.
    private func onCalendar<Result>(
        _ work: (CalendarCollection) async throws(CalDAVError) -> Result
    ) async throws(CalDAVError) -> Result {
        let known = state.withLock { $0.calendar }
        guard let known else { return try await work(try await find()) }
        do {
            return try await work(known)
        } catch {
            // 409 is what WebDAV answers to a PUT into a folder that is not there (RFC 4918, section 9.7.1).
            guard let status = error.status, [404, 409, 410].contains(status) else { throw error }
            logger.notice(
                "the calendar is gone and looked for again", metadata: ["url": "\(known.url)"])
            state.withLock { $0 = State() }
            return try await work(try await find())
        }
    }

    private func find() async throws(CalDAVError) -> CalendarCollection {
        let discovery = CalendarDiscovery(
            session: session, start: start, wanted: settings.calendarName)
        let calendar = try await discovery.find()
        logger.info(
            "calendar found",
            metadata: [
                "url": "\(calendar.url)", "sync": "\(calendar.offersSync)",
                "writable": "\(calendar.isWritable)",
            ])
        state.withLock { $0.calendar = calendar }
        return calendar
    }

    private func bounded<Result: Sendable>(
        _ work: @escaping @Sendable () async throws(CalDAVError) -> Result
    ) async throws(ServerFailure) -> Result {
        do throws(CalDAVError) {
            let late = CalDAVError("talking to", start, .transport(.deadline))
            return try await withDeadline(
                settings.limits.http.operation, on: clock, late: late, work)
        } catch {
            throw error.failure
        }
    }
}
