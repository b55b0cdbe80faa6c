import Foundation
import GRDB
import RoomCore

/// A row that holds something this program did not write.
struct UnreadableRow: Error, CustomStringConvertible {
    var column: String

    var description: String { "column \(column) holds what this program cannot read" }
}

/// Reads columns without ever trapping: the card may have changed anything.
extension Row {
    func value<Value: DatabaseValueConvertible>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(UnreadableRow) -> Value {
        guard let value = try optional(column, as: type) else {
            throw UnreadableRow(column: column)
        }
        return value
    }

    func optional<Value: DatabaseValueConvertible>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(UnreadableRow) -> Value? {
        let stored: DatabaseValue = self[column]
        if stored.isNull { return nil }
        guard let value = Value.fromDatabaseValue(stored) else {
            throw UnreadableRow(column: column)
        }
        return value
    }

    func time(_ column: String) throws(UnreadableRow) -> WallTime {
        WallTime(microsecondsSinceEpoch: try value(column))
    }

    func optionalTime(_ column: String) throws(UnreadableRow) -> WallTime? {
        try optional(column, as: Int64.self).map { WallTime(microsecondsSinceEpoch: $0) }
    }

    func span(_ start: String = "starts_at", _ end: String = "ends_at") throws(UnreadableRow)
        -> Span
    {
        Span(start: try time(start), end: try time(end))
    }

    func choice<Choice: RawRepresentable<String>>(
        _ column: String, as type: Choice.Type = Choice.self
    ) throws(UnreadableRow) -> Choice {
        guard let choice = try optionalChoice(column, as: type) else {
            throw UnreadableRow(column: column)
        }
        return choice
    }

    func optionalChoice<Choice: RawRepresentable<String>>(
        _ column: String, as type: Choice.Type = Choice.self
    ) throws(UnreadableRow) -> Choice? {
        guard let text = try optional(column, as: String.self) else { return nil }
        guard let choice = Choice(rawValue: text) else { throw UnreadableRow(column: column) }
        return choice
    }

    func json<Value: Decodable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(UnreadableRow) -> Value {
        let text: String = try value(column)
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw UnreadableRow(column: column)
        }
    }
}

/// JSON with its keys in order, so that equal values are equal text.
func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
