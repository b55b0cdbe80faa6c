import GRDB
import RoomCore

@testable import Journal

/// What tests of sealed days share.
protocol SealedLogs {}

extension SealedLogs {
    static var hour: Duration { .seconds(3_600) }
    static var day: Duration { .seconds(86_400) }

    /// A journal that has recorded something at noon.
    func recorded(edges: Range<Int64> = 0..<10) async throws -> TemporaryJournal {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        try await journal.keep(
            [.press(Example.press(1)), .verdict(Example.verdict(1))], at: .noon)
        await journal.keepRelaxed(edges.map { .edge(Example.edge($0)) })
        await journal.keepRelaxed([
            .presence(PresenceSpan(.present, Span(start: .noon, length: .seconds(90))))
        ])
        try await journal.flush(at: .noon)
        return temporary
    }

    /// The same, with that day sealed.
    func sealed() async throws -> TemporaryJournal {
        let temporary = try await recorded()
        try await temporary.journal.flush(at: .noon + Self.day)
        return temporary
    }

    func check(
        _ temporary: TemporaryJournal, known: [String] = [], retentionDays: Int = 400,
        at now: WallTime = .noon + .seconds(86_400)
    ) throws -> LogCheck.Report {
        try LogCheck.run(temporary.path, known: known, retentionDays: retentionDays, at: now)
    }

    func alter(_ temporary: TemporaryJournal, _ sql: String) async throws {
        let queue = try DatabaseQueue(path: temporary.path)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}
