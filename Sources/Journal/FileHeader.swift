import Foundation

/// The first 100 bytes of a database file (https://www.sqlite.org/fileformat2.html, section 1.3).
///
/// Read before SQLite is, so that a file of another program is not touched: opening it could already change it.
enum FileHeader {
    private static let magic = Array("SQLite format 3\0".utf8)
    private static let logMagics: Set<UInt32> = [0x377F_0682, 0x377F_0683]
    /// The version of the log's format, and the size of its pages: section 4.1 of the file format.
    private static let logFormat: (version: UInt32, pageBytes: UInt32) = (3_007_000, 4096)
    private static let idOffset = 68
    /// Fields that are the same in every journal: 4 096-byte pages with nothing reserved, the fractions the format
    /// prescribes, schema format 4, no vacuum of any kind, UTF-8, and the bytes for expansion.
    private static let fixed: [(offset: Int, bytes: [UInt8])] = [
        (16, [0x10, 0x00]), (20, [0, 64, 32, 32]), (44, [0, 0, 0, 4]), (52, [0, 0, 0, 0]),
        (56, [0, 0, 0, 1]), (64, [0, 0, 0, 0]), (72, Array(repeating: 0, count: 20)),
    ]

    /// What is wrong with the file at `path`; nil if it looks like a journal.
    static func fault(_ path: String) throws(JournalError) -> JournalFinding.Fault? {
        let bytes = try telling(.open, path: path) { try read(path) }
        guard bytes.count == 100, Array(bytes.prefix(16)) == magic else {
            return .damaged("its first bytes are not those of a database")
        }
        let id = word(bytes, idOffset)
        if id != UInt32(Schema.applicationID) { return .foreign("application id \(id)") }
        let isAsMade = fixed.allSatisfy { field in
            bytes[field.offset...].starts(with: field.bytes)
        }
        // 1 while it has never been opened since it was made, 2 with a write-ahead log.
        let hasVersion = bytes[18...19].allSatisfy { (1...2).contains($0) }
        return isAsMade && hasVersion ? nil : .damaged("its header was changed")
    }

    /// Whether a complete journal lies at `path`.
    static func isJournal(_ path: String) -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        do { return try fault(path) == nil } catch { return false }
    }

    /// Whether the file at `path` is not empty and yet no write-ahead log of a journal.
    static func isGarbledLog(_ path: String) -> Bool {
        guard let bytes = try? read(path), !bytes.isEmpty else { return false }
        return bytes.count < 32 || !logMagics.contains(word(bytes, 0))
            || word(bytes, 4) != logFormat.version || word(bytes, 8) != logFormat.pageBytes
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        return Array(try file.read(upToCount: 100) ?? Data())
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
