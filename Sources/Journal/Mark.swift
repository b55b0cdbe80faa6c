import GRDB
import RoomCore

/// How far the journal had come with its last durable group; kept beside the database too, where damage to the
/// write-ahead log does not reach (decision 0024).
///
/// SQLite takes a damaged log for one that ends before the damage, and says nothing. The database counts its groups in
/// the transactions that keep them, and the copy beside it is written afterwards: it is never ahead of a database that
/// lost nothing, whatever a power cut comes between.
struct Mark: Hashable {
    /// The salt of the journal that it is about.
    var salt: String
    /// Transactions of the tables that the panel starts from, since the journal was made.
    var groups: Int64 = 0
    /// The greatest number of a press, 0 if none.
    var press: Int64 = 0
    /// The greatest number of a verdict, 0 if none.
    var verdict: Int64 = 0
    /// The greatest number of an outbox entry, 0 if none.
    var outbox: Int64 = 0

    /// The mark after one more group with these records.
    func after(_ records: [RoomCore.Record]) -> Mark {
        var next = self
        next.groups += 1
        for record in records {
            switch record {
            case .press(let press): next.press = max(next.press, press.number)
            case .verdict(let verdict): next.verdict = max(next.verdict, verdict.number)
            case .outbox(let entry): next.outbox = max(next.outbox, entry.number)
            case .sitting, .sittingClosed, .silences, .schedule, .heard, .edge, .presence, .sync,
                .message:
                break
            }
        }
        return next
    }

    /// The greater of both in every number; itself if the other one is about another journal.
    func raised(to other: Mark?) -> Mark {
        guard let other, other.salt == salt else { return self }
        return Mark(
            salt: salt, groups: max(groups, other.groups), press: max(press, other.press),
            verdict: max(verdict, other.verdict), outbox: max(outbox, other.outbox))
    }
}

// MARK: In the database

extension Mark {
    /// Reads how far the database has come.
    init(in db: Database) throws {
        guard let salt = try Numbers.salt(in: db) else { throw UnreadableRow(column: "salt") }
        self.init(
            salt: salt, groups: try Numbers.groups(in: db),
            press: try Numbers.greatest(Numbers.presses, in: db),
            verdict: try Numbers.greatest(Numbers.verdicts, in: db),
            outbox: try Numbers.greatest(Numbers.outbox, in: db))
    }

    /// Counts the group in the transaction that keeps it.
    func count(in db: Database) throws {
        try Numbers.set(Numbers.groupsKey, groups, in: db)
    }

    /// Notes all numbers, so that none of them is given out again though its row was lost.
    func note(in db: Database) throws {
        try count(in: db)
        try Numbers.set(Numbers.presses.key, press, in: db)
        try Numbers.set(Numbers.verdicts.key, verdict, in: db)
        try Numbers.set(Numbers.outbox.key, outbox, in: db)
    }
}

// MARK: As text

extension Mark {
    private static let magic = "domovoy-mark 1"

    /// One line with a checksum, the line's end included.
    var line: String {
        let text = "\(Self.magic) \(salt) \(groups) \(press) \(verdict) \(outbox)"
        return "\(text) \(Self.checksum(text))\n"
    }

    /// Reads a line; nil if it is not whole.
    init?(line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count == 8, let end = line.lastIndex(of: " "),
            line.hasPrefix(Self.magic + " "),
            words[7] == Self.checksum(line[..<end])
        else { return nil }
        let numbers = words[3...6].compactMap { Int64($0) }
        guard numbers.count == 4, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
        self.init(
            salt: String(words[2]), groups: numbers[0], press: numbers[1], verdict: numbers[2],
            outbox: numbers[3])
    }

    /// FNV-1a of 64 bits, in hexadecimal: against accidents, not against forgers.
    private static func checksum(_ text: some StringProtocol) -> String {
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }
}

extension Memory {
    /// Sees that no number is given out again that a lost row bore.
    mutating func raise(to mark: Mark) {
        lastPress = max(lastPress, mark.press)
        lastVerdict = max(lastVerdict, mark.verdict)
        lastOutbox = max(lastOutbox, mark.outbox)
    }
}
