import Bitrix24
import CalDAV
import RoomCore
import Synchronization

/// A server somewhere in the network, with what the panel needs of it besides reading and writing.
protocol RemoteServer: BookingServer, AnyObject {
    /// The interval of reads: as configured, or longer where the server asks for that.
    func pollInterval(configured: Duration) async -> Duration

    /// How much of what the server allows is used; nil where it counts nothing.
    var rate: ServerRate? { get }

    /// Lets go of what it holds; nothing is asked of it afterwards.
    func shutdown() async
}

extension CalDAVServer: RemoteServer {
    func pollInterval(configured: Duration) -> Duration { configured }

    var rate: ServerRate? { nil }
}

extension Bitrix24Server: RemoteServer {}

/// A server that is set up when it is first needed, and again as long as that fails.
///
/// A password file that is not there yet is no reason to show nothing: it is a failed read, told like any other, and
/// tried again at the next turn. A password or webhook that the server refuses is read from its file again before the
/// next try, since somebody may have put a new one there.
actor DeferredServer: RemoteServer, Messenger {
    private let make: @Sendable () throws(ServerFailure) -> any RemoteServer
    private var server: (any RemoteServer)? {
        didSet { known.withLock { $0 = server } }
    }
    /// The same for those who cannot wait.
    private nonisolated let known = Mutex<(any RemoteServer)?>(nil)

    init(_ make: @escaping @Sendable () throws(ServerFailure) -> any RemoteServer) {
        self.make = make
    }

    func read(window: Span) async throws(ServerFailure) -> ScheduleReading {
        try await trying { (server) throws(ServerFailure) in try await server.read(window: window) }
    }

    func write(_ write: ServerWrite) async throws(ServerFailure) {
        try await trying { (server) throws(ServerFailure) in try await server.write(write) }
    }

    /// Does nothing where the server has no way to tell people.
    func tell(_ message: Message) async throws(ServerFailure) -> Bool {
        try await trying { (server) throws(ServerFailure) in
            try await (server as? any Messenger)?.tell(message) ?? false
        }
    }

    func pollInterval(configured: Duration) async -> Duration {
        await server?.pollInterval(configured: configured) ?? configured
    }

    nonisolated var rate: ServerRate? { known.withLock { $0 }?.rate }

    func shutdown() async {
        await server?.shutdown()
        server = nil
    }

    private func trying<Result: Sendable>(
        _ work: (any RemoteServer) async throws(ServerFailure) -> Result
    ) async throws(ServerFailure) -> Result {
        let used = try ready()
        do throws(ServerFailure) {
            return try await work(used)
        } catch {
            if error.kind == .authentication { await discard(used) }
            throw error
        }
    }

    /// Lets go of a server whose password is refused, unless another try has done so already.
    private func discard(_ used: any RemoteServer) async {
        guard let server, server === used else { return }
        self.server = nil
        await used.shutdown()
    }

    private func ready() throws(ServerFailure) -> any RemoteServer {
        if let server { return server }
        let made = try make()
        server = made
        return made
    }
}
