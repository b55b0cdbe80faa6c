import GRDB
import RoomCore

extension SensorEdge {
    /// Counts the edges of a window, by sensor.
    ///
    /// - Parameter waiting: edges of the window that were gathered; some of them may be in the file by now.
    static func counted(
        in window: Span, _ waiting: [SensorEdge], _ db: Database
    ) throws -> [String: SensorActivity] {
        var counts = try written(in: window, db)
        // Given twice, an edge is one row of the table.
        let unique = Dictionary(waiting.map { ($0.place, $0) }, uniquingKeysWith: { $1 })
        for edge in unique.values {
            if try edge.isWritten(db) { continue }
            var count = counts[edge.sensor] ?? SensorActivity(edges: 0, lastEdge: edge.at)
            count.edges += 1
            count.lastEdge = max(count.lastEdge, edge.at)
            counts[edge.sensor] = count
        }
        return counts
    }

    private static func written(
        in window: Span, _ db: Database
    ) throws -> [String: SensorActivity] {
        let sql = """
            SELECT sensor, COUNT(*) AS edges, MAX(at) AS last FROM edges
            WHERE at < ? AND at >= ? GROUP BY sensor
            """
        var counts: [String: SensorActivity] = [:]
        let rows = try Row.fetchCursor(
            db, sql: sql, arguments: [window.end.column, window.start.column])
        while let row = try rows.next() {
            let sensor: String = try row.value("sensor")
            counts[sensor] = SensorActivity(
                edges: try row.value("edges"), lastEdge: try row.time("last"))
        }
        return counts
    }

    private func isWritten(_ db: Database) throws -> Bool {
        let sql = "SELECT 1 FROM edges WHERE at = ? AND sensor = ? AND is_active = ?"
        return try Int.fetchOne(db, sql: sql, arguments: [at.column, sensor, isActive]) != nil
    }
}
