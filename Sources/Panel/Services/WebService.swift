import Logging
import PanelWeb
import RoomCore
import ServiceLifecycle

/// Serves the page; a port that cannot be had leaves the door itself working.
struct WebService: Service {
    static let retryAfter = Duration.seconds(30)
    let make: @Sendable () -> WebServer
    let time: any TimeSource
    let findings: FindingBoard
    let logger: Logger

    func run() async throws {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            do {
                try await make().run()
                return
            } catch {
                guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
                logger.error("page cannot be served", metadata: ["error": "\(error)"])
                findings.set("web", "\(error)")
            }
            try? await cancelWhenGracefulShutdown {
                try await time.sleep(until: time.now().uptime + Self.retryAfter)
            }
        }
    }
}
