import GRDB
public import RoomCore
import Synchronization

extension Certificate: Stored {
    static let columns: Columns = "number, given_at, signed_by, certificate"

    init(_ row: Row) throws(UnreadableRow) {
        self = try row.json("certificate")
        number = try row.value("number")
    }

    func arguments() throws -> StatementArguments {
        [number, particulars.givenAt.column, particulars.signedBy, try json(self)]
    }

    /// Writes a new certificate, whatever its number.
    ///
    /// - Returns: the certificate with the number it was given, which no other ever had.
    func added(to db: Database) throws -> Certificate {
        try db.execute(
            sql: "INSERT INTO certificates (given_at, signed_by, certificate) VALUES (?, ?, ?)",
            arguments: [
                particulars.givenAt.column, particulars.signedBy, try json(self),
            ])
        var certificate = self
        certificate.number = db.lastInsertedRowID
        return certificate
    }

    /// The newest one; nil if there is none.
    static func newest(in db: Database) throws -> Certificate? {
        let sql = "SELECT \(columns) FROM certificates ORDER BY number DESC LIMIT 1"
        guard let row = try Row.fetchOne(db, sql: sql) else { return nil }
        return try Certificate(row)
    }
}

extension Journal {
    /// Adds a certificate; it is on the card when this returns.
    ///
    /// - Returns: the certificate with its number.
    /// - Throws: ``JournalError``; then nothing is kept.
    public func certify(_ certificate: Certificate) throws(JournalError) -> Certificate {
        var kept = certificate
        try writing(at: nil) { store in kept = try store.add(certificate) }
        return kept
    }

    /// The newest certificate; nil if there is none.
    ///
    /// - Throws: ``JournalError`` if the journal is not open or cannot be read.
    public nonisolated func newestCertificate() async throws(JournalError) -> Certificate? {
        guard let reader = reader.withLock({ $0 }) else { throw notOpen(.read) }
        do {
            return try await reader.read { db in try Certificate.newest(in: db) }
        } catch {
            throw JournalError(.read, path: settings.path, error)
        }
    }

    /// The newest certificate in a journal that somebody else may have open; nil if there is none, or the journal is older
    /// than certificates are.
    ///
    /// - Parameter path: the journal's file.
    /// - Throws: ``JournalError`` if there is no journal, or it cannot be read.
    public static func newestCertificate(at path: String) throws(JournalError) -> Certificate? {
        guard try FileFacts(path, .read) != nil else {
            throw JournalError(.read, .missing, path: path, "there is no such file")
        }
        if let fault = try FileHeader.fault(path) {
            throw JournalError(.read, .damaged, path: path, "it \(fault)")
        }
        let queue = try Connection.open(path, as: .reader, .read)
        defer { try? queue.close() }
        return try telling(.read, path: path) {
            try queue.read { db -> Certificate? in
                guard try db.tableExists("certificates") else { return nil }
                return try Certificate.newest(in: db)
            }
        }
    }
}
