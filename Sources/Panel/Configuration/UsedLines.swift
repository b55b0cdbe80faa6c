import GPIO

/// Which lines of the chip are spoken for, and by whom.
struct UsedLines {
    private struct Use {
        var line: LineReference
        var key: String
        var section: ConfigurationSection

        var place: String { section.path.isEmpty ? key : "\(section.path).\(key)" }
    }

    private var uses: [Use] = []

    /// Takes note of a line.
    ///
    /// - Returns: who had it already; nil if nobody.
    mutating func take(
        _ line: LineReference, _ key: String, of section: ConfigurationSection
    ) -> String? {
        if let other = uses.first(where: { $0.line == line }) { return other.place }
        uses.append(Use(line: line, key: key, section: section))
        return nil
    }

    /// Reports the lines that cannot be on this chip.
    func check(_ chip: ChipReference) {
        let hasOffsets = uses.contains { if case .offset = $0.line { true } else { false } }
        for use in uses {
            switch use.line {
            case .offset(let offset):
                guard let count = KnownChip.lineCount(chip), offset >= count else { continue }
                use.section.report(
                    use.key, "\(chip) has \(count) lines, with offsets 0 to \(count - 1)")
            case .name(let name):
                guard hasOffsets, let offset = KnownChip.offset(meantBy: name) else { continue }
                use.section.report(
                    use.key,
                    "is a line's name, and other lines are given by offset; offset \(offset) is "
                        + "written \(offset)")
            }
        }
    }
}
