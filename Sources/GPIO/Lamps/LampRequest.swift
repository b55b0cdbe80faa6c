internal import Glibc
internal import RoomCore

/// One request of all lamp lines that can be had.
struct LampRequest {
    private let chip: any LineChip
    private let outputs: any OutputLines
    /// The lines in the order of the request.
    private let lines: [LampLine]
    /// The lines that are missing, and why.
    private let missing: [(lamp: LampLine, line: LineReference, error: GPIOError)]

    /// Requests what can be had; the lamps show `lit` from the first moment on.
    ///
    /// - Throws: if not a single line can be had.
    init(
        _ chip: any LineChip, wired: [LampLine: LineReference], active: SensorSettings.ActiveLevel,
        lit: Set<LampLine>, consumer: String
    ) throws(GPIOError) {
        var found: [(lamp: LampLine, offset: Int)] = []
        var missing: [(lamp: LampLine, line: LineReference, error: GPIOError)] = []
        for (lamp, line) in wired.sorted(by: { $0.key.description < $1.key.description }) {
            do throws(GPIOError) {
                let offset = try Self.free(line, on: chip, besides: found)
                found.append((lamp, offset))
            } catch {
                missing.append((lamp, line, error))
            }
        }
        if found.isEmpty, let first = missing.first { throw first.error }
        self.chip = chip
        self.missing = missing
        lines = found.map(\.lamp)
        let levels = Self.levels(lit, lines: lines, missing: missing.map(\.lamp))
        outputs = try chip.requestOutputs(
            found.map(\.offset), active: active, lit: levels, consumer: consumer)
    }

    /// Whether a missing line could be had by now.
    var canGrow: Bool {
        missing.contains { (try? Self.free($0.line, on: chip, besides: [])) != nil }
    }

    /// What is missing, told with its consequence; nil if nothing is.
    var fault: GPIOError? {
        guard let first = missing.first else { return nil }
        var error = first.error
        error.detail +=
            "; the \(first.lamp.lamp.rawValue) lamp stays dark without its \(first.lamp.channel.rawValue)"
        return error
    }

    /// Lights exactly these, and nothing of a lamp that is not complete.
    func light(_ lit: Set<LampLine>) throws(GPIOError) {
        try outputs.set(Self.levels(lit, lines: lines, missing: missing.map(\.lamp)))
    }

    private static func levels(
        _ lit: Set<LampLine>, lines: [LampLine], missing: [LampLine]
    ) -> [Bool] {
        lines.map { line in
            lit.contains(line) && !missing.contains { $0.lamp == line.lamp }
        }
    }

    /// The offset of a line that nobody holds.
    private static func free(
        _ line: LineReference, on chip: any LineChip, besides taken: [(lamp: LampLine, offset: Int)]
    ) throws(GPIOError) -> Int {
        let info = try chip.find(line)
        if let twin = taken.first(where: { $0.offset == info.offset }) {
            throw GPIOError(
                .requestOutputs, code: EINVAL, subject: chip.info.subject(info),
                detail: "it is the line of lamp \(twin.lamp) already")
        }
        guard !info.isUsed else {
            throw GPIOError(
                .requestOutputs, code: EBUSY, subject: chip.info.subject(info),
                detail: "held by \(info.holder)")
        }
        return info.offset
    }
}
