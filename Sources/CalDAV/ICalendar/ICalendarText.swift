import HTTPExchange

/// An iCalendar object as a list of lines, which can be changed one by one.
///
/// libical would do this too, but it writes what it cannot read as errors and everything else in its own way. An
/// object that belongs to other people goes back to the server with nothing changed but what was meant.
struct ICalendarText: Hashable, Sendable {
    /// All lines in order; put together they are the object again, byte for byte.
    private(set) var lines: [ContentLine]
    /// The byte order mark that stands before the first line; empty where there is none.
    private let mark: ArraySlice<UInt8>

    /// A component that lies directly in the calendar: an event, a time zone.
    struct Component: Hashable, Sendable {
        /// Its name in upper case: `VEVENT`.
        var name: String
        /// Its lines, from `BEGIN` to `END`.
        var range: Range<Int>
    }

    /// U+FEFF in UTF-8, which some programs put in front of a text.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// How deep components may lie inside each other.
    static let depthLimit = 8

    /// Takes any bytes; what is wrong with them shows in ``components()``.
    init(_ bytes: [UInt8]) {
        lines = []
        mark = bytes.starts(with: ICalendarText.byteOrderMark) ? bytes.prefix(3) : []
        var start = mark.count
        var index = start
        while index < bytes.count {
            defer { index += 1 }
            guard bytes[index] == .newline else { continue }
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if next == .space || next == .tabulator { continue }
            lines.append(ContentLine(raw: bytes[start...index]))
            start = index + 1
        }
        if start < bytes.count { lines.append(ContentLine(raw: bytes[start...])) }
    }

    /// The object as bytes.
    var bytes: [UInt8] {
        Array(mark + lines.map(\.raw).joined())
    }

    /// How the object ends its lines.
    var lineBreak: [UInt8] {
        guard let first = lines.first, first.raw.last == .newline,
            first.raw.dropLast().last != .carriageReturn
        else { return [.carriageReturn, .newline] }
        return [.newline]
    }

    /// The components directly inside the calendar, up to the first that is broken.
    ///
    /// - Returns: the whole components, and what is wrong after them; nil if nothing is.
    func components() -> (components: [Component], fault: String?) {
        var found: [Component] = []
        var open: [(name: String, line: Int)] = []
        for (index, line) in lines.enumerated() {
            if line.name == "BEGIN" {
                open.append((line.value.trimmed.uppercased(), index))
                if open.count > ICalendarText.depthLimit {
                    return (found, "components nested deeper than \(ICalendarText.depthLimit)")
                }
                if open[0].name != "VCALENDAR" { return (found, "no VCALENDAR at the beginning") }
            } else if line.name == "END" {
                let name = line.value.trimmed.uppercased()
                guard let last = open.popLast(), last.name == name else {
                    return (found, "END:\(name.oneLine(24)) without its BEGIN, line \(index + 1)")
                }
                if open.count == 1 {
                    found.append(Component(name: name, range: last.line..<(index + 1)))
                }
            }
        }
        if let last = open.last { return (found, "\(last.name.oneLine(24)) has no END") }
        let isCalendar = lines.contains { $0.name == "BEGIN" }
        return (found, isCalendar ? nil : lines.isEmpty ? "it is empty" : "it is no iCalendar")
    }

    /// The places of a component's own properties, without those of components inside it.
    func properties(of component: Component) -> [Int] {
        var depth = 0
        return component.range.dropFirst().dropLast().filter { index in
            switch lines[index].name {
            case "BEGIN":
                depth += 1
                return false
            case "END":
                depth -= 1
                return false
            default:
                return depth == 0
            }
        }
    }

    /// Puts other lines in place of some.
    mutating func replace(_ range: Range<Int>, with replacement: [ContentLine]) {
        lines.replaceSubrange(range, with: replacement)
    }

    /// Makes a line for this object.
    func line(_ text: String) -> ContentLine {
        ContentLine(text, lineBreak: lineBreak)
    }

    /// Takes the escapes out of a text value.
    static func unescape(_ text: String) -> String {
        guard text.contains("\\") else { return text }
        var plain = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                plain.append(character == "n" || character == "N" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                plain.append(character)
            }
        }
        return plain
    }
}
