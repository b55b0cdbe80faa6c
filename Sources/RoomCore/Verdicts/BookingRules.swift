/// The moments of one booking's life, as the policy sets them (design, section 2).
struct BookingRules: Sendable {
    let booking: Booking
    let policy: Policy

    /// From here on a press checks in.
    var windowOpens: WallTime { booking.span.start - policy.checkInWindow }
    /// From here on an untaken booking is late.
    var lateFrom: WallTime { booking.span.start + policy.lateAfter }
    /// Here an untaken booking becomes a no-show; a shorter booking at its end.
    var noShowAt: WallTime { min(booking.span.start + policy.noShowAfter, booking.span.end) }
    /// How long before that the lamp warns.
    static let lastWarning = Duration.seconds(60)
    /// Made less than this before its start, a booking counts as confirmed.
    static let confirmedWhenMadeWithin = Duration.seconds(900)

    /// Whether nobody is ever judged for it: long, all-day, quiet, or free time.
    var isNeverJudged: Bool {
        booking.isAllDay || !booking.isBlocking || booking.span.length >= policy.neverJudgeFrom
            || isQuiet
    }

    private var isQuiet: Bool {
        guard let title = booking.title, !policy.quietTag.isEmpty else { return false }
        return title.utf8.contains(policy.quietTag.utf8)
    }

    /// By how much people who arrived then are late; nil if they are on time.
    func lateness(of arrival: WallTime) -> Duration? {
        guard arrival >= lateFrom, arrival > booking.span.start else { return nil }
        return arrival - booking.span.start
    }

    /// How it stands before anybody checks in.
    var confirmation: Booking.Confirmation {
        if let made = booking.createdAt,
            booking.span.start - made < Self.confirmedWhenMadeWithin
        {
            return .confirmed
        }
        return booking.confirmation ?? policy.defaultConfirmation
    }
}

extension String.UTF8View {
    /// Whether `tag` occurs in it; letters of ASCII are taken without regard to case.
    ///
    /// Asked of every running booking whenever anything changes, so it makes no copies.
    fileprivate func contains(_ tag: String.UTF8View) -> Bool {
        var start = startIndex
        while start != endIndex {
            if self[start...].starts(with: tag, by: Self.isSame) { return true }
            formIndex(after: &start)
        }
        return false
    }

    private static func isSame(_ left: UInt8, _ right: UInt8) -> Bool {
        if left == right { return true }
        let isLetter = (0x61...0x7A).contains(left | 0x20)
        return isLetter && left | 0x20 == right | 0x20
    }
}
