import Testing

@testable import RoomCore

/// The one rule about every end: what a reading makes of the intents about one booking (design, section 8).
@Suite struct StandingTests: OutboxMakings {
    private let answeredAt = Uptime(sinceBoot: .seconds(1_000))

    /// A chain in words: `11:00>11:15 answered, 11:15>11:30 queued`, `create 10:30 sent`, `withdraw queued`.
    private func outbox(holding chain: String) -> Outbox {
        let entries = chain.split(separator: ",").enumerated().map { index, words in
            entry(Int64(index + 1), words.split(separator: " ").map(String.init))
        }
        var outbox = Outbox([], lastNumber: 9)
        outbox.entries = entries
        for entry in entries where entry.state == .answered {
            outbox.answers[entry.number] = answeredAt
        }
        return outbox
    }

    private func entry(_ number: Int64, _ words: [String]) -> OutboxEntry {
        let ends = words[0].split(separator: ">").map(String.init)
        let write: ServerWrite =
            switch words[0] {
            case "create": .create(booking("a", "10:00", words[1], source: .panel))
            case "withdraw": .withdraw(id)
            default: change(ends[0], ends[1])
            }
        return OutboxEntry(
            number: number, write: write, createdAt: now,
            state: OutboxEntry.State(rawValue: words[words.count - 1]) ?? .queued, attempts: 1)
    }

    /// How the chain stands by a reading that began so many seconds after the answers, and shows this end or nothing.
    private func standing(_ chain: String, by end: String?, began seconds: Int) -> Outbox.Standing {
        let outbox = outbox(holding: chain)
        let shown = end.map { booking("a", "10:00", $0) }
        return outbox.standing(
            outbox.chain(of: id), by: shown, startedAt: answeredAt + .seconds(seconds))
    }

    // MARK: What the server has not answered

    private static let owed: [(String, String?, String)] = [
        ("11:00>11:15 queued", "11:00", "done(0)"),
        ("11:00>11:15 queued", "11:15", "done(1)"),
        ("11:00>11:15 queued", "11:10", "changed"),
        ("11:00>11:15 queued", nil, "changed"),
        // A calendar of whole minutes.
        ("11:00>10:30:13 queued", "10:30", "done(1)"),
        ("11:00>10:59:30 queued", "11:00", "done(0)"),
        ("11:00>11:15 queued, 11:15>11:30 queued", "11:00", "done(0)"),
        ("11:00>11:15 queued, 11:15>11:30 queued", "11:15", "done(1)"),
        ("11:00>11:15 queued, 11:15>11:30 queued", "11:30", "done(2)"),
        ("11:00>11:15 queued, 11:15>11:30 queued", "11:45", "changed"),
        ("11:00>10:30 queued, 10:30>11:00 queued", "11:00", "done(0)"),
        ("create 10:30 queued", nil, "done(0)"),
        ("create 10:30 queued", "10:30", "done(1)"),
        ("create 10:30 queued", "10:20", "changed"),
        ("withdraw queued", "10:30", "done(0)"),
        ("withdraw queued", nil, "done(0)"),
    ]

    @Test(arguments: owed)
    func whatIsOwedStandsByWhatTheReadingShows(chain: String, end: String?, expected: String) {
        for seconds in [-60, 0, 60] {
            #expect("\(standing(chain, by: end, began: seconds))" == expected)
        }
    }

    // MARK: What the server has answered

    /// By a reading that began within 10 s of the answers, and after that.
    private static let answered: [(String, String?, String, String)] = [
        ("11:00>11:15 answered", "11:15", "done(1)", "done(1)"),
        ("11:00>11:15 answered", "11:00", "lagging", "changed"),
        ("11:00>11:15 answered", "11:10", "changed", "changed"),
        ("11:00>11:15 answered", nil, "changed", "changed"),
        ("11:00>11:15 answered, 11:15>11:30 queued", "11:00", "lagging", "changed"),
        ("11:00>11:15 answered, 11:15>11:30 queued", "11:15", "done(1)", "done(1)"),
        ("11:00>11:15 answered, 11:15>11:30 queued", "11:30", "done(2)", "done(2)"),
        ("11:00>11:15 answered, 11:15>11:30 answered", "11:15", "lagging", "changed"),
        ("11:00>11:15 answered, 11:15>11:30 answered", "11:30", "done(2)", "done(2)"),
        ("11:00>10:30 answered, 10:30>11:00 answered", "10:30", "lagging", "changed"),
        ("11:00>10:30 answered, 10:30>11:00 answered", "11:00", "lagging", "done(2)"),
        ("11:00>10:30 answered, 10:30>11:00 queued", "11:00", "lagging", "done(2)"),
        ("create 10:30 answered", nil, "lagging", "changed"),
        ("create 10:30 answered", "10:30", "done(1)", "done(1)"),
        ("create 10:30 answered, 10:30>10:45 answered", nil, "lagging", "changed"),
        ("create 10:30 answered, 10:30>10:45 answered", "10:45", "done(2)", "done(2)"),
        ("create 10:30 answered, withdraw queued", nil, "lagging", "done(2)"),
        ("withdraw answered", "10:30", "lagging", "changed"),
        ("withdraw answered", nil, "lagging", "done(1)"),
    ]

