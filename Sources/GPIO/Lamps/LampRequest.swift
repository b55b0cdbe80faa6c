internal import Glibc
internal import RoomCore

/// One request of all lamp lines that can be had.
struct LampRequest {
    private let chip: any LineChip
    private let outputs: any OutputLines
    /// The bit of each line in the order of the request; none for the lines of a lamp that is not complete.
    private let bits: [UInt8]
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
        bits = found.map { line in
            missing.contains { $0.lamp.lamp == line.lamp.lamp } ? 0 : line.lamp.bit
        }
        outputs = try chip.requestOutputs(
            found.map(\.offset), active: active, lit: Self.levels(lit, bits), consumer: consumer)
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
        try outputs.set(Self.levels(lit, bits))
    }

    private static func levels(_ lit: Set<LampLine>, _ bits: [UInt8]) -> [Bool] {
        let mask = lit.reduce(0) { $0 | $1.bit }
        return bits.map { mask & $0 != 0 }
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

extension LampLine {
    /// One bit for each of the eight lines: on the way from an edge to a lamp nothing is hashed.
    fileprivate var bit: UInt8 {
        let channel: UInt8 =
            switch channel {
            case .red: 1
            case .green: 2
            case .blue: 4
            case .orange: 8
            }
        return lamp == .availability ? channel : channel << 4
    }
}
