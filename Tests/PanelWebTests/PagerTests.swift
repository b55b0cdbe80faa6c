import RoomCore
import Synchronization
import Testing

@testable import PanelWeb

struct PagerTests {
    /// A row of a given second; the number tells it from others of the same time.
    private struct Row: Hashable, Sendable {
        var second: Int
        var number: Int
        var at: WallTime { WallTime(secondsSinceEpoch: Int64(second)) }
    }

    private let window = Span(
        start: WallTime(secondsSinceEpoch: 0), end: WallTime(secondsSinceEpoch: 1_000))

    private func readAll(_ seconds: [Int], size: Int) async throws -> (pages: [[Row]], reads: Int) {
        let rows = seconds.enumerated().map { Row(second: $1, number: $0) }
        let reads = Counter()
        var pager = Pager(window, size: size, time: { (row: Row) in row.at }) { window, limit in
            reads.add()
            return Array(rows.filter { window.contains($0.at) }.prefix(limit))
        }
        var pages: [[Row]] = []
        while let page = try await pager.next() { pages.append(page) }
        return (pages, reads.value)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 7, 100])
    func everyRowComesOnceAndInOrder(size: Int) async throws {
        let tables = [
            [], [0], [1, 2, 3, 4], [5, 5, 5, 5, 5, 5, 5], [1, 1, 2, 2, 2, 2, 3, 9, 9, 9],
            [0, 0, 999, 999], Array(0..<50), Array(repeating: 4, count: 33) + [5],
        ]
        for seconds in tables {
            let (pages, _) = try await readAll(seconds, size: size)
            #expect(pages.flatMap { $0 }.map(\.second) == seconds)
            #expect(pages.flatMap { $0 }.map(\.number) == Array(seconds.indices))
            #expect(pages.allSatisfy { !$0.isEmpty && $0.count <= size })
        }
    }

    @Test func readingGoesOnUntilNothingNewComes() async throws {
        #expect(try await readAll([1, 2, 3], size: 4).reads == 2)
        #expect(try await readAll([1, 2, 3], size: 2).reads == 3)
        #expect(try await readAll([], size: 3).reads == 1)
    }

    @Test func aShortPageInTheMiddleLosesNothing() async throws {
        let rows = (0..<20).map { Row(second: $0 / 3, number: $0) }
        var pager = Pager(window, size: 5, time: { (row: Row) in row.at }) { window, limit in
            // As if every seventh row could not be read.
            let found = rows.filter { window.contains($0.at) }.prefix(limit)
            return found.filter { $0.number % 7 != 6 }
        }
        var numbers: [Int] = []
        while let page = try await pager.next() { numbers += page.map(\.number) }
        #expect(numbers == (0..<20).filter { $0 % 7 != 6 })
    }

    @Test func rowsBeforeTheWindowsEndOnly() async throws {
        let (pages, _) = try await readAll([998, 999, 1_000, 1_001], size: 2)
        #expect(pages.flatMap { $0 }.map(\.second) == [998, 999])
    }
}

/// Counts.
private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }

    func add() {
        count.withLock { $0 += 1 }
    }
}