    @Test(arguments: answered)
    func whatIsAnsweredStandsByWhenTheReadingBegan(
        chain: String, end: String?, within: String, after: String
    ) {
        for seconds in [-60, 0, 9] {
            #expect("\(standing(chain, by: end, began: seconds))" == within)
        }
        for seconds in [10, 3_600] {
            #expect("\(standing(chain, by: end, began: seconds))" == after)
        }
    }

    // MARK: What is being written, and what was moved

    @Test(arguments: ["11:00", "11:15", "12:00", nil])
    func whatIsBeingWrittenTheNextReadingTells(end: String?) {
        var outbox = outbox([change("11:00", "11:15")])
        _ = outbox.next(at: answeredAt)
        let shown = end.map { booking("a", "10:00", $0) }
        let standing = outbox.standing(
            outbox.chain(of: id), by: shown, startedAt: answeredAt + .seconds(60))
        #expect(standing == .done(0))
    }

    /// Though its end is the one that the intent replaces, or brings.
    @Test(arguments: ["11:00", "12:00"])
    func meetingThatWasMovedPastItsNewEndIsAnother(end: String) {
        let outbox = outbox([change("12:00", "11:00")])
        let moved = booking("a", "11:00", end == "11:00" ? "11:00" : "12:00")
        #expect(
            outbox.standing(outbox.chain(of: id), by: moved, startedAt: answeredAt) == .changed)
        var ours = moved
        ours.source = .panel
        #expect(
            outbox.standing(outbox.chain(of: id), by: ours, startedAt: answeredAt) != .changed)
    }

    // MARK: Bearing out

    @Test func whatAReadingShowsWithoutAnAnswerIsAnsweredByIt() {
        var outbox = outbox(holding: "11:00>11:15 queued")
        let done = outbox.chain(of: id)[...]
        #expect(outbox.bearOut(done, startedAt: answeredAt).map(\.state) == [.answered])
        #expect(outbox.owed.isEmpty && outbox.isOpen(id) && !outbox.isPending(id))
        #expect(outbox.next(at: answeredAt) == nil)
        let again = outbox.chain(of: id)[...]
        #expect(outbox.bearOut(again, startedAt: answeredAt).isEmpty)
        #expect(outbox.forget(again, startedAt: answeredAt + .seconds(9)).isEmpty)
        let last = outbox.forget(again, startedAt: answeredAt + .seconds(10))
        #expect(last.map(\.state) == [.acknowledged])
        #expect(!outbox.isOpen(id))
    }

    @Test func onlyWhatIsDoneIsForgotten() {
        var outbox = outbox(holding: "11:00>11:15 answered, 11:15>11:30 queued")
        let done = outbox.chain(of: id).prefix(1)
        let changed = outbox.forget(done, startedAt: answeredAt + .seconds(10))
        #expect(changed.map(\.number) == [1])
        #expect(outbox.entries.map(\.number) == [2])
    }

    @Test func whatIsDroppedIsHistoryWhereItWasAnswered() {
        var outbox = outbox(holding: "11:00>11:15 answered, 11:15>11:30 queued")
        let dropped = outbox.drop(outbox.chain(of: id))
        #expect(dropped.map(\.state) == [.acknowledged, .dropped])
        #expect(outbox.entries.isEmpty)
    }

    // MARK: A restart

    /// When it was answered nobody knows any more: copies may lag for ten seconds from now on.
    @Test func whatWasAnsweredIsRememberedAsThatAndWhatWasSentIsAskedAgain() {
        let remembered = outbox(holding: "11:00>11:15 answered, 11:15>11:30 sent").entries
        let outbox = Outbox(remembered, lastNumber: 2, at: answeredAt)
        #expect(outbox.entries.map(\.state) == [.answered, .queued])
        let chain = outbox.chain(of: id)
        let old = booking("a", "10:00", "11:00")
        #expect(
            outbox.standing(chain, by: old, startedAt: answeredAt + .seconds(9)) == .lagging)
        #expect(
            outbox.standing(chain, by: old, startedAt: answeredAt + .seconds(10)) == .changed)
    }

    /// The journal was opened late.
    @Test func whatThisRunWantsOfABookingCountsForMore() {
        var outbox = Outbox([], lastNumber: 1_000)
        _ = outbox.enqueue(change("11:00", "11:30"), at: now)
        let remembered = [
            OutboxEntry(number: 1, write: change("11:00", "11:15"), createdAt: now),
            OutboxEntry(
                number: 2, write: .withdraw(BookingID("b")), createdAt: now, state: .dropped),
        ]
        let pointless = outbox.recall(remembered, lastNumber: 2, at: answeredAt)
        #expect(pointless.map(\.number) == [1])
        #expect(pointless.map(\.state) == [.superseded])
        #expect(outbox.entries.map(\.number) == [1_001])
        #expect(outbox.recall(remembered, lastNumber: 2, at: answeredAt).isEmpty)
    }
}
