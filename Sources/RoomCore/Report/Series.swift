/// The same meeting week after week: by its series, or by its title where the server has no series of it.
public struct Series: Hashable, Sendable {
    /// What is the same for all of its bookings; the server's name of it, or the title.
    var key: String
    /// Its title as it may be shown; nil where that is hidden or unknown.
    public var title: String?

    /// Nil for a booking of which nobody can tell what it belongs to.
    init?(_ booking: JudgedBookings.Judged) {
        title = booking.title
        guard let key = Self.series(of: booking.run.booking) ?? booking.title else { return nil }
        self.key = key
    }

    /// What stands before the `/` and the time of one occurrence; nil where there is none.
    private static func series(of id: BookingID) -> String? {
        guard let slash = id.text.lastIndex(of: "/"), slash != id.text.startIndex else {
            return nil
        }
        let occurrence = id.text[id.text.index(after: slash)...].utf8
        let isTime =
            occurrence.first.map { (48...57).contains($0) } ?? false
            && occurrence.allSatisfy {
                (48...57).contains($0) || $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: "Z")
            }
        return isTime ? String(id.text[..<slash]) : nil
    }

    /// Two are the same whatever they are called by now.
    public static func == (left: Series, right: Series) -> Bool { left.key == right.key }

    /// Hashes what makes them the same.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
