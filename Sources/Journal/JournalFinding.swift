/// Something an operator should know about the journal, though it works: for the log and for `/healthz`.
public enum JournalFinding: Hashable, Sendable, CustomStringConvertible {
    /// Why a file could not be used as it was found.
    public enum Fault: Hashable, Sendable, CustomStringConvertible {
        /// It is damaged; what the check said.
        case damaged(String)
        /// It belongs to another program, or to none.
        case foreign(String)
        /// A newer version of this program made it; its version of the tables.
        case newer(Int)
        /// It was removed or replaced while the journal was open.
        case vanished

        /// The fault in words.
        public var description: String {
            switch self {
            case .damaged(let what): "is damaged (\(what))"
            case .foreign(let what): "is not a journal of this program (\(what))"
            case .newer(let version):
                "is from a newer version of this program (tables of version \(version), "
                    + "this one knows \(Schema.version))"
            case .vanished: "was removed or replaced while in use"
            }
        }
    }

    /// What could be read out of a file that could not be used.
    public struct Salvage: Hashable, Sendable, CustomStringConvertible {
        /// Open outbox entries taken over.
        public var outbox = 0
        /// Sittings taken over.
        public var sittings = 0
        /// Rows of these two that were seen but could not be read.
        public var unreadable = 0
        /// Whether the end of the outbox could not be reached, so that more may have been in it.
        public var isPartial = false

        /// The counts in words.
        public var description: String {
            let rest = unreadable > 0 ? ", \(unreadable) rows unreadable" : ""
            let part = isPartial ? ", perhaps not all" : ""
            return "salvaged \(outbox) outbox entries and \(sittings) sittings\(rest)\(part)"
        }
    }

    /// A file was renamed, if it was still there, and an empty journal with the salvage was started.
    ///
    /// `keptAs` is the path of the renamed file, nil if there was nothing to rename.
    case replaced(path: String, Fault, keptAs: String?, Salvage)
    /// The file was there, but empty; a new journal was started in it.
    case wasEmpty(path: String)
    /// A write-ahead log that was none, or had no database, was renamed; the newest records may be missing.
    case logSetAside(path: String, keptAs: String)
    /// Something beside the journal that had the name of a companion and could not be one was renamed.
    case companionSetAside(path: String, keptAs: String)
    /// So many groups of records that had been kept are not in the file any more, so many presses among them.
    ///
    /// Damage to the write-ahead log does this, and so does an older copy in place of the file.
    case lost(path: String, groups: Int, presses: Int)
    /// The file is another journal than the one that was written last, which had kept so many groups of records.
    case otherJournal(path: String, groups: Int)
    /// How far the journal has come could not be read or noted beside it, so a loss might go unnoticed; why.
    case unmarked(String)
    /// So many rows could not be read back at start and were left out.
    case unreadableRows(path: String, count: Int)
    /// So many rows of the sensor log were given up, since they could not be written for too long.
    case rowsDropped(count: Int)
    /// The seal of a day of the log is not as it was made; why. The chain goes on after it.
    case sealAltered(day: LogDay, String)
    /// A record of the sensor log contradicts one that is kept already, and was left out.
    case refused(String)

    /// One line for people.
    public var description: String {
        switch self {
        case .replaced(let path, let fault, let keptAs, let salvage):
            let kept = keptAs.map { ", kept as \($0)" } ?? ""
            return "journal: \(path) \(fault)\(kept); started a new one, \(salvage)"
        case .wasEmpty(let path):
            return "journal: \(path) was empty; started a new one"
        case .logSetAside(let path, let keptAs):
            return "journal: a write-ahead log beside \(path) did not belong to it, kept as "
                + "\(keptAs); the newest records may be missing"
        case .companionSetAside(let path, let keptAs):
            return "journal: \(path) was not the journal's own, kept as \(keptAs)"
        case .lost(let path, let groups, let presses):
            return "journal: \(groups) groups of records that had been kept are not in \(path) any "
                + "more, \(presses) presses among them: its write-ahead log was damaged, or an "
                + "older copy was put in its place"
        case .otherJournal(let path, let groups):
            return "journal: \(path) is another journal than the one that was written last, whose "
                + "\(groups) groups of records are not in it"
        case .unmarked(let why):
            return "journal: should records get lost, it could not be told: \(why)"
        case .unreadableRows(let path, let count):
            return "journal: \(count) rows of \(path) could not be read and were left out"
        case .rowsDropped(let count):
            return
                "journal: \(count) rows of the sensor log were lost, since they could not be written"
        case .sealAltered(let day, let why):
            return
                "journal: the seal of \(day) was altered (\(why)): `domovoy log verify` tells more"
        case .refused(let reason):
            return "journal: a record was left out: \(reason)"
        }
    }
}
