/// How the lines of an iCalendar object are written (RFC 5545, section 3.1).
package enum ICalendarLine {
    /// The end of a line: CR LF.
    package static let lineBreak: [UInt8] = [0x0D, 0x0A]
    /// Octets of a line, without its end; a longer one is folded.
    package static let greatestOctets = 75

    /// The bytes of `NAME;PARAMETERS:value` with its end, folded, and never within a character of UTF-8.
    ///
    /// - Parameter lineBreak: what ends a line; CR LF unless an object that is there ends its lines otherwise.
    package static func folded(
        _ text: String, lineBreak: [UInt8] = ICalendarLine.lineBreak
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        var length = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if length + width > greatestOctets {
                bytes += lineBreak + [UInt8(ascii: " ")]
                length = 1
            }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
            length += width
        }
        return bytes + lineBreak
    }

    /// A value of type TEXT (RFC 5545, section 3.3.11): special characters escaped, control characters made blanks.
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
