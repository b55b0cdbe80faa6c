import JSONText

/// What a portal means by a value: it writes numbers as strings, booleans as `Y` and `N`, and an empty map as an empty
/// list.
extension JSON {
    /// Reads an answer of a portal, or of whatever stands in front of it.
    ///
    /// - Parameter mostValues: how many values it may hold; see ``Bitrix24Limits/answerValues``.
    static func answer(
        _ bytes: [UInt8], mostValues: Int = Bitrix24Limits().answerValues
    ) throws(JSONSyntaxError) -> JSON {
        try JSON(
            text: bytes, mostValues: mostValues, deepest: Bitrix24Limits.jsonDepth,
            isLenient: true)
    }

    /// A whole number such as an id.
    static func integer(_ number: Int64) -> JSON { .int(Int(number)) }

    /// A string, or a number as one; nil for anything else.
    var text: String? {
        switch self {
        case .string(let text): text
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .null, .bool, .array, .object: nil
        }
    }

    /// A string that says something.
    var nonEmptyText: String? {
        text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A whole number, or a string that is one.
    var wholeNumber: Int64? {
        switch self {
        case .int(let number): Int64(number)
        case .double(let number): Int64(exactly: number.rounded(.towardZero))
        case .string(let text): Int64(text)
        case .null, .bool, .array, .object: nil
        }
    }

    /// Any number, or a string that is one.
    var number: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        case .string(let text): Double(text)
        case .null, .bool, .array, .object: nil
        }
    }

    /// True for `true`, `Y`, `1`; anything else that is there is false.
    var isYes: Bool {
        switch self {
        case .bool(let flag): flag
        case .int(let number): number == 1
        case .string(let text): text == "Y" || text == "1" || text == "true"
        case .null, .double, .array, .object: false
        }
    }

    /// The elements of a list, or the values of a map: portals send one for the other.
    var elements: [JSON] {
        switch self {
        case .array(let elements): elements
        case .object(let members): members.all.map(\.value)
        case .null, .bool, .int, .double, .string: []
        }
    }

    /// The members of a map; of a list its elements under their positions.
    var entries: [Members.Member] {
        switch self {
        case .object(let members): members.all
        case .array(let elements):
            Members(elements.enumerated().map { (String($0.offset), $0.element) }).all
        case .null, .bool, .int, .double, .string: []
        }
    }

    /// Whether it says nothing: null, an empty string, list or map, or false.
    var isEmpty: Bool {
        switch self {
        case .null, .bool(false), .string(""), .array([]): true
        case .object(let members): members.all.isEmpty
        case .bool, .int, .double, .string, .array: false
        }
    }
}
