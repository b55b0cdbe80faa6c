import RoomCore

/// Where a portal keeps the bookings of one room: each kind of room has its own.
///
/// A shelf knows requests and rows; what follows from them is ``BookingWriter``'s to say.
protocol Shelf: Sendable {
    /// Where it is on the portal, for people.
    var name: String { get }

    /// Reads what shares an instant with `window`.
    func read(_ window: Span) async throws(Bitrix24Error) -> ShelfReading

    /// Looks for somebody else's booking by the name that ``read(_:)`` gave it; nil if it is not there.
    func find(_ id: BookingID) async throws(Bitrix24Error) -> ShelfEntry?

    /// Looks for what the panel made by the number that it was given; nil if it is not there.
    func made(_ number: Int64) async throws(Bitrix24Error) -> ShelfEntry?

    /// The time that a new booking is to get on this shelf.
    ///
    /// - Parameter reading: what is there at that time.
    func slot(for booking: Booking, in reading: ShelfReading) -> Span

    /// Makes a booking; whether it is there afterwards only a reading tells.
    ///
    /// - Parameter slot: when, as ``slot(for:in:)`` has it.
    /// - Returns: the portal's number of it; nil if the answer does not tell.
    func add(_ booking: Booking, at slot: Span) async throws(Bitrix24Error) -> Int64?

    /// Brings a booking of the panel to its time that the portal has put elsewhere.
    func move(_ entry: ShelfEntry, to slot: Span) async throws(Bitrix24Error)

    /// Lets a booking end at another time; of a series only the one occurrence.
    ///
    /// - Parameter limit: when somebody else begins soon after that; nil if nobody does.
    /// - Returns: the end as the portal lists it then.
    func setEnd(
        _ entry: ShelfEntry, to end: WallTime, before limit: WallTime?
    ) async throws(Bitrix24Error) -> WallTime

    /// Takes a booking away that the panel made.
    func remove(_ entry: ShelfEntry) async throws(Bitrix24Error)

    /// Writes a state back.
    func mark(_ entry: ShelfEntry, _ mark: BookingMark) async throws(Bitrix24Error)

    /// Looks after a change whose answer was lost, before anything else is written.
    func settle() async throws(Bitrix24Error)
}

extension Shelf {
    /// For calendars, which keep whole minutes.
    func slot(for booking: Booking, in reading: ShelfReading) -> Span {
        Minutes.slot(booking.span, among: reading.neighbours(of: booking))
    }

    /// For shelves that read times in one way only.
    func move(_ entry: ShelfEntry, to slot: Span) async throws(Bitrix24Error) {}

    /// For shelves whose changes need no looking after.
    func settle() async throws(Bitrix24Error) {}
}

/// What was read of a shelf.
struct ShelfReading: Sendable {
    /// The bookings, by start.
    var entries: [ShelfEntry] = []
    /// What the panel made and what should not be there: a second copy, or an event the portal gave no room to.
    var strays: [ShelfEntry] = []
    /// What the panel's user made with a marker, at another time than that tells: moved by people, or by a portal that
    /// reads dates in another zone.
    var displaced: [ShelfEntry] = []
    /// What holds something that is booked along with the room, and not the room itself.
    var obstacles: [ShelfEntry] = []
    /// What had to be left out, one line each.
    var complaints: [String] = []
    /// The portal's numbers of rows that were left out since they do not tell when they are, or what they hold.
    var unreadable: [Int64] = []
    /// The portal's clock.
    var date: WallTime?

    /// Whether nothing came, not even what cannot be read.
    var isEmpty: Bool { entries.isEmpty && unreadable.isEmpty }

    /// Leaves a row out that cannot be read, with a word.
    ///
    /// - Parameter lacking: what it does not tell.
    mutating func leaveOut(_ kind: String, _ number: Int64, lacking: String) {
        unreadable.append(number)
        complain("\(kind) \(number) has no \(lacking) that can be read and was left out")
    }

    /// The times that a new booking is not to reach into, as the portal lists them.
    func neighbours(of booking: Booking) -> [Span] {
        (entries + obstacles)
            .filter { $0.booking.isBlocking && !$0.booking.span.overlaps(booking.span) }
            .map(\.listed)
    }
}

/// One booking as it lies on a shelf.
struct ShelfEntry: Sendable {
    /// What the portal said of it.
    enum Row: Sendable {
        case event(CalendarRow)
        case online(OnlineRow)
    }

    /// The same in the core's terms; its times are to the second, as far as they are known so.
    var booking: Booking
    /// When it runs as the portal lists it.
    var listed: Span
    /// What the panel wrote into the description; nil if nothing, or if somebody else made it.
    var marker: Marker?
    /// The portal's number of it: who was first has the smaller.
    var number: Int64
    /// Whether the panel's account made it at a door: only such entries are ever removed.
    var isOurs: Bool
    /// Whether it is one occurrence of a series.
    var isOccurrence: Bool
    var row: Row

    /// Whether it takes this time.
    func takes(_ span: Span) -> Bool {
        booking.isBlocking && booking.span.overlaps(span)
    }
}

extension [ShelfEntry] {
    /// States in `createdAt` who was first, wherever a panel's booking shares its time with another.
    ///
    /// The portal's numbers tell the order, its dates do not (they come in a zone that no answer names), and the
    /// clocks of two panels may differ. Bookings that overlap no panel's keep what they have.
    mutating func settleCreationOrder() {
        guard contains(where: { $0.booking.source == .panel }) else { return }
        for index in indices.sorted(by: { self[$0].number < self[$1].number })
        where self[index].booking.source == .panel {
            guard var made = self[index].booking.createdAt else { continue }
            let (span, number) = (self[index].booking.span, self[index].number)
            let earlier = indices.compactMap { other -> WallTime? in
                let isEarlierPanel =
                    self[other].booking.source == .panel && self[other].number < number
                return isEarlierPanel && self[other].takes(span)
                    ? self[other].booking.createdAt : nil
            }
            made = ([made] + earlier.map { $0 + .microseconds(1) }).max() ?? made
            self[index].booking.createdAt = made
            for other in indices
            where self[other].booking.source == .server && self[other].takes(span) {
                let known = self[other].booking.createdAt
                self[other].booking.createdAt =
                    self[other].number < number
                    ? Swift.min(known ?? made, made - .microseconds(1))
                    : Swift.max(known ?? made, made + .microseconds(1))
            }
        }
    }
}
