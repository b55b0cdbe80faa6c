import GRDB

/// What the next seal needs of the newest one, whatever else became of that: the chain goes on over a seal that was altered,
/// whose fault everybody can see for good.
struct SealLink {
    /// Its day.
    let day: LogDay
    /// Its hash as it is there.
    let hash: String
    /// The number of the last late row that it binds.
    let lateThrough: Int64
    /// Why it is not as it was made; nil if it is.
    let fault: String?

    /// The newest seal; nil if there is none.
    static func newest(in db: Database) throws -> SealLink? {
        try Row.fetchOne(db, sql: "SELECT \(Seal.columns) FROM seals ORDER BY day DESC LIMIT 1")
            .map { SealLink($0) }
    }

    private init(_ row: Row) {
        day = LogDay((try? row.value("day")) ?? 0)
        hash = (try? row.value("hash")) ?? ""
        lateThrough = (try? row.value("late_through")) ?? 0
        fault = Self.fault(of: row)
    }

    private static func fault(of row: Row) -> String? {
        do {
            let seal = try Seal(row)
            return seal.hash == seal.ownHash ? nil : "its hash is another"
        } catch {
            return error.description
        }
    }
}
