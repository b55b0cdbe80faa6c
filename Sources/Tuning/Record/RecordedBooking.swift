package import RoomCore

/// A booking of the record, and how it stood when.
///
/// The journal keeps of each booking how it ended up, and of the verdicts how long it was planned to last. What the panel
/// itself has made of a booking must not stand before it was made: a booking keeps its planned end until the moment at which
/// its people ended it, somebody claimed it, or a rule released it, and a booking of the button is there from its start on.
/// What happened after such a cut says nothing of the booking's people, and is held against no setting.
package struct RecordedBooking: Hashable, Sendable {
    /// The booking, with its planned end.
    package var booking: Booking
    /// When it was ended by its people, claimed or released; nil if it lasted to its end.
    package var cutAt: WallTime?
    /// Whether its people can be judged by the record: the panel did at the time, and could see.
    package var isCounted: Bool

    package init(_ booking: Booking, cutAt: WallTime? = nil, isCounted: Bool = true) {
        self.booking = booking
        self.cutAt = cutAt
        self.isCounted = isCounted
    }

    /// The time in which the record tells of its people.
    var known: Span {
        Span(start: booking.span.start, end: min(cutAt ?? booking.span.end, booking.span.end))
    }

    /// Whether it takes the room from others in its time.
    var takesRoom: Bool { booking.isBlocking && !booking.isAllDay }

    /// As a server would have listed it at that moment; nil if it would not.
    func standing(at instant: WallTime) -> Booking? {
        if booking.source == .panel, instant < booking.span.start { return nil }
        guard let cutAt, cutAt <= instant else { return booking }
        guard cutAt > booking.span.start else { return nil }
        var cut = booking
        cut.span.end = min(cutAt, booking.span.end)
        return cut
    }

    /// When a server would have listed it otherwise than before.
    var changes: [WallTime] {
        (booking.source == .panel ? [booking.span.start] : []) + [cutAt].compactMap { $0 }
    }
}
