import RoomCore
import ServiceLifecycle

/// Tells the room whether the kernel calls the wall clock synchronised, and makes it notice a clock that was set.
struct ClockWatch: Service {
    static let interval = Duration.seconds(10)
    let inlet: FactInlet
    let time: any TimeSource
    let isSynchronised: @Sendable () -> Bool

    private struct Sight: Equatable {
        var isSynchronised: Bool
        var offset: Duration

        /// Whether the room need not hear of `other`: small steps are no news.
        func isLike(_ other: Sight) -> Bool {
            let step = offset - other.offset
            return isSynchronised == other.isSynchronised
                && step < .seconds(1) && step > .seconds(-1)
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var before: Sight?
            while !Task.isCancelled {
                let now = time.now()
                let sight = Sight(
                    isSynchronised: isSynchronised(),
                    offset: now.wall.sinceEpoch - now.uptime.sinceBoot)
                if before.map({ !$0.isLike(sight) }) ?? true {
                    inlet.send(.clock(isSynchronised: sight.isSynchronised))
                    before = sight
                }
                try? await time.sleep(until: now.uptime + Self.interval)
            }
        }
    }
}
