import JSONText

extension JSON {
    /// A map as PHP writes it: `[]` if it has no members.
    static func phpMap(_ members: Members) -> JSON {
        members.all.isEmpty ? .array([]) : .object(members)
    }

    /// An array as PHP writes it: a list if its keys are 0, 1, 2 and so on, else a map.
    static func phpArray(_ members: Members) -> JSON {
        let isList = members.all.enumerated().allSatisfy { $0.element.name == String($0.offset) }
        return isList ? .array(members.all.map(\.value)) : .object(members)
    }

    /// A text, or null.
    static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
    /// A whole number, or null.
    static func optional(_ number: Int?) -> JSON { number.map { .int($0) } ?? .null }
    /// A number in quotes, as the calendar sends them.
    static func digits(_ number: Int) -> JSON { .string(String(number)) }
    /// `Y` or `N`.
    static func flag(_ value: Bool) -> JSON { .string(value ? "Y" : "N") }
}
