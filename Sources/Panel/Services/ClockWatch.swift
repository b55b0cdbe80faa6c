import RoomCore
import ServiceLifecycle

/// Tells the room whether the kernel calls the wall clock synchronised, and makes it notice a clock that was set.
///
/// It tells at every look, whether or not anything has changed: a room that has seen a jump forgets what it was told
/// before, and a clock that was set and set back between two looks looks the same to whoever compares the two.
struct ClockWatch: Service {
    static let interval = Duration.seconds(10)
    let inlet: FactInlet
    let time: any TimeSource
    let isSynchronised: @Sendable () -> Bool

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let now = time.now()
                inlet.send(.clock(isSynchronised: isSynchronised()))
                try? await time.sleep(until: now.uptime.nextBeat(Self.interval))
            }
        }
    }
}
