internal import CGPIOD
internal import Glibc

/// The chips of the running kernel, and which of them is meant.
public struct KernelChips: ChipSource {
    /// Which chip is meant; `simulated` is never found here.
    public var reference: ChipReference
    /// Where the devices are.
    public var directory: String

    /// Makes the source; devices are looked for in `/dev`.
    public init(_ reference: ChipReference, directory: String = "/dev") {
        self.reference = reference
        self.directory = directory
    }

    /// The version of libgpiod this program runs with, for logs.
    public static var libraryVersion: String {
        // SAFETY: the library returns a constant string.
        String(cString: cgpiod_library_version())
    }

    /// Opens the chip as it is now.
    ///
    /// - Throws: ENODEV with the chips there are, if none fits; EINVAL with all that fit, if more than one does; EACCES
    ///   if it may not be opened.
    public func open() throws(GPIOError) -> sending any LineChip {
        if case .path(let path) = reference { return try KernelChip(path: path) }
        let survey = try Self.survey(directory)
        let index = try ChipSearch.index(
            of: reference.description, among: survey.chips, denied: survey.errors.first)
        let found = survey.chips[index]
        let chip = try KernelChip(path: found.path)
        guard chip.info.label == found.label else {
            // It was renumbered in between: the next try finds it.
            throw GPIOError(opening: found.path, code: ENODEV)
        }
        return chip
    }

    /// All chips that may be opened, and the errors of those that may not.
    static func survey(
        _ directory: String
    ) throws(GPIOError) -> (chips: [ChipInfo], errors: [GPIOError]) {
        var chips: [ChipInfo] = []
        var errors: [GPIOError] = []
        for path in try ChipHandle.paths(in: directory) {
            do throws(GPIOError) {
                chips.append(try KernelChip(path: path).info)
            } catch {
                errors.append(error)
            }
        }
        return (chips, errors)
    }
}

/// The rule by which a name or a label means a chip.
enum ChipSearch {
    /// The place of the chip that `text` names; a chip's name goes before a label.
    ///
    /// - Parameter denied: what kept some chip from being looked at; told if none of the others fits.
    static func index(
        of text: String, among chips: [ChipInfo], denied: GPIOError? = nil
    ) throws(GPIOError) -> Int {
        if let index = chips.firstIndex(where: { $0.name == text }) { return index }
        let matches = chips.indices.filter { chips[$0].label == text }
        switch matches.count {
        case 1:
            return matches[0]
        case 0:
            if let denied { throw denied }
            throw GPIOError(.openChip, code: ENODEV, subject: "\"\(text)\"", detail: absence(chips))
        default:
            let names = matches.map { chips[$0].name }.joined(separator: " and ")
            throw GPIOError(
                .openChip, code: EINVAL, subject: "\"\(text)\"",
                detail: "the label belongs to \(names); give the name or the path instead")
        }
    }

    private static func absence(_ chips: [ChipInfo]) -> String {
        chips.isEmpty
            ? "this machine has no GPIO chip"
            : "no chip has that name or label; there are: "
                + chips.map(\.description).joined(separator: ", ")
    }
}
