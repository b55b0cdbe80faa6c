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
        let head = ContentLine.unfolded(raw.prefix(80))
        guard let end = head.firstIndex(where: { $0 == .colon || $0 == .semicolon }) else {
            self.name = ""
            return
        }
        self.name = String(decoding: head[..<end].map(\.asciiUppercased), as: UTF8.self)
    }

    /// Makes a line out of `NAME;PARAMETERS:value`, folded at 75 bytes, not within a character.
    init(_ text: String, lineBreak: [UInt8]) {
        var bytes: [UInt8] = []
        var length = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if length + width > 75 {
                bytes += lineBreak + [.space]
                length = 1
            }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
            length += width
        }
        self.init(raw: (bytes + lineBreak)[...])
    }

    /// One parameter with its values, without quotation marks.
    struct Parameter: Hashable, Sendable {
        var name: String
        var values: [String]
    }

    /// The line without folds and line break; bytes that are no UTF-8 become U+FFFD.
    ///
    /// - Parameter limit: how many bytes are read at most.
    func unfoldedText(limit: Int = 65_536) -> String {
        String(decoding: ContentLine.unfolded(raw.prefix(limit)), as: UTF8.self)
    }

    /// The value as text, with nothing unescaped; empty if there is none.
    var value: String {
        let bytes = ContentLine.unfolded(raw.prefix(65_536))
        return String(decoding: bytes[ContentLine.valueStart(bytes)...], as: UTF8.self)
    }

    /// What stands before the colon: name and parameters as written.
    var head: String {
        let bytes = ContentLine.unfolded(raw.prefix(65_536))
        let end = max(ContentLine.valueStart(bytes) - 1, 0)
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    /// All parameters, in order.
    var parameters: [Parameter] {
        ContentLine.parameters(ofHead: head)
    }

    /// The first value of a parameter; nil if it is absent.
    func parameter(_ name: String) -> String? {
        guard raw.contains(.semicolon) else { return nil }
        return parameters.first { $0.name == name }?.values.first
    }

    /// Removes line breaks that a blank or tabulator follows, the blank, and the line break at the end.
    private static func unfolded(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            let byte = raw[index]
            let next = index + 1 < raw.endIndex ? raw[index + 1] : .newline
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
    private static func valueStart(_ bytes: [UInt8]) -> Int {
        var isQuoted = false
        for (index, byte) in bytes.enumerated() {
            if byte == .quote { isQuoted.toggle() }
            if byte == .colon && !isQuoted { return index + 1 }
        }
        return bytes.count
    }

    private static func parameters(ofHead head: String) -> [Parameter] {
        var parameters: [Parameter] = []
        for part in split(head, at: ";").dropFirst().prefix(64) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { continue }
            let values = split(String(sides[1]), at: ",").map { $0.filter { $0 != "\"" } }
            parameters.append(Parameter(name: sides[0].uppercased(), values: values))
        }
        return parameters
    }

    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character == separator && !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
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

    fileprivate var asciiUppercased: UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) ? self - 32 : self
    }
}
