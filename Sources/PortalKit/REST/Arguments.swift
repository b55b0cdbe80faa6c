import JSONText

/// The parameters of one call.
struct Arguments: Sendable {
    /// The method they were sent to, as it is registered.
    let method: String
    /// All of them.
    let members: JSON.Members

    /// A parameter; nil if it is missing or null.
    subscript(name: String) -> JSON? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    /// A parameter that the calendar cannot do without; an empty text is as good as none.
    func required(_ name: String) throws(RESTError) -> JSON {
        guard let value = self[name], value != .string("") else {
            throw .missing(name, of: method)
        }
        return value
    }

    /// A parameter of the calendar that has to be a whole number.
    func requiredInt(_ name: String) throws(RESTError) -> Int {
        guard let number = try required(name).looseInt else { throw .invalid(name) }
        return number
    }

    /// A parameter that is a whole number, if it is there.
    func int(_ name: String) throws(RESTError) -> Int? {
        guard let value = self[name], value != .string("") else { return nil }
        guard let number = value.looseInt else { throw .invalid(name) }
        return number
    }

    /// A parameter that is a text, if it is there.
    func text(_ name: String) throws(RESTError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.looseString else { throw .invalid(name) }
        return text
    }

    /// A parameter of `Y` or `N`, if it is there.
    func flag(_ name: String) throws(RESTError) -> Bool? {
        switch self[name] {
        case nil, .string(""): return nil
        case .string("Y"), .bool(true): return true
        case .string("N"), .bool(false): return false
        default: throw .invalid(name)
        }
    }

    /// A parameter that is one of a few words, if it is there.
    func choice(_ name: String, of words: Set<String>) throws(RESTError) -> String? {
        guard let text = try text(name), !text.isEmpty else { return nil }
        guard words.contains(text) else { throw .invalid(name) }
        return text
    }

    /// A parameter that is a list of whole numbers, or one of them, if it is there.
    func ints(_ name: String) throws(RESTError) -> [Int]? {
        guard let value = self[name] else { return nil }
        guard let numbers = value.looseInts else { throw .invalid(name) }
        return numbers
    }
}

extension JSON {
    /// A whole number, or a text of its digits, as query parameters are.
    var looseInt: Int? {
        switch self {
        case .int(let number): number
        case .string(let text): Int(text)
        case .double(let number): Int(exactly: number)
        default: nil
        }
    }

    /// Any number, or a text of its digits.
    var looseNumber: Double? {
        switch self {
        case .double(let number): number
        default: looseInt.map(Double.init)
        }
    }

    /// A text, or a number as text.
    var looseString: String? {
        switch self {
        case .string(let text): text
        case .int(let number): String(number)
        case .double(let number): String(number)
        default: nil
        }
    }

    /// Whole numbers in a list or map, or a single one.
    var looseInts: [Int]? {
        let list: [JSON]
        switch self {
        case .array(let elements): list = elements
        case .object(let members): list = members.all.map(\.value)
        default: list = [self]
        }
        let numbers = list.compactMap(\.looseInt)
        return numbers.count == list.count ? numbers : nil
    }

    /// The elements of a list, or the values of a map, as PHP sees no difference.
    var phpValues: [JSON]? {
        switch self {
        case .array(let list): list
        case .object(let members): members.all.map(\.value)
        default: nil
        }
    }
}
