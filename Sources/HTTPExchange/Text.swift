extension String {
    /// The text as one line that is safe in a log: no control characters, at most `limit` bytes, cut with "…".
    package func oneLine(_ limit: Int) -> String {
        if utf8.count <= limit && utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
        var line = String.UnicodeScalarView()
        var bytes = 0
        var bytesUpToCut = 0
        var cut = line.endIndex
        for scalar in unicodeScalars {
            let shown = scalar.isPrintable ? scalar : " "
            bytes += UTF8.width(shown)
            if bytes > limit {
                return String(line[..<cut]) + "…"
            }
            line.append(shown)
            if bytes <= limit - 3 {
                bytesUpToCut = bytes
                cut = line.endIndex
            }
        }
        assert(bytesUpToCut <= limit)
        return String(line)
    }

    /// A JSON text as the same document (RFC 8259, section 7) that is safe to show on a terminal: what steers one is
    /// written as an escape.
    package var jsonForTerminal: String {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A }) { return self }
        var json = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isPrintable || scalar == "\n" {
                json.append(scalar)
            } else {
                for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
                    let digits = String(unit, radix: 16)
                    let zeros = String(repeating: "0", count: 4 - digits.count)
                    json.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
                }
            }
        }
        return String(json)
    }

    /// The text without white space at either end.
    package var trimmed: String {
        if let first = utf8.first, let last = utf8.last, (0x21..<0x7F).contains(first),
            (0x21..<0x7F).contains(last)
        {
            return self
        }
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        guard let first = firstIndex(where: { !isBlank($0) }),
            let last = lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first...last])
    }
}

extension Unicode.Scalar {
    /// Whether the scalar neither breaks a line nor steers a terminal or the direction of writing.
    fileprivate var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .format, .surrogate: false
        default: true
        }
    }
}
