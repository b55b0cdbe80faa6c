internal import Glibc

extension LineChip {
    /// Finds the offset that `reference` means on this chip.
    ///
    /// - Throws: EINVAL for an offset out of range, and for a name that occurs not at all or more than once; the
    ///   text names the range, the near candidates or the offsets.
    public func find(_ reference: LineReference) throws(GPIOError) -> LineInfo {
        switch reference {
        case .offset(let offset):
            guard (0..<info.lineCount).contains(offset) else {
                let detail =
                    "the chip has \(info.lineCount) lines, with offsets 0 to \(info.lineCount - 1)"
                throw missing("\(offset)", detail)
            }
            return try line(offset)
        case .name(let name):
            return try named(name)
        }
    }

    private func named(_ name: String) throws(GPIOError) -> LineInfo {
        var lines: [LineInfo] = []
        for offset in 0..<info.lineCount { lines.append(try line(offset)) }
        let matches = lines.filter { $0.name == name }
        if matches.count == 1 { return matches[0] }
        guard matches.isEmpty else {
            let offsets = matches.map { "\($0.offset)" }.joined(separator: ", ")
            throw missing(
                "\"\(name)\"", "the name occurs at offsets \(offsets); give the offset instead")
        }
        let near = NearNames.of(name, among: lines.compactMap(\.name))
        let hint = near.isEmpty ? "" : "; near it: \(near.joined(separator: ", "))"
        throw missing("\"\(name)\"", "no line has that name\(hint)")
    }

    private func missing(_ line: String, _ detail: String) -> GPIOError {
        GPIOError(.findLine, code: EINVAL, subject: "\(info.name) line \(line)", detail: detail)
    }
}

/// Names that somebody may have meant.
enum NearNames {
    /// Up to five of `names` that resemble `name`, the nearest first.
    static func of(_ name: String, among names: [String]) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        let scored = Set(names).compactMap { candidate -> (distance: Int, name: String)? in
            let bytes = Array(candidate.lowercased().utf8)
            let distance = editDistance(wanted, bytes)
            let isPart =
                !wanted.isEmpty && (bytes.starts(with: wanted) || wanted.starts(with: bytes))
            return isPart || distance <= max(2, wanted.count / 3) ? (distance, candidate) : nil
        }
        return scored.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(5).map(
            \.name)
    }

    /// The number of bytes to insert, remove or change (Levenshtein).
    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let change = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j + 1] + 1, row[j] + 1)
            }
        }
        return row[right.count]
    }
}
