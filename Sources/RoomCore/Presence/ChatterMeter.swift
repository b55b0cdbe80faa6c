/// Tells a line that chatters: over 120 edges a minute for five minutes on end.
///
/// It is well again after five minutes in a row that were quieter.
struct ChatterMeter: Sendable {
    static let edgesPerMinute = 120
    static let minutes = 5
    private static let minute = Duration.seconds(60)

    private var minuteStart: Uptime?
    private var edgesThisMinute = 0
    private var noisyMinutes = 0
    private var quietMinutes = 0
    private var isNoisy = false

    mutating func count(_ edges: Int = 1, at instant: Uptime) {
        advance(to: instant)
        if minuteStart == nil { minuteStart = instant }
        edgesThisMinute += edges
    }

    mutating func isChattering(at now: Uptime) -> Bool {
        advance(to: now)
        return isNoisy
    }

    /// When a line that is noisy now may turn out to chatter, or a chattering one to be well.
    var deadline: Uptime? {
        guard isNoisy || noisyMinutes > 0 || edgesThisMinute > Self.edgesPerMinute,
            let minuteStart
        else { return nil }
        return minuteStart + Self.minute
    }

    private mutating func advance(to now: Uptime) {
        while let start = minuteStart, now - start >= Self.minute {
            closeMinute()
            if !isNoisy, noisyMinutes == 0, edgesThisMinute == 0 {
                minuteStart = nil
            } else {
                minuteStart = start + Self.minute
            }
        }
    }

    private mutating func closeMinute() {
        if edgesThisMinute > Self.edgesPerMinute {
            noisyMinutes += 1
            quietMinutes = 0
        } else {
            noisyMinutes = 0
            quietMinutes += 1
        }
        edgesThisMinute = 0
        if noisyMinutes >= Self.minutes { isNoisy = true }
        if isNoisy, quietMinutes >= Self.minutes { isNoisy = false }
    }
}
