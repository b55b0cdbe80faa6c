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
        return title.holds(policy.quietTag)
    }

    /// By how much people who arrived then are late; nil if they are on time.
    ///
    /// Told in whole seconds, so a part of the first one is not late yet.
    func lateness(of arrival: WallTime) -> Duration? {
        guard arrival >= lateFrom, arrival - booking.span.start >= .seconds(1) else { return nil }
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

extension String {
    /// Whether `tag` occurs in it; letters of ASCII are taken without regard to case.
    ///
    /// Asked of every running booking whenever anything changes, so it makes no copies.
    fileprivate func holds(_ tag: String) -> Bool {
        utf8.withContiguousStorageIfAvailable { text in
            tag.utf8.withContiguousStorageIfAvailable { Self.holds(text, $0) } ?? false
        } ?? false
    }

    private static func holds(
        _ text: UnsafeBufferPointer<UInt8>, _ tag: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard tag.count <= text.count else { return false }
        for start in 0...(text.count - tag.count) {
            var length = 0
            while length < tag.count, isSame(text[start + length], tag[length]) { length += 1 }
            if length == tag.count { return true }
        }
        return false
    }

    private static func isSame(_ left: UInt8, _ right: UInt8) -> Bool {
        if left == right { return true }
        return left | 0x20 == right | 0x20 && left | 0x20 >= 0x61 && left | 0x20 <= 0x7A
    }
}
