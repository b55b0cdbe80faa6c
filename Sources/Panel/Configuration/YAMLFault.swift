import Yams

/// Says in a beginner's words why a text is no YAML.
///
/// What the parser reports is often far from the slip: a quote that is not closed swallows the lines after it, up to the
/// next quote. So the text is looked through for the slips that people make, up to the line where the parser gave up.
struct YAMLFault {
    /// The line of the slip, counted from 1; nil where there is none to point at.
    private(set) var line: Int?
    private(set) var problem = "is no valid YAML"

    private let lines: [Substring]

    /// - Parameters:
    ///   - error: what Yams threw.
    ///   - text: what it was given.
    init(_ error: any Error, in text: String) {
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        switch error as? YamlError {
        case .scanner(let context, let reason, let mark, _)?,
            .parser(let context, let reason, let mark, _)?,
            .composer(let context, let reason, let mark, _)?:
            explain(reason, mark.line, context)
        case .duplicatedKeysInMapping(let keys, let context)?:
            let first = context.mark
            line = keys.first.flatMap { nextLine(of: $0, below: first.line, in: first.column) }
            problem = "the key \(keys.joined(separator: ", ")) stands there twice"
            if line == nil { line = first.line } else { problem += ", first on line \(first.line)" }
        default: break
        }
    }

    private mutating func explain(_ reason: String, _ last: Int, _ context: YamlError.Context?) {
        let seen = lines.prefix(max(last, 1))
        if let tab = seen.firstIndex(where: Self.isIndentedByTab) {
            (line, problem) = (tab + 1, "is indented with a tab; YAML takes spaces only")
        } else if let quote = seen.firstIndex(where: { Self.openQuote($0) != nil }) {
            let mark = Self.openQuote(seen[quote]).map(String.init) ?? ""
            (line, problem) = (quote + 1, "the quote \(mark) that opens here is not closed")
        } else if let context, context.text.contains("flow"), context.mark.line < last {
            let bracket = context.text.contains("sequence") ? "[" : "{"
            (line, problem) = (context.mark.line, "the \(bracket) that opens here is not closed")
        } else if let key = seen.firstIndex(where: Self.lacksSpace) {
            (line, problem) = (
                key + 1, "a key needs a colon and a space after it, as in name: Aurora"
            )
        } else if let place = misplaced(upTo: last) {
            (line, problem) = place
        } else {
            line = last
            problem += ": \(reason.split(whereSeparator: \.isNewline).joined(separator: " "))"
        }
    }

    // MARK: Slips

    private static func isIndentedByTab(_ line: Substring) -> Bool {
        let margin = line.prefix { $0 == " " || $0 == "\t" }
        return margin.contains("\t") && margin.count < line.count
    }

    /// The quote that a line opens and does not close; no value of the configuration has more than one line.
    private static func openQuote(_ line: Substring) -> Character? {
        var open: Character?
        var isEscaped = false
        var before: Character = ":"
        var isAfterSpace = true
        for letter in line {
            if let quote = open {
                if !isEscaped, letter == quote { open = nil }
                isEscaped = quote == "\"" && letter == "\\" && !isEscaped
            } else if letter == "#", isAfterSpace {
                return nil
            } else if letter == "\"" || letter == "'", ":-[{,".contains(before) {
                open = letter
            }
            isAfterSpace = letter == " "
            if !isAfterSpace || open != nil { before = letter }
        }
        return open
    }

    /// Whether a line is `key:value` without a space between.
    private static func lacksSpace(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " || $0 == "-" }
        let key = text.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
        let rest = text.dropFirst(key.count)
        return !key.isEmpty && rest.first == ":" && rest.count > 1 && !rest.contains(": ")
            && rest.dropFirst().first != " "
    }

    /// The line under another one where a key begins in the same column, both counted from 1.
    private func nextLine(of key: String, below line: Int, in column: Int) -> Int? {
        let margin = String(repeating: " ", count: max(column - 1, 0))
        let found = lines.dropFirst(line).firstIndex {
            $0.hasPrefix(margin + key) && $0.dropFirst(margin.count + key.count).first == ":"
        }
        return found.map { $0 + 1 }
    }

    /// The first line up to `last` whose indent fits none of the lines above it.
    private func misplaced(upTo last: Int) -> (line: Int?, problem: String)? {
        var margins: [Int] = []
        var opens = true
        for (index, line) in lines.prefix(max(last, 1)).enumerated() {
            let text = line.drop { $0 == " " }
            guard let first = text.first, first != "#" else { continue }
            let margin = line.count - text.count
            if let above = margins.last, margin > above, !opens {
                return (index + 1, Self.indent(margin, "the line above has \(above)"))
            }
            while let above = margins.last, above > margin { margins.removeLast() }
            if margins.last != margin {
                if !opens, !margins.isEmpty || index > 0 {
                    return (index + 1, Self.indent(margin, "no key above begins there"))
                }
                margins.append(margin)
            }
            opens = Self.opensBlock(text)
            if first == "-" { margins.append(margin + 2) }
        }
        return nil
    }

    private static func indent(_ margin: Int, _ problem: String) -> String {
        "its indent of \(margin) spaces is wrong: \(problem); keys of one part begin in one column"
    }

    /// Whether deeper lines may follow: a key without a value, or an entry of a list.
    private static func opensBlock(_ text: Substring) -> Bool {
        let bare = text.split(separator: " #", maxSplits: 1).first ?? text
        let end = bare.last { $0 != " " }
        let isOpen = bare.count { "[{".contains($0) } > bare.count { "]}".contains($0) }
        return end == ":" || end == "," || isOpen
    }
}
