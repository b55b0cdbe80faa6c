extension JSON {
    /// Reads JSON text (RFC 8259).
    ///
    /// - Parameter mostValues: how many values it may hold, itself and all inside; 1 000 000 by default.
    /// - Throws: ``JSONSyntaxError`` with the place of the first byte that does not fit; nesting over 64 levels and too
    ///   many values as well.
    public init(
        text: some Collection<UInt8>, mostValues: Int = 1_000_000
    ) throws(JSONSyntaxError) {
        var reader = JSONReader(bytes: Array(text), mostValues: mostValues)
        self = try reader.document()
    }

    /// The value as JSON text on one line, in UTF-8.
    public var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let number): text += String(number)
        case .double(let number): text += number.isFinite ? "\(number)" : "null"
        case .string(let string): Self.write(string, to: &text)
        case .array(let list):
            text += "["
            for (index, element) in list.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members): Self.write(members, to: &text)
        }
    }

    private static func write(_ members: Members, to text: inout String) {
        text += "{"
        for (index, member) in members.all.enumerated() {
            if index > 0 { text += "," }
            write(member.name, to: &text)
            text += ":"
            member.value.write(to: &text)
        }
        text += "}"
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "/": text += "\\/"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case ..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// A text that is not JSON, or more of it than is taken.
public struct JSONSyntaxError: Error, Hashable, CustomStringConvertible {
    /// The byte at which reading stopped, counted from 0.
    public var offset: Int
    /// The number of values that it exceeds; nil if it is no JSON.
    public var mostValues: Int?

    /// What is wrong and where.
    public var description: String {
        mostValues.map { "JSON of more than \($0) values" } ?? "not JSON at byte \(offset)"
    }
}
