/// Text inside a page of HTML or a picture in SVG, whoever wrote it.
package enum HTMLText {
    /// The text as it may stand between tags and in a quoted attribute.
    ///
    /// Control characters, which HTML does not allow, become spaces.
    package static func escaped(_ text: String) -> String {
        var html = ""
        html.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(isControl(scalar) ? " " : scalar)
            }
        }
        return html
    }

    /// A tag around a text.
    static func tag(_ name: String, _ text: String) -> String {
        "<\(name)>\(escaped(text))</\(name)>"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
