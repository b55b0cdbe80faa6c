/// One chip with all its lines, for people who wire a panel.
public struct ChipListing: Hashable, Sendable, Codable {
    /// The chip.
    public var chip: ChipInfo
    /// Its lines in the order of their offsets.
    public var lines: [LineInfo]

    /// Makes a listing.
    public init(chip: ChipInfo, lines: [LineInfo]) {
        self.chip = chip
        self.lines = lines
    }

    /// Lists one chip.
    ///
    /// - Throws: as ``ChipSource/open()``, and ENODEV when the chip goes meanwhile.
    public init(of source: any ChipSource) throws(GPIOError) {
        let chip = try source.open()
        var lines: [LineInfo] = []
        for offset in 0..<chip.info.lineCount { lines.append(try chip.line(offset)) }
        self.init(chip: chip.info, lines: lines)
    }

    /// Lists the chips of the kernel in the order of their numbers, and what kept others from being read.
    ///
    /// Both empty where the machine has no chip at all.
    ///
    /// - Throws: if the directory cannot be read.
    public static func all(
        in directory: String = "/dev"
    ) throws(GPIOError) -> (chips: [ChipListing], errors: [GPIOError]) {
        let survey = try KernelChips.survey(directory)
        var errors = survey.errors
        var chips: [ChipListing] = []
        for chip in survey.chips {
            do throws(GPIOError) {
                chips.append(try ChipListing(of: KernelChips(.path(chip.path))))
            } catch {
                errors.append(error)
            }
        }
        return (chips, errors)
    }
}
