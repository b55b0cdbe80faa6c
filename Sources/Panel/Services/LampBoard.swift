import RoomCore
import Synchronization

/// Plays the room's display on the lamp lines.
///
/// Called straight from the room's own task, so that nothing stands between a press and its answer; only the blinking
/// needs an alarm. While nothing blinks the lines are written again now and then: that is how a chip that went away is
/// noticed, and how the lamps come back when it does.
final class LampBoard: Sendable {
    private struct State: Sendable {
        var sequencer: LampSequencer
        var fault: String?
        var isClosed = false
    }
    private let state: Mutex<State>
    private let output: any LampOutput
    private let time: any TimeSource
    private let onFault: @Sendable (String?) -> Void
    private let alarm = Mutex<Alarm?>(nil)
    /// The lines are written at least this often.
    static let rewriteAfter = Duration.seconds(10)
    /// The same while they cannot be lit.
    static let retryAfter = Duration.seconds(2)

    /// - Parameter onFault: told when the lamps cannot be lit, and (nil) when they can again.
    init(
        output: any LampOutput, wiring: LampWiring, time: any TimeSource,
        onFault: @escaping @Sendable (String?) -> Void
    ) {
        self.output = output
        self.time = time
        self.onFault = onFault
        state = Mutex(State(sequencer: LampSequencer(wiring: wiring, at: time.now().uptime)))
        alarm.withLock { $0 = Alarm(time) { [weak self] in self?.play() } }
    }

    func show(_ display: LampDisplay) {
        play { $0.show(display, at: $1) }
    }

    func acknowledgePress() {
        play { $0.acknowledgePress(at: $1) }
    }

    /// Writes the lines once more, since their chip may have come back.
    func rewrite() {
        play()
    }

    /// Makes everything dark, for good: a panel that is not running shows nothing.
    func close() {
        alarm.withLock { $0?.cancel() }
        state.withLock { state in
            state.isClosed = true
            try? output.light([])
        }
    }

    private func play(_ change: (inout LampSequencer, Uptime) -> Void = { _, _ in }) {
        let (next, fault) = state.withLock { state -> (Uptime?, String??) in
            guard !state.isClosed else { return (nil, nil) }
            let now = time.now().uptime
            change(&state.sequencer, now)
            let (lit, next) = state.sequencer.advance(to: now)
            let fault = light(lit, &state)
            let rewrite =
                state.fault == nil ? now.nextBeat(Self.rewriteAfter) : now + Self.retryAfter
            return (min(next ?? rewrite, rewrite), fault)
        }
        if let fault { onFault(fault) }
        if let next { alarm.withLock { $0?.set(next) } }
    }

    /// - Returns: the new fault, if that changed.
    private func light(_ lit: Set<LampLine>, _ state: inout State) -> String?? {
        let before = state.fault
        do {
            try output.light(lit)
            state.fault = nil
        } catch {
            state.fault = String(describing: error)
        }
        return state.fault == before ? nil : .some(state.fault)
    }
}
