/// A JSON value that keeps the order of members and tells whole numbers from others.
///
/// The order matters: a batch runs its commands as they are written. Foundation's decoders forget it.
public enum JSON: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction or exponent.
    case int(Int)
    /// Any other number.
    case double(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([JSON])
    /// A map; its members keep their order.
    case object(Members)

    /// The members of a map, in order; a name that comes twice counts as the last one, as in PHP.
    public struct Members: Hashable, Sendable {
        /// The names and values.
        public private(set) var all: [Member] = []

        /// One name and its value.
        public struct Member: Hashable, Sendable {
            /// The name.
            public var name: String
            /// The value.
            public var value: JSON

            /// Makes a member.
            public init(name: String, value: JSON) {
                self.name = name
                self.value = value
            }
        }

        /// Makes an empty map.
        public init() {}

        /// Makes a map of members whose names are known to differ.
        public init(_ members: some Sequence<(String, JSON)>) {
            all = members.map { Member(name: $0.0, value: $0.1) }
        }

        /// The value under a name; setting nil removes it.
        public subscript(name: String) -> JSON? {
            get { all.last { $0.name == name }?.value }
            set {
                let index = all.lastIndex { $0.name == name }
                switch (index, newValue) {
                case (let index?, let value?): all[index].value = value
                case (let index?, nil): all.remove(at: index)
                case (nil, let value?): all.append(Member(name: name, value: value))
                case (nil, nil): break
                }
            }
        }

        /// Adds a member whose name is known to be new.
        public mutating func append(_ name: String, _ value: JSON) {
            all.append(Member(name: name, value: value))
        }
    }

    /// The member of a map; nil for other values and unknown names.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The element of a list; nil for other values and beyond its end.
    public subscript(index: Int) -> JSON? {
        guard case .array(let list) = self, list.indices.contains(index) else { return nil }
        return list[index]
    }

    /// The text, if it is one.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The whole number, if it is written as one.
    public var int: Int? {
        guard case .int(let number) = self else { return nil }
        return number
    }

    /// The list, if it is one.
    public var array: [JSON]? {
        guard case .array(let list) = self else { return nil }
        return list
    }

    /// The members, if it is a map.
    public var members: Members? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Makes a text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Makes a whole number.
    public init(integerLiteral value: Int) { self = .int(value) }
    /// Makes a truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes a number.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// Makes a list.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// Makes a map with its members in this order.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Members(elements))
    }
}
