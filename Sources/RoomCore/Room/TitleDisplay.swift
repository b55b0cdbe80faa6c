/// `show_titles`: what people at the door are told of a booking's title and organiser.
///
/// Whatever shows bookings to people asks this, so that there is one answer: the state, the listings, a feed.
public enum TitleDisplay: String, Hashable, Sendable, CaseIterable {
    /// Both as the server gives them.
    case shown = "true"
    /// Neither.
    case hidden = "false"
    /// No title, and the organiser as ``Initials``.
    case initials

    /// The title as it may be shown; nil where it is hidden, or there is none.
    public func title(_ title: String?) -> String? {
        self == .shown ? title : nil
    }

    /// The organiser as people may be told; nil where hidden, unknown, or without a letter to be called by.
    public func organiser(_ organiser: String?) -> String? {
        switch self {
        case .shown: organiser
        case .hidden: nil
        case .initials: organiser.flatMap { Initials($0)?.text }
        }
    }

    /// The booking as it may be shown.
    public func shown(_ booking: Booking) -> Booking {
        var booking = booking
        booking.title = title(booking.title)
        booking.organiser = organiser(booking.organiser)
        return booking
    }
}
