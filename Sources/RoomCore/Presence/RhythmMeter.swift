/// Tells active edges that come in a rhythm no people have: all the same time apart, give or take a fifth, for half an hour.
///
/// The longest run of two real sensors in a room that was used all day was 14 min, told by the half minute.
struct RhythmMeter: Sendable {
    /// How long a rhythm lasts before nobody takes it for people.
    static let length = Duration.seconds(1_800)
    /// A slow one needs as many intervals.
    static let leastIntervals = 12
    /// An interval belongs to the rhythm if it is not further than this part of the mean away from it.
    static let toleranceDivisor = 5

    private var first: Uptime?
    private var last: Uptime?
    private var intervals = 0

    /// The mean interval of what may be a rhythm; zero if there was none yet.
    private var mean: Duration {
        guard let first, let last, intervals > 0 else { return .zero }
        return (last - first) / intervals
    }

    /// The interval of the rhythm; nil if there is none.
    var period: Duration? {
        guard let first, let last, intervals >= Self.leastIntervals, last - first >= Self.length
        else { return nil }
        return mean
    }

    /// An active edge; one that is not after the last one tells nothing.
    mutating func beat(at instant: Uptime) {
        guard let last else {
            begin(at: instant)
            return
        }
        let interval = instant - last
        guard interval > .zero else { return }
        if intervals > 0, !isRegular(interval) {
            begin(at: last)
        }
        self.last = instant
        intervals += 1
    }

    private func isRegular(_ interval: Duration) -> Bool {
        let off = interval > mean ? interval - mean : mean - interval
        return off * Self.toleranceDivisor <= mean
    }

    private mutating func begin(at instant: Uptime) {
        (first, last, intervals) = (instant, instant, 0)
    }
}
