import CIcal
import HTTPExchange
import RoomCore

/// A DATE or DATE-TIME as a calendar writes it: a civil time, and what it is relative to.
struct CalendarTime: Hashable, Sendable {
    /// What the civil time is relative to.
    enum Form: Hashable, Sendable {
        /// A whole day.
        case date
        /// Wherever one is: the room's zone.
        case floating
        /// UTC.
        case utc
        /// The zone of this TZID.
        case zone(String)
    }

    /// The civil date and time as if it were UTC, in seconds since 1970; of a day its midnight.
    var seconds: Int64
    var form: Form

    static let secondsPerDay: Int64 = 86_400

    /// Makes a time out of its parts.
    init(seconds: Int64, form: Form) {
        self.seconds = seconds
        self.form = form
    }

    /// Makes the UTC time of an instant, in whole seconds.
    init(_ instant: WallTime) {
        self.init(seconds: instant.secondsSinceEpoch, form: .utc)
    }

    /// Reads `20261121`, `20261121T100000` or `20261121T100000Z`; nil if the text is none or no such day exists.
    ///
    /// - Parameter zone: the TZID that a local time belongs to; nil makes it floating.
    init?(stamp text: some StringProtocol, zone: String? = nil) {
        var stamp = cical_stamp()
        guard text.utf8.count <= 16, String(text).withCString({ cical_stamp_read($0, &stamp) })
        else { return nil }
        seconds = stamp.seconds
        if stamp.is_date {
            form = .date
        } else if stamp.is_utc {
            form = .utc
        } else {
            form = zone.map(Form.zone) ?? .floating
        }
    }

    /// Reads the value of a property such as DTSTART; nil if it is no time.
    init?(_ line: ContentLine) {
        self.init(stamp: line.value.trimmed, zone: line.zoneName)
    }

    var isDate: Bool { form == .date }

    /// The text of the value: `20261121`, `20261121T100000`, with `Z` for UTC.
    ///
    /// Times beyond the years 1 to 9999 are written as the nearest of those.
    var stamp: String {
        let within = min(max(seconds, -62_135_596_800), 253_402_300_799)
        let stamp = cical_stamp(seconds: within, is_date: isDate, is_utc: form == .utc)
        // SAFETY: 17 bytes are handed over, which cical_stamp_write fills with at most 16 and a zero.
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 17) { buffer in
            buffer.initialize(repeating: 0)
            guard let base = buffer.baseAddress, cical_stamp_write(stamp, base) else { return "" }
            return String(cString: base)
        }
    }
}

/// A DURATION: its days are counted on the calendar, the rest on the clock (RFC 5545, section 3.3.6).
struct CalendarDuration: Hashable, Sendable {
    var days: Int64
    var seconds: Int64

    /// Reads `PT1H30M`, `P1D` and the like; nil if the text is none.
    init?(_ text: String) {
        var days: Int64 = 0
        var seconds: Int64 = 0
        guard text.utf8.count <= 64, text.withCString({ cical_duration_read($0, &days, &seconds) })
        else { return nil }
        self.days = days
        self.seconds = seconds
    }

    /// Makes one out of its parts.
    init(days: Int64 = 0, seconds: Int64 = 0) {
        self.days = days
        self.seconds = seconds
    }

    /// The text of a length in whole seconds, counted on the clock: `PT1H30M`.
    static func text(seconds: Int64) -> String {
        let parts = [(seconds / 3_600, "H"), (seconds / 60 % 60, "M"), (seconds % 60, "S")]
        let shown = parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
        return "PT" + (shown.isEmpty ? "0S" : shown)
    }
}
