/// A true instant of a world: microseconds since the world began.
///
/// No clock of a panel or a server is believed here; they only deviate from this.
typealias Moment = Int64

extension Int64 {
    static let millisecond: Int64 = 1_000
    static let second: Int64 = 1_000_000
    static let minute: Int64 = 60 * second
    static let hour: Int64 = 60 * minute
    static let day: Int64 = 24 * hour
}

extension Duration {
    /// Whole microseconds, rounded up: a deadline is never met too early.
    var microsecondsRoundedUp: Int64 {
        if self >= .zero { return Int64((attoseconds + 999_999_999_999) / 1_000_000_000_000) }
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + (attoseconds + 999_999_999_999) / 1_000_000_000_000
    }
}
