/// An optional member of a JSON object whose key is always written: as `null` when there is no value.
@propertyWrapper
public struct NullWhenNil<Wrapped: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// The value; nil stands for `null`.
    public var wrappedValue: Wrapped?

    /// Wraps a value.
    public init(wrappedValue: Wrapped?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads the value or `null`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Wrapped.self)
    }

    /// Writes the value or `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads the member; a key that is missing altogether counts as `null`.
    public func decode<Wrapped>(
        _ type: NullWhenNil<Wrapped>.Type, forKey key: Key
    ) throws -> NullWhenNil<Wrapped> {
        NullWhenNil(wrappedValue: try decodeIfPresent(Wrapped.self, forKey: key))
    }
}
