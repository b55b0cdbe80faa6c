import Foundation

/// Any JSON.
enum JSONValue: Decodable, Hashable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    var object: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }
    var list: [JSONValue] { if case .list(let entries) = self { entries } else { [] } }
    var text: String? { if case .text(let text) = self { text } else { nil } }

    subscript(_ key: String) -> JSONValue? { object[key] }

    /// What JSON Schema calls it.
    var type: String {
        switch self {
        case .null: "null"
        case .flag: "boolean"
        case .number(let number): number == number.rounded() ? "integer" : "number"
        case .text: "string"
        case .list: "array"
        case .object: "object"
        }
    }
}

/// Holds documents against the description of the API: each member of one is a member of the other.
final class APIDescription {
    let paths: [String: JSONValue]
    let schemas: [String: JSONValue]
    /// The schemas that some document was held against.
    private(set) var visited: Set<String> = []
    /// The members, as paths from a document's schema on, that were something, and those that were null.
    private var filled: Set<String> = []
    private var empty: Set<String> = []
    /// Whether what is not required may be missing.
    private var isRequest = false

    /// The members that were null wherever they came up: nothing was held against what is said of them.
    var neverFilled: Set<String> { empty.subtracting(filled) }

    init(_ text: String) throws {
        let root = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        paths = root["paths"]?.object ?? [:]
        schemas = root["components"]?["schemas"]?.object ?? [:]
    }

    /// The words that a schema allows.
    func words(of name: String) -> Set<String> {
        Set((schemas[name]?["enum"]?.list ?? []).compactMap(\.text))
    }

    /// Where a document and a schema differ.
    ///
    /// - Parameter isRequest: whether members that are not required may be missing; an answer has all of them.
    func faults(
        of document: String, as name: String, isRequest: Bool = false
    ) throws -> [String] {
        self.isRequest = isRequest
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(document.utf8))
        return faults(
            of: value, as: .object(["$ref": .text("#/components/schemas/\(name)")]), at: name)
    }

    private func faults(
        of value: JSONValue, as schema: JSONValue, at path: String
    ) -> [String] {
        if value == .null { empty.insert(path) } else { filled.insert(path) }
        if let name = schema["$ref"]?.text?.split(separator: "/").last.map(String.init) {
            guard let named = schemas[name] else { return ["\(path): no schema is called \(name)"] }
            visited.insert(name)
            return faults(of: value, as: named, at: path)
        }
        if let choices = schema["anyOf"]?.list {
            guard value != .null, let first = choices.first else { return [] }
            return faults(of: value, as: first, at: path)
        }
        let types = schema["type"]?.list.compactMap(\.text) ?? []
        let allowed = types.isEmpty ? [schema["type"]?.text ?? "nothing"] : types
        guard allowed.contains(value.type) else {
            return ["\(path) is \(value.type), described as \(allowed)"]
        }
        if let words = schema["enum"]?.list, !words.contains(value) {
            return ["\(path) is \(value), which is not described"]
        }
        return inner(of: value, as: schema, at: path)
    }

    private func inner(
        of value: JSONValue, as schema: JSONValue, at path: String
    ) -> [String] {
        var found: [String] = []
        for entry in value.list {
            found += faults(of: entry, as: schema["items"] ?? .null, at: "\(path)[]")
        }
        guard case .object(let members) = value else { return found }
        if let each = schema["additionalProperties"], case .object = each {
            for (key, member) in members {
                found += faults(of: member, as: each, at: "\(path).\(key)")
            }
            return found
        }
        let described = schema["properties"]?.object ?? [:]
        let required = Set((schema["required"]?.list ?? []).compactMap(\.text))
        let keys = Set(members.keys)
        let wanted = isRequest ? required : required.union(described.keys)
        let odd = wanted.subtracting(keys).union(keys.subtracting(described.keys))
        for key in isRequest ? odd : odd.union(keys.subtracting(required)) {
            found.append("\(path).\(key) is there and not described, or the other way round")
        }
        for (key, member) in described {
            guard let value = members[key] else { continue }
            found += faults(of: value, as: member, at: "\(path).\(key)")
        }
        return found
    }
}
