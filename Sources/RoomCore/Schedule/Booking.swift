/// The name under which the server and the panel both know one booking.
///
/// For CalDAV the UID, followed by `/` and the RECURRENCE-ID in UTC for one occurrence of a series.
public struct BookingID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The text of the name; never empty, at most 1 024 bytes.
    public var text: String

    /// Makes a name from its text.
    public init(_ text: String) {
        self.text = text
    }

    /// The text of the name.
    public var description: String { text }

    /// Reads the text.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A reserved interval of the room, from the server or made at the panel.
public struct Booking: Hashable, Sendable, Codable {
    /// Who made it.
    public enum Source: String, Sendable, Codable {
        /// Somebody elsewhere; the panel learned of it from the server.
        case server
        /// The panel's button; an ad hoc booking.
        case panel
    }

    /// What the server says about its standing.
    public enum Confirmation: String, Sendable, Codable, CaseIterable {
        /// `STATUS:CONFIRMED`, or the room's attendee accepted.
        case confirmed
        /// TENTATIVE, NEEDS-ACTION, or nothing said and nobody checked in.
        case unconfirmed
    }

    /// Its name.
    public var id: BookingID
    /// What it is about; nil when the server hides it or gives none.
    public var title: String?
    /// Who called it; nil when unknown or hidden.
    public var organiser: String?
    /// The server's own name of who called it, the same for all bookings of one person; nil when unknown.
    ///
    /// Nobody is shown it: it tells who is to be told of several bookings at once, and whose feed they belong in. For
    /// CalDAV the mail address in lower case, for Bitrix24 the number of the user.
    public var organiserID: String?
    /// When it runs.
    public var span: Span
    /// Who made it.
    public var source: Source
    /// Its standing; nil when the server says nothing, then the policy's `default_confirmation` holds.
    public var confirmation: Confirmation?
    /// When it was made; nil when unknown.
    public var createdAt: WallTime?
    /// Whether it fills whole days; such bookings are never judged.
    public var isAllDay: Bool
    /// Whether it takes up the room: false for `TRANSP:TRANSPARENT` and `STATUS:CANCELLED`.
    public var isBlocking: Bool
    /// Whether the panel's account may change it; false leaves a conflict notice instead of a cut.
    public var isWritable: Bool

    /// Makes a booking.
    public init(
        id: BookingID, title: String? = nil, organiser: String? = nil,
        organiserID: String? = nil, span: Span,
        source: Source = .server, confirmation: Confirmation? = nil, createdAt: WallTime? = nil,
        isAllDay: Bool = false, isBlocking: Bool = true, isWritable: Bool = true
    ) {
        self.id = id
        self.title = title
        self.organiser = organiser
        self.organiserID = organiserID
        self.span = span
        self.source = source
        self.confirmation = confirmation
        self.createdAt = createdAt
        self.isAllDay = isAllDay
        self.isBlocking = isBlocking
        self.isWritable = isWritable
    }
}

extension Booking {
    /// Whether a person called it.
    ///
    /// What the button booked is nobody's.
    /// - Parameter person: the server's own name of them, as in ``organiserID``; where the server has none, the name that
    ///   is shown, which two people may share. Case does not matter.
    public func isOrganised(by person: String) -> Bool {
        guard source == .server, let own = organiserID ?? organiser else { return false }
        return own.lowercased() == person.lowercased()
    }
}
