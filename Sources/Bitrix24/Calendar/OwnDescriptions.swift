import JSONText
import RoomCore
import Synchronization

/// The descriptions that a portal's lists leave out, of events that may be the panel's own.
///
/// The vendor's source takes DESCRIPTION out of the rows of `calendar.event.get`; live rows of 2025 have it. Without
/// it nobody sees the marker, so the events that the panel's user made are asked for one by one, once a version.
final class OwnDescriptions: Sendable {
    private struct Known: Sendable {
        var version: String
        var text: String
    }

    private let session: PortalSession
    private let known = Mutex<[Int64: Known]>([:])

    private static let remembered = 4_096
    /// Events that are asked for in one reading, the latest first; what is left comes with the next.
    private static let most = 4 * Bitrix24Limits.batchCommands

    init(session: PortalSession) {
        self.session = session
    }

    /// The same list, with the descriptions that it left out of the user's own events.
    func fill(_ rows: [CalendarRow]) async throws(Bitrix24Error) -> [CalendarRow] {
        let userID = session.userID
        let lacking = rows.filter { $0.mayBeOurs(userID) }
        if lacking.isEmpty { return rows }
        try await ask(for: lacking)
        let known = known.withLock { $0 }
        return rows.map { row in
            guard row.mayBeOurs(userID), let id = row.id, let text = known[id]?.text else {
                return row
            }
            return CalendarRow(row.value.setting("DESCRIPTION", .string(text))) ?? row
        }
    }

    private func ask(for rows: [CalendarRow]) async throws(Bitrix24Error) {
        let known = known.withLock { $0 }
        let versions = Dictionary(
            rows.compactMap { row in row.id.map { ($0, row.version) } },
            uniquingKeysWith: { first, _ in first })
        let wanted = versions.filter { known[$0.key]?.version != $0.value }.keys
            .sorted(by: >).prefix(Self.most)
        for start in stride(from: 0, to: wanted.count, by: Bitrix24Limits.batchCommands) {
            let numbers = Array(wanted.dropFirst(start).prefix(Bitrix24Limits.batchCommands))
            let commands = numbers.map {
                BatchCommand("calendar.event.getbyid", ["id": .integer($0)])
            }
            let answers = try await session.batch(commands, for: .read)
            for (number, answer) in zip(numbers, answers) {
                try remember(number, versions[number] ?? "", answer)
            }
        }
    }

    /// An event that cannot be read is not the panel's; an answer that did not come leaves what was known.
    private func remember(
        _ number: Int64, _ version: String, _ answer: Result<Envelope, Bitrix24Error>
    ) throws(Bitrix24Error) {
        do {
            let row = CalendarRow(try answer.get().result)
            known.withLock { known in
                if known.count >= Self.remembered { known = [:] }
                known[number] = Known(version: version, text: row?.details ?? "")
            }
        } catch {
            let isKnown = known.withLock { $0[number] != nil }
            guard isKnown || error.isBusiness else { throw error }
        }
    }
}

extension CalendarRow {
    /// Whether a list may have left out a marker here: panels make neither series nor whole days.
    fileprivate func mayBeOurs(_ userID: Int64) -> Bool {
        createdBy == userID && details == nil && type != "location" && !isRecurring && isThere
            && value["DT_SKIP_TIME"]?.text != "Y"
    }
}

extension JSON {
    /// The object with one member set.
    fileprivate func setting(_ key: String, _ value: JSON) -> JSON {
        guard case .object(var members) = self else { return self }
        members[key] = value
        return .object(members)
    }
}
