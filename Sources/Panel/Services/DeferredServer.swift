import CalDAV
import RoomCore

/// A CalDAV server that is set up when it is first needed, and again as long as that fails.
///
/// A password file that is not there yet is no reason to show nothing: it is a failed read, told like any other, and
/// tried again at the next turn.
actor DeferredServer: BookingServer {
    private let make: @Sendable () throws(ServerFailure) -> CalDAVServer
    private var server: (CalDAVServer)?

    init(_ make: @escaping @Sendable () throws(ServerFailure) -> CalDAVServer) {
        self.make = make
    }

    func read(window: Span) async throws(ServerFailure) -> ScheduleReading {
        try await ready().read(window: window)
    }

    func write(_ write: ServerWrite) async throws(ServerFailure) {
        try await ready().write(write)
    }

    /// Lets go of what the server holds; nothing is asked of it afterwards.
    func shutdown() async {
        await server?.shutdown()
        server = nil
    }

    private func ready() throws(ServerFailure) -> CalDAVServer {
        if let server { return server }
        let made = try make()
        server = made
        return made
    }
}
