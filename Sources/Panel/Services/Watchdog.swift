import Logging
import RoomCore
import ServiceLifecycle

/// Feeds systemd's watchdog, but only while every loop moves.
struct Watchdog: Service {
    let notifier: SystemdNotifier
    let heartbeats: [Heartbeat]
    let time: any TimeSource
    let logger: Logger

    func run() async throws {
        guard let interval = notifier.watchdogInterval else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await time.sleep(until: time.now().uptime.nextBeat(interval / 2))
                guard !Task.isCancelled else { break }
                feed()
            }
        }
        notifier.send("STOPPING=1")
    }

    /// Asks every loop, and feeds if all have answered since the last time.
    func feed() {
        let stuck = heartbeats.filter { !$0.ask() }.map(\.name)
        if stuck.isEmpty {
            notifier.send("WATCHDOG=1")
        } else {
            logger.critical("a loop does not move", metadata: ["loops": "\(stuck)"])
        }
    }
}
