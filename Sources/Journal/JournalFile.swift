import Foundation
import GRDB
import RoomCore

/// The journal's file under its path: how it comes there, and how an unusable one leaves.
///
/// A new file is made under `PATH.new` and renamed when complete, so that at every moment there is either a whole
/// journal, an old one, or none.
struct JournalFile {
    /// How many unusable files are kept; the oldest are deleted.
    static let keptAside = 3

    let path: String

    private var fresh: String { path + ".new" }
    private var files: FileManager { .default }

    // MARK: Coming

    /// Makes a new journal with what could be carried over, not yet in place.
    func prepare(_ carryover: Carryover) throws(JournalError) {
        try make(carryover, at: fresh)
    }

    /// Puts the prepared journal in place, or makes an empty one if none was prepared.
    ///
    /// Nothing but an empty file may be at the path.
    func install() throws(JournalError) {
        if !FileHeader.isJournal(fresh) { try prepare(Carryover()) }
        try telling(.create, path: path) {
            try removeFiles(at: path)
            try files.moveItem(atPath: fresh, toPath: path)
        }
    }

    /// Makes a complete journal at any place.
    func make(_ carryover: Carryover, at place: String) throws(JournalError) {
        try telling(.create, path: place) { try removeFiles(at: place) }
        let queue = try Connection.open(place, as: .creation, .create)
        do {
            try Schema.migrator.migrate(queue)
            try queue.write { db in try carryover.write(to: db) }
            // Last of all: it tells a complete file from one that was interrupted.
            try queue.write { db in
                try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            }
            try queue.close()
        } catch {
            try? queue.close()
            try? removeFiles(at: place)
            throw JournalError(.create, path: path, error)
        }
    }

    /// Deletes what an interrupted replacement left; called while there is a file at the path.
    func removeLeftovers() {
        try? removeFiles(at: fresh)
    }

    /// Deletes a database file and its companions.
    func removeFiles(at place: String) throws {
        for name in [place] + Companions.ends.map({ place + $0 }) where try isThere(name) {
            try files.removeItem(atPath: name)
        }
    }

    // MARK: Leaving

    /// Renames what is at the path, companions included, to a name that no file has.
    ///
    /// Deletes the oldest of the files that were set aside before.
    ///
    /// - Parameter ends: the ends of the names to rename, the empty one for the file itself.
    /// - Returns: the new path without an end.
    func setAside(
        _ ends: [String] = [""] + Companions.ends, at now: WallTime?
    ) throws(JournalError) -> String {
        let date = now.map { "-" + Self.stamp($0) } ?? ""
        let number = (try asides().last?.number ?? 0) + 1
        let aside = "\(path).aside-\(number)\(date)"
        try telling(.setAside, path: path) {
            for end in ends where try isThere(path + end) {
                try files.moveItem(atPath: path + end, toPath: aside + end)
            }
        }
        // One file too many is no reason to go without a journal.
        try? prune()
        return aside
    }

    /// Whether a log lies there.
    var hasLog: Bool { files.fileExists(atPath: path + Companions.log) }

    /// Deletes the mark beside it, which is about another journal than the one that comes.
    func removeMark() throws(JournalError) {
        try telling(.setAside, path: path + MarkFile.end) {
            if try isThere(path + MarkFile.end) {
                try files.removeItem(atPath: path + MarkFile.end)
            }
        }
    }

    /// Whether anything has this name, also a link that leads nowhere.
    private func isThere(_ name: String) throws -> Bool {
        try FileFacts(name, .setAside, followsLinks: false) != nil
    }

    private func prune() throws(JournalError) {
        let all = try asides()
        let numbers = Set(all.map(\.number)).sorted().dropLast(Self.keptAside)
        try telling(.setAside, path: path) {
            for aside in all where numbers.contains(aside.number) {
                try files.removeItem(atPath: aside.path)
            }
        }
    }

    /// Every file set aside so far, companions included, by number.
    private func asides() throws(JournalError) -> [(number: Int, path: String)] {
        let directory = path.parentDirectory
        let prefix = path.split(separator: "/").last.map { "\($0).aside-" } ?? ""
        return try telling(.setAside, path: path) {
            try files.contentsOfDirectory(atPath: directory)
                .filter { $0.hasPrefix(prefix) }
                .compactMap { name in
                    let digits = name.dropFirst(prefix.count).prefix { $0.isASCII && $0.isNumber }
                    return Int(digits).map { ($0, "\(directory)/\(name)") }
                }
                .sorted { $0.number < $1.number }
        }
    }

    private static func stamp(_ now: WallTime) -> String {
        Date(timeIntervalSince1970: Double(now.secondsSinceEpoch)).formatted(
            .iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    }
}
