/// Tells short from long presses, and a button that is stuck or chatters.
///
/// A press is short when let go before `long_press`, long at that moment while still held, and a fault when held over
/// `stuck_press`; a stuck button is ignored until it is let go. Edges arrive debounced, with their physical times, so
/// that a late wake-up turns no short press into a long one. More presses than hands can make are a fault too: each
/// would be written to the card.
struct ButtonGesture: Sendable {
    /// More presses than this within ``flood`` come from no hand.
    static let greatestPresses = 120
    static let flood = Duration.seconds(60)
    /// So long without a press, and a chattering button is well again.
    static let calm = Duration.seconds(10)

    enum Outcome: Equatable, Sendable {
        case down
        case press(Press.Length, pressedAt: Uptime)
        case stuck
        case freed
    }

    private enum State: Equatable, Sendable {
        /// Successors: down, up, ignored.
        case gone
        /// Successors: down, ignored, gone.
        case up
        /// Held, nothing told yet. Successors: down, held, up, gone.
        case down(since: Uptime)
        /// Held, the long press is told. Successors: down, stuck, up, gone.
        case held(since: Uptime)
        /// Held over `stuck_press`. Successors: up, gone.
        case stuck
        /// Found pressed, so nobody knows since when. Successors: stuck, up, gone.
        case ignored(since: Uptime)
        /// Pressed more often than hands can. Successors: up, gone.
        case chattering(last: Uptime)
    }

    private var state: State = .gone
    private var recent: [Uptime] = []

    var health: RoomState.ButtonHealth {
        switch state {
        case .gone: .gone
        case .stuck, .chattering: .stuck
        case .up, .down, .held, .ignored: .ok
        }
    }

    /// Whether the next press would be heard.
    var answersPress: Bool {
        switch state {
        case .gone, .up, .down, .held: true
        case .stuck, .ignored, .chattering: false
        }
    }

    /// Whether the button is held, and nobody knows yet what the press will be.
    var isUndecided: Bool {
        if case .down = state { true } else { false }
    }

    mutating func found(isPressed: Bool, at now: Uptime) -> Outcome? {
        switch (state, isPressed) {
        case (.gone, true), (.up, true): state = .ignored(since: now)
        case (.chattering, false): break
        case (.stuck, false):
            state = .up
            return .freed
        case (_, false): state = .up
        case (.down, true), (.held, true), (.stuck, true), (.ignored, true), (.chattering, true):
            break
        }
        return nil
    }

    mutating func gone() {
        state = .gone
    }

    /// The button went down; if it was down already, its release was lost, and that press with it.
    mutating func pressed(at instant: Uptime) -> Outcome? {
        switch state {
        case .gone, .up, .down, .held:
            if isFlooded(at: instant) {
                state = .chattering(last: instant)
                return .stuck
            }
            state = .down(since: instant)
            return .down
        case .chattering:
            state = .chattering(last: instant)
            return nil
        case .stuck, .ignored: return nil
        }
    }

    private mutating func isFlooded(at instant: Uptime) -> Bool {
        if recent.count == Self.greatestPresses, instant - recent[0] <= Self.flood { return true }
        if recent.count == Self.greatestPresses { recent.removeFirst() }
        recent.append(instant)
        return false
    }

    mutating func released(at instant: Uptime, policy: Policy) -> Outcome? {
        if case .chattering = state { return nil }
        defer { state = .up }
        switch state {
        case .down(let since):
            if instant - since > policy.stuckPress { return nil }
            let length: Press.Length = instant - since >= policy.longPress ? .long : .short
            return .press(length, pressedAt: since)
        case .stuck: return .freed
        case .gone, .up, .held, .ignored, .chattering: return nil
        }
    }

    mutating func pass(to now: Uptime, policy: Policy) -> Outcome? {
        switch state {
        case .down(let since) where now - since >= policy.longPress:
            state = .held(since: since)
            return .press(.long, pressedAt: since)
        case .held(let since) where now - since > policy.stuckPress,
            .ignored(let since) where now - since > policy.stuckPress:
            state = .stuck
            return .stuck
        case .chattering(let last) where now - last >= Self.calm:
            state = .up
            recent = []
            return .freed
        case .gone, .up, .down, .held, .stuck, .ignored, .chattering: return nil
        }
    }

    func deadline(policy: Policy) -> Uptime? {
        switch state {
        case .down(let since): since + policy.longPress
        case .held(let since), .ignored(let since):
            since + policy.stuckPress + .milliseconds(1)
        case .chattering(let last): last + Self.calm
        case .gone, .up, .stuck: nil
        }
    }
}
