/// One reading of both clocks, taken together.
///
/// Every fact reaches the core with the `Now` at which the shell took it up; the core itself never reads a clock.
public struct Now: Hashable, Sendable {
    /// The wall clock's reading.
    public var wall: WallTime
    /// The reading of the clock that never jumps.
    public var uptime: Uptime

    /// Makes a reading of both clocks.
    public init(wall: WallTime, uptime: Uptime) {
        self.wall = wall
        self.uptime = uptime
    }

    /// The wall time of an instant on the steady clock, as the wall clock stands now.
    ///
    /// After a jump of the wall clock all past instants move with it: what happened "three minutes ago" still did.
    public func wall(at instant: Uptime) -> WallTime {
        wall + (instant - uptime)
    }

    /// The steady-clock instant of a wall time, as the wall clock stands now.
    public func uptime(at instant: WallTime) -> Uptime {
        uptime + (instant - wall)
    }
}
