import ICalendarLines

/// One content line of an iCalendar object, with the very bytes it was read from (RFC 5545, section 3.1).
///
/// Name, parameters and value are read on demand; the bytes stay, so that what is not changed is written back as it
/// came, folds and unknown parts included.
struct ContentLine: Hashable, Sendable {
    /// The bytes, with folds and the line break at the end.
    let raw: ArraySlice<UInt8>
    /// The property's name in upper case; empty for a line that is none.
    let name: String

    /// Takes over one line with all its folds.
    init(raw: ArraySlice<UInt8>) {
        self.raw = raw
        guard let end = raw.firstIndex(where: { $0 == .colon || $0 == .semicolon }) else {
            self.name = ""
            return
        }
        let name = raw[..<end]
        let plain = name.contains(.newline) ? ContentLine.unfolded(name)[...] : name
        self.name = ContentLine.upperCase(plain)
    }

    /// Makes a line out of `NAME;PARAMETERS:value`, folded at 75 bytes, not within a character.
    init(_ text: String, lineBreak: [UInt8]) {
        self.init(raw: ICalendarLine.folded(text, lineBreak: lineBreak)[...])
    }

    /// One parameter with its values, without quotation marks.
    struct Parameter: Hashable, Sendable {
        var name: String
        var values: [String]
    }

    /// The value as text, with nothing unescaped; empty if there is none.
    ///
    /// Bytes that are no UTF-8 become U+FFFD; of a line longer than 64 KiB the rest is left out.
    var value: String {
        let content = content
        return String(decoding: content[ContentLine.valueStart(content)...], as: UTF8.self)
    }

    /// What stands before the colon: name and parameters as written.
    var head: String {
        let content = content
        let end = max(ContentLine.valueStart(content) - 1, content.startIndex)
        return String(decoding: content[..<end], as: UTF8.self)
    }

    /// The bytes without folds and line break.
    private var content: ArraySlice<UInt8> {
        let limited = raw.prefix(65_536)
        var end = limited.endIndex
        if limited.last == .newline { end -= 1 }
        if end > limited.startIndex && limited[end - 1] == .carriageReturn { end -= 1 }
        let line = limited[..<end]
        return line.contains(.newline) ? ContentLine.unfolded(line)[...] : line
    }

    /// The parameters, in order; at most 64.
    var parameters: [Parameter] {
        let content = content
        let end = max(ContentLine.valueStart(content) - 1, content.startIndex)
        let parts = ContentLine.split(content[..<end], at: .semicolon)
        return parts.dropFirst().prefix(64).compactMap { part in
            guard let sign = part.firstIndex(of: .equals) else { return nil }
            let values = ContentLine.split(part[(sign + 1)...], at: .comma)
            return Parameter(
                name: ContentLine.upperCase(part[..<sign]),
                values: values.map { String(decoding: $0.filter { $0 != .quote }, as: UTF8.self) })
        }
    }

    /// The first value of a parameter; nil if it is absent.
    func parameter(_ name: String) -> String? {
        guard raw.contains(.semicolon) else { return nil }
        return parameters.first { $0.name == name }?.values.first
    }

    /// The zone that a time in this line belongs to, as TZID writes it; nil if none is named.
    ///
    /// Commas in it should be quoted, and often are not.
    var zoneName: String? {
        guard raw.contains(.semicolon) else { return nil }
        return parameters.first { $0.name == "TZID" }?.values.joined(separator: ",")
    }

    private static func upperCase(_ bytes: ArraySlice<UInt8>) -> String {
        let isLower: (UInt8) -> Bool = { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        if !bytes.contains(where: isLower) { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.map { isLower($0) ? $0 - 32 : $0 }, as: UTF8.self)
    }

    /// Removes line breaks that a blank or tabulator follows, and the blank.
    private static func unfolded(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            let byte = raw[index]
            let next = index + 1 < raw.endIndex ? raw[index + 1] : 0
            if byte == .newline {
                index += 2  // with the blank that makes it a fold
            } else if byte == .carriageReturn && next == .newline {
                index += 1
            } else {
                bytes.append(byte)
                index += 1
            }
        }
        return bytes
    }

    /// Where the value begins: after the first colon outside quotation marks; the end if there is none.
    private static func valueStart(_ bytes: ArraySlice<UInt8>) -> Int {
        var isQuoted = false
        for index in bytes.indices {
            if bytes[index] == .quote { isQuoted.toggle() }
            if bytes[index] == .colon && !isQuoted { return index + 1 }
        }
        return bytes.endIndex
    }

    /// Splits at a separator that does not stand in quotation marks.
    private static func split(
        _ bytes: ArraySlice<UInt8>, at separator: UInt8
    ) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var isQuoted = false
        var start = bytes.startIndex
        for index in bytes.indices {
            if bytes[index] == .quote { isQuoted.toggle() }
            if bytes[index] == separator && !isQuoted {
                parts.append(bytes[start..<index])
                start = index + 1
            }
        }
        parts.append(bytes[start...])
        return parts
    }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let tabulator = UInt8(ascii: "\t")
    static let colon = UInt8(ascii: ":")
    static let semicolon = UInt8(ascii: ";")
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let equals = UInt8(ascii: "=")
}
