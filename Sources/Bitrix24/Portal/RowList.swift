import JSONText
import RoomCore

/// The rows of a list that a portal answered with, read by one rule.
///
/// A list is an array, or a map in its place. Each of its elements has to be the row that was asked for: one that is
/// none (null, a bare number, an object without a number of its own) stands for nobody knows what, so the whole list
/// counts as unreadable, and what was known before stays. See docs/decisions/0019.
struct RowList<Row> {
    /// Every element, in its order.
    let rows: [Row]

    /// Why a value is no list of rows, for people.
    struct Unreadable: Error, Hashable {
        var text: String
    }

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - value: the list; nil where the answer has none in its place.
    ///   - row: takes an element up; nil if it is no row.
    init(_ value: JSON?, _ row: (JSON) -> Row?) throws(Unreadable) {
        let elements: [JSON]
        switch value {
        case .array(let list): elements = list
        case .object(let members): elements = members.all.map(\.value)
        case .none: throw Unreadable(text: "the answer holds no list")
        case .some(let other):
            throw Unreadable(text: "the answer holds \(other.shape) in place of a list")
        }
        rows = elements.compactMap(row)
        guard rows.count != elements.count else { return }
        let strange = elements.first { row($0) == nil } ?? .null
        throw Unreadable(
            text: "\(elements.count - rows.count) of the list's \(elements.count) elements cannot "
                + "be read; the first is \(strange.shape)")
    }
}

extension PortalSession {
    /// The rows of a list in an answer, by the rule of ``RowList``.
    ///
    /// - Throws: ``Bitrix24Error/Cause/malformed(_:)`` if any of its elements is no row.
    func rows<Row>(
        _ method: String, _ value: JSON?, date: WallTime?, _ row: (JSON) -> Row?
    ) throws(Bitrix24Error) -> [Row] {
        do {
            return try RowList(value, row).rows
        } catch {
            throw self.error(method, .malformed(error.text), date: date)
        }
    }
}

extension JSON {
    /// What kind of value it is, for people; never what it holds.
    fileprivate var shape: String {
        switch self {
        case .null: "null"
        case .bool: "a yes or no"
        case .int, .double: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object(let members) where members.all.isEmpty: "an empty object"
        case .object: "an object without what a row needs"
        }
    }
}
