/// A text that is not JSON, or more of it than is taken.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The byte at which reading stopped, counted from 0.
    public var offset: Int
    /// What does not fit there.
    public var reason: String
    /// The number of values that it exceeds; nil if it is no JSON.
    public var mostValues: Int?

    /// Makes an error.
    public init(offset: Int, reason: String, mostValues: Int? = nil) {
        (self.offset, self.reason, self.mostValues) = (offset, reason, mostValues)
    }

    /// What is wrong and where.
    public var description: String {
        mostValues.map { "JSON of more than \($0) values" } ?? "not JSON at byte \(offset)"
    }
}

extension JSON {
    /// Reads JSON text (RFC 8259).
    ///
    /// - Parameters:
    ///   - text: UTF-8 that one value fills.
    ///   - mostValues: how many values it may hold, itself and all inside: what it takes in memory hangs on these.
    ///   - deepest: how many lists and maps may lie in each other.
    ///   - isLenient: takes a byte order mark in front, and U+FFFD in place of bytes that are no UTF-8 and of halves
    ///     of surrogate pairs; of a name that comes twice both members are kept, of which the last counts.
    /// - Throws: ``JSONSyntaxError`` with the place of the first byte that does not fit.
    public init(
        text: some Collection<UInt8>, mostValues: Int = 1_000_000, deepest: Int = 64,
        isLenient: Bool = false
    ) throws(JSONSyntaxError) {
        var reader = JSONReader(
            Array(text), mostValues: mostValues, deepest: deepest, isLenient: isLenient)
        self = try reader.document()
    }
}

/// Reads one JSON document, byte by byte, keeping the order of members.
private struct JSONReader {
    private let bytes: [UInt8]
    private let mostValues: Int
    private let deepest: Int
    private let isLenient: Bool
    private var position = 0
    private var depth = 0
    private var values = 0

    init(_ bytes: [UInt8], mostValues: Int, deepest: Int, isLenient: Bool) {
        self.bytes = bytes
        self.mostValues = mostValues
        self.deepest = deepest
        self.isLenient = isLenient
    }

    mutating func document() throws(JSONSyntaxError) -> JSON {
        if isLenient, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw malformed("more than one value") }
        return value
    }

    private mutating func value() throws(JSONSyntaxError) -> JSON {
        guard let byte = peek else { throw malformed("it breaks off") }
        values += 1
        guard values <= mostValues else {
            throw JSONSyntaxError(
                offset: position, reason: "it has more than \(mostValues) values",
                mostValues: mostValues)
        }
        switch byte {
        case UInt8(ascii: "{"):
            return try nested { (reader) throws(JSONSyntaxError) in try reader.object() }
        case UInt8(ascii: "["):
            return try nested { (reader) throws(JSONSyntaxError) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(
        _ body: (inout JSONReader) throws(JSONSyntaxError) -> JSON
    ) throws(JSONSyntaxError) -> JSON {
        guard depth < deepest else { throw malformed("nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        position += 1
        return try body(&self)
    }

    private mutating func object() throws(JSONSyntaxError) -> JSON {
        var members = JSON.Members()
        var names = Set<String>()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw malformed("a name is missing") }
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw malformed("a colon is missing") }
            skipSpace()
            let value = try value()
            // Looked for only where it is there: a search for each name takes a square of their number.
            if isLenient || names.insert(name).inserted {
                members.append(name, value)
            } else {
                members[name] = value
            }
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw malformed("a brace is missing") }
            return .object(members)
        }
    }

    private mutating func array() throws(JSONSyntaxError) -> JSON {
        var elements: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw malformed("a bracket is missing") }
            return .array(elements)
        }
    }

    // MARK: - Strings

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                defer { position += 1 }
                return try decoded(bytes[start..<position])
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw malformed("a control character in a string") }
            position += 1
        }
        throw malformed("a string breaks off")
    }

    private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try decoded(text[...])
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw malformed("a control character in a string")
            default: text.append(byte)
            }
        }
        throw malformed("a string breaks off")
    }

    private func decoded(_ text: ArraySlice<UInt8>) throws(JSONSyntaxError) -> String {
        if isLenient { return String(decoding: text, as: UTF8.self) }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw malformed("a string is no UTF-8")
        }
        return string
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
        guard let byte = peek else { throw malformed("a string breaks off") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += String(Character(try scalar())).utf8
        default: throw malformed("an unknown escape")
        }
    }

    /// One or, for a surrogate pair, two `uXXXX`.
    private mutating func scalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return try halfPair() }
        position += 2
        let second = try fourDigits()
        guard (0xDC00..<0xE000).contains(second) else { return try halfPair() }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private func halfPair() throws(JSONSyntaxError) -> Unicode.Scalar {
        guard isLenient else { throw malformed("half a surrogate pair") }
        return "\u{FFFD}"
    }

    private mutating func fourDigits() throws(JSONSyntaxError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw malformed("an unknown escape")
            }
            code = code << 4 + UInt32(digit)
            position += 1
        }
        return code
    }

    // MARK: - Numbers and words

    private mutating func number() throws(JSONSyntaxError) -> JSON {
        let start = position
        while let byte = peek, Self.isOfNumber(byte) { position += 1 }
        guard position > start, position - start <= 64 else { throw malformed("no value") }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard Self.isNumber(text.drop { $0 == "-" }) else { throw malformed("no number") }
        if let number = Int(text) { return .int(number) }
        guard let number = Double(text), number.isFinite else { throw malformed("no number") }
        return .double(number)
    }

    /// Whether digits begin and end it, and no zero stands before other digits.
    private static func isNumber(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard digits.contains(first), digits.contains(last) else { return false }
        return first != UInt8(ascii: "0")
            || text.utf8.dropFirst().first.map { !digits.contains($0) } ?? true
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func word(_ text: String, _ value: JSON) throws(JSONSyntaxError) -> JSON {
        guard bytes[position...].starts(with: text.utf8) else { throw malformed("an unknown word") }
        position += text.utf8.count
        return value
    }

    // MARK: - Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private func malformed(_ reason: String) -> JSONSyntaxError {
        JSONSyntaxError(offset: position, reason: reason)
    }
}
