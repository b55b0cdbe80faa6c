public import RoomCore
internal import Synchronization

/// The lamps of the panel on output lines, all of one request, so that a colour change is never seen half done.
///
/// A lamp of which a line cannot be had stays dark as a whole, since the colours that are left would say something
/// else ("unknown" without its red looks like "claimable"); the other lamp works on. What is missing is tried again
/// with later calls, at most every two seconds.
public final class GPIOLamps: LampOutput {
    private let state: Mutex<LampLines>

    /// Makes the output; nothing is opened before the first ``light(_:)``.
    ///
    /// - Parameters:
    ///   - source: where the chip is.
    ///   - lines: the line of each LED that is wired.
    ///   - active: the electrical level that lights an LED.
    ///   - consumer: what the kernel shows as holder of the lines, followed by `:lamps`.
    public init(
        _ source: any ChipSource, lines: [LampLine: LineReference],
        active: SensorSettings.ActiveLevel = .high, consumer: String = "domovoy"
    ) {
        state = Mutex(
            LampLines(source: source, wired: lines, active: active, consumer: "\(consumer):lamps"))
    }

    deinit {
        close()
    }

    /// Lights exactly the lines in `lit`, in one step.
    ///
    /// Colours that are not wired are left out.
    ///
    /// Writes to the chip each time: the same call again is also how a chip is noticed to be gone, and how the lamps
    /// come back after it. One system call, and no more than a few milliseconds when lines have to be requested.
    ///
    /// - Throws: ``GPIOError`` if not all that is wired can be shown; the rest is lit all the same.
    public func light(_ lit: Set<LampLine>) throws {
        try state.withLock { try $0.light(lit, at: Monotonic.now()) }
    }

    /// Darkens all lamps and gives the lines back; a later ``light(_:)`` requests them again.
    ///
    /// Happens by itself when the last reference goes.
    public func close() {
        state.withLock { $0.close() }
    }
}
