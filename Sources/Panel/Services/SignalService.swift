import Logging
import ServiceLifecycle
import UnixSignals

/// Does what signals ask for; its end, at SIGTERM or SIGINT, is that of the panel.
struct SignalService: Service {
    let signals: UnixSignalsSequence
    let reload: @Sendable () -> Void
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await signal in signals {
                guard signal == .sighup else {
                    logger.info("asked to stop", metadata: ["signal": "\(signal)"])
                    return
                }
                reload()
            }
        }
    }
}
