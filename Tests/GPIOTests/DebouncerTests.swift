import Testing

@testable import GPIO

/// Times in these tests are milliseconds; the debounce period is 20 ms.
struct DebouncerTests {
    private static let millisecond: UInt64 = 1_000_000

    /// A contact's story, and what is to be heard of it.
    struct Story: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// Raw edges: when, and to which level.
        var edges: [(at: UInt64, isActive: Bool)]
        /// The debounced changes until 1 s after the last edge.
        var heard: [(at: UInt64, isActive: Bool)]
    }

    private static let stories = [
        Story(
            testDescription: "a clean press is stamped with its own edge",
            edges: [(100, true)], heard: [(100, true)]),
        Story(
            testDescription: "a bouncing press is one press, stamped when it came to rest",
            edges: [(100, true), (102, false), (103, true), (107, false), (109, true)],
            heard: [(109, true)]),
        Story(
            testDescription: "a pulse shorter than the period is nothing",
            edges: [(100, true), (119, false)], heard: []),
        Story(
            testDescription: "a pulse of just the period counts",
            edges: [(100, true), (120, false)], heard: [(100, true), (120, false)]),
        Story(
            testDescription: "press and release are two changes",
            edges: [
                (100, true), (101, false), (102, true), (300, false), (301, true), (302, false),
            ],
            heard: [(102, true), (302, false)]),
        Story(
            testDescription:
                "an edge in the known direction keeps the stamp and starts the period again",
            edges: [(100, true), (110, true), (125, false)], heard: []),
        Story(
            testDescription: "the final level is never lost",
            edges: [(100, true), (130, false), (131, true), (132, false)],
            heard: [(100, true), (132, false)]),
        Story(
            testDescription: "a time that runs backwards counts as standing still",
            edges: [(100, true), (50, false), (60, true)], heard: [(100, true)]),
    ]

    @Test(arguments: stories)
    func hears(_ story: Story) {
        var debouncer = Debouncer(period: 20 * Self.millisecond, level: false)
        var heard: [Debouncer.Change] = []
        for edge in story.edges {
            let time = edge.at * Self.millisecond
            if let change = debouncer.edge(isActive: edge.isActive, at: time) {
                heard.append(change)
            }
        }
        let end = (story.edges.map(\.at).max() ?? 0) + 1000
        if let change = debouncer.settle(at: end * Self.millisecond) { heard.append(change) }
        #expect(
            heard
                == story.heard.map {
                    Debouncer.Change(isActive: $0.isActive, nanoseconds: $0.at * Self.millisecond)
                })
        #expect(debouncer.deadline == nil, "nothing is left to wait for")
    }

    @Test func settlesAtTheDeadlineAndNotBefore() throws {
        var debouncer = Debouncer(period: 20, level: false)
        #expect(debouncer.deadline == nil)
        #expect(debouncer.edge(isActive: true, at: 1000) == nil)
        let deadline = try #require(debouncer.deadline)
        #expect(deadline == 1020)
        #expect(debouncer.settle(at: deadline - 1) == nil)
        #expect(debouncer.settle(at: deadline) == .init(isActive: true, nanoseconds: 1000))
        #expect(debouncer.settle(at: deadline + 1) == nil, "told once")
    }

    @Test func aContactThatNeverRestsIsHeardAfterTenPeriods() {
        var debouncer = Debouncer(period: 20, level: false)
        var heard: [Debouncer.Change] = []
        // An edge every 10, up and down for ever; the last one up.
        for turn in 0...40 {
            let time = 1000 + UInt64(turn) * 10
            if let change = debouncer.edge(isActive: turn.isMultiple(of: 2), at: time) {
                heard.append(change)
            }
        }
        #expect(heard == [.init(isActive: true, nanoseconds: 1200)])
    }
}
