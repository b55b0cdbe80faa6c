import GRDB
import Journal
import RoomCore
import Testing

@Suite struct ScheduleTests {
    @Test func onlyDifferencesAreWritten() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        var bookings = (0..<1000).map { Example.booking($0 % 300, title: nil, id: $0) }
        try await temporary.keep(bookings)
        let counter = try RowCounter(temporary.path)
        bookings[17].title = "moved to another room"
        bookings.remove(at: 400)
        bookings.append(Example.booking(5, title: "new", id: 5000))
        try await temporary.keep(bookings)
        #expect(try await counter.differences() == RowCounter.Count(gone: 2, come: 2))
        #expect(
            Set(try await temporary.reopened().1.memory.schedule?.bookings ?? []) == Set(bookings))
    }

    @Test func unchangedScheduleCostsNoCommitOfItsOwn() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let bookings = (0..<1000).map { Example.booking($0 % 300, id: $0) }
        try await temporary.keep(bookings)
        let counter = try RowCounter(temporary.path)
        let before = try await counter.commits()
        for poll in 1...9 {
            var reading = Example.reading(bookings.shuffled())
            reading.serverDate = .noon + .seconds(30 * poll)
            let heardAt = WallTime.noon + .seconds(30 * poll)
            try await temporary.journal.keep([.schedule(reading, heardAt: heardAt)], at: heardAt)
            try await temporary.journal.flush(at: heardAt)
        }
        #expect(try await counter.commits() == before)
        #expect(try await temporary.reopened().1.memory.heardAt == .noon + .seconds(270))
    }

    @Test func heardIsWrittenAtLastThoughNothingElseHappens() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.keep([Example.booking(1)])
        for minute in 1...10 {
            await temporary.journal.keepRelaxed([.heard(at: .noon + .seconds(60 * minute))])
            try await temporary.journal.flush(at: .noon)
        }
        let memory = try await Journal(temporary.settings).recall(at: .noon)
        #expect(memory.heardAt == .noon + .seconds(600))
        #expect(memory.schedule == Example.reading([Example.booking(1)]))
    }

    @Test func movedBookingLeavesNoOldRow() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.keep([Example.booking(1), Example.booking(2)])
        try await temporary.keep([Example.booking(1, minutes: 45), Example.booking(2)])
        #expect(
            try await temporary.journal.bookings(in: .ever).rows
                == [Example.booking(1, minutes: 45), Example.booking(2)])
    }

    @Test func pastBookingsStayAsHistory() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.keep([Example.booking(1), Example.booking(2), Example.booking(40)])
        let later = Span(start: .noon + .seconds(30 * 3600), length: .seconds(15 * 86_400))
        try await temporary.journal.keep(
            [
                .schedule(
                    ScheduleReading(window: later, bookings: [Example.booking(40)]),
                    heardAt: later.start)
            ], at: later.start)
        #expect(try await temporary.journal.bookings(in: .ever).rows.count == 3)
        #expect(
            try await temporary.reopened().1.memory.schedule?.bookings == [Example.booking(40)])
    }

    @Test func bookingDeletedOnTheServerIsGone() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.keep([Example.booking(1), Example.booking(2)])
        try await temporary.keep([])
        #expect(try await temporary.journal.bookings(in: .ever).rows == [])
        #expect(try await temporary.reopened().1.memory.schedule?.bookings == [])
    }

    @Test func emptyScheduleIsNotTheSameAsNone() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.keep([])
        #expect(try await temporary.reopened().1.memory.schedule == Example.reading([]))
    }

    @Test func relaxedScheduleWithNewsComesWithTheNextFlush() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.keep([Example.booking(1)])
        let reading = Example.reading([Example.booking(2)])
        await temporary.journal.keepRelaxed([.schedule(reading, heardAt: .noon)])
        try await temporary.journal.flush(at: .noon)
        #expect(try await Journal(temporary.settings).recall(at: .noon).schedule == reading)
    }

    @Test func durableScheduleOvertakesAGatheredOne() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let old = Example.reading([Example.booking(1)])
        await temporary.journal.keepRelaxed([.schedule(old, heardAt: .noon)])
        try await temporary.keep([Example.booking(2)])
        #expect(
            try await temporary.reopened().1.memory.schedule?.bookings == [Example.booking(2)])
    }
}

extension TemporaryJournal {
    func keep(_ bookings: [Booking]) async throws {
        try await journal.keep(
            [.schedule(Example.reading(bookings), heardAt: .noon)], at: .noon)
    }
}

extension Example {
    static func booking(_ number: Int, title: String? = nil, id: Int) -> Booking {
        var booking = booking(number, title: title)
        booking.id = BookingID("occurrence-\(id)")
        return booking
    }
}

/// Looks at the file from outside, as another program would.
struct RowCounter {
    struct Count: Equatable {
        var gone: Int
        var come: Int
    }

    private let queue: DatabaseQueue
    private let rows: Set<String>

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
        rows = try queue.read(Self.bookings)
    }

    /// Rows of the bookings that went and came since it was made.
    func differences() async throws -> Count {
        let now = try await queue.read(Self.bookings)
        return Count(gone: rows.subtracting(now).count, come: now.subtracting(rows).count)
    }

    /// A figure that changes with every commit of anybody else.
    func commits() async throws -> Int {
        try await queue.read { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
    }

    private static func bookings(_ db: Database) throws -> Set<String> {
        Set(try Row.fetchAll(db, sql: "SELECT * FROM bookings").map(\.description))
    }
}
