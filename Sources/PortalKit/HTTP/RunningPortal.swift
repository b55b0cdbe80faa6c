public import Logging

/// A portal that runs in this process, for tests.
///
/// ``stop()`` ends it; a test that forgets to leaves a port open until its process ends.
public struct RunningPortal: Sendable {
    /// The portal.
    public let portal: Portal
    /// Where it listens.
    public let address: PortalAddress
    private let task: Task<Void, any Error>

    init(portal: Portal, address: PortalAddress, task: Task<Void, any Error>) {
        self.portal = portal
        self.address = address
        self.task = task
    }

    /// Stops it, and waits for its end.
    public func stop() async {
        task.cancel()
        _ = await task.result
    }

    /// Makes a webhook and tells its address, with a slash at the end.
    ///
    /// - Throws: ``PortalCallError`` if there is no such user.
    public func webhook(user: Int, scopes: [String]) async throws -> String {
        let secret = try await portal.addWebhook(user: user, scopes: scopes)
        return address.webhook(user: user, secret: secret)
    }
}

extension Portal {
    /// Starts a portal and waits until it listens.
    ///
    /// - Parameters: as those of ``init(settings:storage:clock:logger:onListening:)``.
    /// - Throws: what that and ``run()`` throw.
    public static func start(
        settings: PortalSettings = PortalSettings(), storage: Storage = .memory,
        clock: PortalClock = .system, logger: Logger = Logger(label: "portal")
    ) async throws -> RunningPortal {
        let (addresses, continuation) = AsyncStream.makeStream(
            of: PortalAddress.self, bufferingPolicy: .bufferingNewest(1))
        let portal = try Portal(
            settings: settings, storage: storage, clock: clock, logger: logger,
            onListening: { continuation.yield($0) })
        let task = Task {
            defer { continuation.finish() }
            try await portal.run()
        }
        for await address in addresses {
            return RunningPortal(portal: portal, address: address, task: task)
        }
        try await task.value
        throw PortalError(
            operation: "listen on", subject: settings.host, reason: "it stopped at once")
    }
}
