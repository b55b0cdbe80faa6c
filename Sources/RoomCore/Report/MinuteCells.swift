/// Bookable minutes, each in one of six cells: booked or not, and what was seen.
///
/// The cells sum to the bookable minutes exactly.
public struct MinuteCells: Hashable, Sendable {
    private var ofBooked: [Presence: Int] = [:]
    private var ofUnbooked: [Presence: Int] = [:]

    /// Makes empty cells.
    public init() {}

    /// The minutes of a cell.
    public subscript(isBooked isBooked: Bool, seen: Presence) -> Int {
        get { (isBooked ? ofBooked : ofUnbooked)[seen, default: 0] }
        set {
            if isBooked { ofBooked[seen] = newValue } else { ofUnbooked[seen] = newValue }
        }
    }

    /// All minutes.
    public var bookable: Int { booked + ofUnbooked.values.reduce(0, +) }
    /// Those that were booked.
    public var booked: Int { ofBooked.values.reduce(0, +) }

    /// Those in which this was seen, booked or not.
    public func seen(_ presence: Presence) -> Int {
        self[isBooked: true, presence] + self[isBooked: false, presence]
    }

    /// Those of which is known whether somebody was there; as a share of ``bookable``, the coverage.
    public var known: Int { seen(.present) + seen(.vacant) }

    /// Both together.
    public static func + (left: MinuteCells, right: MinuteCells) -> MinuteCells {
        var sum = left
        for presence in Presence.allCases {
            for isBooked in [true, false] {
                sum[isBooked: isBooked, presence] += right[isBooked: isBooked, presence]
            }
        }
        return sum
    }
}
