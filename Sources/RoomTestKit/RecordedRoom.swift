import Foundation

/// Two real PIRs of a room that was used all day, row by row (UCI Room Occupancy Estimation, CC BY 4.0).
package enum RecordedRoom {
    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "shared/data/occupancy-pir.csv")
    package static let isThere = FileManager.default.fileExists(atPath: file.path)

    package struct Row: Sendable {
        /// How long after the row before it was written; a night passes from one recorded day to the next.
        package var wait: Duration
        /// Whether the two sensors fired in that time.
        package var fired: [Bool]
        /// How many people were there.
        package var people: Int
        /// The day it was written on.
        package var date: String
    }

    package static func rows() throws -> [Row] {
        let text = try String(contentsOf: file, encoding: .utf8)
        var last: Int64?
        return text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            let cells = line.split(separator: ",")
            let moment = cells[0].split(separator: "T")
            let clock = moment[1].split(separator: ":").compactMap { Int64($0) }
            let second = clock[0] * 3_600 + clock[1] * 60 + clock[2]
            defer { last = second }
            let wait = last.map { second >= $0 ? second - $0 : 36_000 } ?? 0
            return Row(
                wait: .seconds(wait), fired: [cells[1] == "1", cells[2] == "1"],
                people: Int(cells[3]) ?? 0, date: String(moment[0]))
        }
    }
}
