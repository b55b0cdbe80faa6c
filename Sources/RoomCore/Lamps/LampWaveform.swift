/// When a blinking lamp is lit.
///
/// A waveform is a row of phases, lit and dark in turn, repeated for ever or played once. The times are those of
/// docs/lamps.md; no pattern flashes more than three times in any second.
public struct LampWaveform: Hashable, Sendable {
    /// One phase.
    public struct Phase: Hashable, Sendable {
        /// Whether the lamp is lit in it.
        public var isLit: Bool
        /// How long it lasts.
        public var length: Duration
    }

    /// The phases in turn; empty means lit without a break.
    public let phases: [Phase]
    /// Whether the phases begin again after the last one; if not, the lamp stays dark at the end.
    public let repeats: Bool
    private let period: Duration

    /// The waveform of a pattern.
    public init(_ pattern: LampSignal.Pattern) {
        func lit(_ milliseconds: Int) -> Phase {
            Phase(isLit: true, length: .milliseconds(milliseconds))
        }
        func dark(_ milliseconds: Int) -> Phase {
            Phase(isLit: false, length: .milliseconds(milliseconds))
        }
        repeats = pattern != .refused
        phases =
            switch pattern {
            case .steady: []
            case .slowBlink: [lit(1_000), dark(1_000)]
            case .fastBlink: [lit(250), dark(250)]
            case .doubleBlink: [lit(150), dark(150), lit(150), dark(1_550)]
            case .pending: [lit(900), dark(100)]
            case .refused:
                [
                    dark(250), lit(250), dark(250), lit(250), dark(250), lit(250), dark(250),
                ]
            }
        period = phases.reduce(.zero) { $0 + $1.length }
    }

    /// How long it takes to play once; zero for a steady lamp.
    public var length: Duration { period }

    /// Whether the lamp is lit, and when that changes next.
    ///
    /// - Parameter elapsed: how long the pattern has been shown; negative counts as zero.
    /// - Returns: the level and the elapsed time of the next change; nil if there is none.
    public func level(at elapsed: Duration) -> (isLit: Bool, changesAt: Duration?) {
        guard !phases.isEmpty else { return (true, nil) }
        let elapsed = max(elapsed, .zero)
        guard repeats || elapsed < period else { return (false, nil) }
        let turns = repeats ? Self.wholeTurns(elapsed, period) : .zero
        var end = turns
        for phase in phases {
            end += phase.length
            if elapsed < end { return (phase.isLit, end) }
        }
        return (false, nil)
    }

    /// The whole turns in a time that is not negative; exact, since every period is a whole number of milliseconds.
    private static func wholeTurns(_ elapsed: Duration, _ period: Duration) -> Duration {
        let turns = milliseconds(elapsed) / milliseconds(period)
        return period * Int(turns)
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let longest = Duration.milliseconds(Int64.max / 1_000_000)
        let (seconds, attoseconds) = min(duration, longest).components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
