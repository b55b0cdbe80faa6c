/// Listens to one press of the button, as the room would hear it.
///
/// It passes if exactly one press is heard, and as long as it was meant: a contact that bounces makes several of one, and
/// a line whose active level is the wrong way round makes none that is let go.
public struct ButtonTrial: Sendable {
    /// What was heard.
    public struct Finding: Hashable, Sendable, Codable {
        /// What was asked for.
        public var expected: Press.Length
        /// The first press as the room would take it; nil if there was none, or it was held too long to be one.
        public var heard: Press.Length?
        /// How long that was held, in milliseconds; nil if nothing was let go.
        public var heldMilliseconds: Int?
        /// How often the line became active.
        public var presses: Int
        /// Whether the line was active before anybody pressed.
        public var wasPressedBefore: Bool

        /// What that says about the button.
        var outcome: CommissioningOutcome {
            heard == expected && presses == 1 && !wasPressedBefore ? .passed : .failed
        }
    }

    private let policy: Policy
    private var gesture = ButtonGesture()
    private var pressedAt: Uptime?
    /// What was heard so far.
    public private(set) var finding: Finding
    /// Whether a press is over.
    public private(set) var isLetGo = false

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - expected: what the installer is asked for.
    ///   - isPressed: whether the line is active now.
    public init(
        expecting expected: Press.Length, isPressed: Bool, policy: Policy, at now: Uptime
    ) {
        self.policy = policy
        finding = Finding(
            expected: expected, heard: nil, heldMilliseconds: nil, presses: 0,
            wasPressedBefore: isPressed)
        _ = gesture.found(isPressed: isPressed, at: now)
    }

    /// The button went down.
    public mutating func pressed(at instant: Uptime) {
        finding.presses += 1
        if pressedAt == nil { pressedAt = instant }
        _ = gesture.pressed(at: instant)
    }

    /// The button was let go.
    public mutating func released(at instant: Uptime) {
        let outcome = gesture.released(at: instant, policy: policy)
        guard let pressedAt, !isLetGo else { return }
        isLetGo = true
        finding.heldMilliseconds = (instant - pressedAt).wholeMilliseconds
        if case .press(let length, pressedAt: _) = outcome { finding.heard = length }
    }
}

extension Duration {
    /// What is left of the millisecond is dropped.
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }
}
