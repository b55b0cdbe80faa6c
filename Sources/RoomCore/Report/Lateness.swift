/// How late the people of some bookings came.
public struct Lateness: Hashable, Sendable {
    /// Bookings whose people came, on time or late.
    public private(set) var arrivals = 0
    /// Those of them that came late.
    public private(set) var late = 0
    /// Late bookings by their whole minutes of lateness; those of which only the most is known are not among them.
    private var byMinutes: [Int: Int] = [:]

    /// A range of minutes, as a bar of the histogram.
    public struct Class: Hashable, Sendable {
        /// The first minute in it.
        public var from: Int
        /// The first minute after it; nil for the last class.
        public var to: Int?
        /// How many bookings.
        public var bookings: Int
    }

    /// Where the classes begin.
    static let bounds = [0, 5, 10, 15, 30, 60]

    /// Counts nothing yet.
    public init() {}

    mutating func add(_ arrival: JudgedBookings.Finding?) {
        guard let arrival, arrival.kind == .onTime || arrival.kind == .late else { return }
        arrivals += 1
        guard arrival.kind == .late else { return }
        late += 1
        guard !arrival.isAtMost, let seconds = arrival.seconds else { return }
        byMinutes[seconds / 60, default: 0] += 1
    }

    /// Late bookings of which is known how late.
    public var measured: Int { byMinutes.values.reduce(0, +) }

    /// The least lateness in whole minutes that so many of the measured did not exceed (nearest rank); nil without any.
    ///
    /// - Parameter percent: 1 to 100; 50 is the median.
    public func percentile(_ percent: Int) -> Int? {
        let rank = (measured * percent + 99) / 100
        var passed = 0
        for (minutes, bookings) in byMinutes.sorted(by: { $0.key < $1.key }) {
            passed += bookings
            if passed >= rank { return minutes }
        }
        return nil
    }

    /// The histogram: all classes, which sum to ``measured``.
    public var classes: [Class] {
        Self.bounds.indices.map { index in
            let from = Self.bounds[index]
            let to = index + 1 < Self.bounds.count ? Self.bounds[index + 1] : nil
            let bookings = byMinutes.filter { $0.key >= from && $0.key < to ?? .max }
            return Class(from: from, to: to, bookings: bookings.values.reduce(0, +))
        }
    }
}
