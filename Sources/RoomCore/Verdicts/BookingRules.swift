/// The moments of one booking's life, as the policy sets them (design, section 2).
struct BookingRules: Sendable {
    let booking: Booking
    let policy: Policy
    /// Since when the panel has known that it runs then; nil if that is not the question yet, or any more.
    private let knownSince: WallTime?

    init(booking: Booking, policy: Policy, _ sitting: Sitting? = nil) {
        self.booking = booking
        self.policy = policy
        knownSince = sitting?.knownSince
    }

    /// From here on a press checks in.
    var windowOpens: WallTime { booking.span.start - policy.checkInWindow }
    /// From here on its people can be expected.
    var expectedFrom: WallTime { booking.span.expected(since: knownSince) }
    /// From here on an untaken booking is late.
    var lateFrom: WallTime { expectedFrom + policy.lateAfter }
    /// Here an untaken booking becomes a no-show; one that ends sooner at its end.
    var noShowAt: WallTime { min(expectedFrom + policy.noShowAfter, booking.span.end) }
    /// The time in which its people have to come.
    var window: Span { Span(start: expectedFrom, end: noShowAt) }
    /// How long that would be, had it been known at its start.
    var fullWindow: Duration { min(policy.noShowAfter, booking.span.length) }
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

    /// By how much people who arrived then are late, from when they could be expected; nil if they are on time.
    ///
    /// Told in whole seconds, so a part of the first one is not late yet.
    func lateness(of arrival: WallTime) -> Duration? {
        guard arrival >= lateFrom, arrival - expectedFrom >= .seconds(1) else { return nil }
        return arrival - expectedFrom
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

extension Span {
    /// From when on people can be expected in it: its start, or when the panel learned of it, if that was later.
    ///
    /// Nobody is late for a booking that did not exist (decision 0021). The panel cannot have known of one before it was
    /// made, so what the server says of that adds nothing, and its clock need not be believed.
    func expected(since known: WallTime?) -> WallTime { min(max(start, known ?? start), end) }
}

extension Room {
    /// The moments of a booking's life, with what is known of its people.
    func rules(for booking: Booking) -> BookingRules {
        BookingRules(booking: booking, policy: policy, sittings[booking.id])
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
