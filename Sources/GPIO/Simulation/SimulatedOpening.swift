internal import Glibc
internal import RoomCore
internal import Synchronization

/// The simulated chip as one program has opened it.
final class SimulatedOpening: LineChip {
    let chip: SimulatedChip
    let info: ChipInfo
    /// The chip's number then; another one means that it was unplugged since.
    private let number: Int

    init(of chip: SimulatedChip) throws(GPIOError) {
        self.chip = chip
        let (isPlugged, number, count) = chip.state.withLock {
            ($0.isPlugged, $0.number, $0.lines.count)
        }
        let name = "gpiochip\(number)"
        guard isPlugged else {
            throw GPIOError(
                .openChip, code: ENODEV, subject: "\"\(chip.label)\"", detail: "it is unplugged")
        }
        self.number = number
        info = ChipInfo(path: "/dev/\(name)", name: name, label: chip.label, lineCount: count)
    }

    func line(_ offset: Int) throws(GPIOError) -> LineInfo {
        guard (0..<info.lineCount).contains(offset) else {
            throw error(.describeLine, EINVAL, offset, GPIOError.detail(code: EINVAL))
        }
        return try withState(.describeLine, "\(info.name) line \(offset)") { state in
            Self.describe(offset, state.lines[offset])
        }
    }

    func requestInput(
        _ settings: InputSettings, consumer: String
    ) throws(GPIOError) -> any InputLine {
        let offset = try find(settings.line).offset
        let wake = try WakeSignal()
        let descriptor = wake.descriptor
        let request = try take([offset], .requestInput) { state, request in
            state.lines[offset].holder = .init(
                request: request, consumer: consumer, active: settings.active, direction: .input)
            if settings.bias != .asIs { state.lines[offset].bias = settings.bias }
            state.queues[request] = SimulatedQueue(offset: offset, descriptor: descriptor)
        }
        return SimulatedInput(
            self, request, wake, subject: info.subject(try line(offset)))
    }

    func requestOutputs(
        _ offsets: [Int], active: SensorSettings.ActiveLevel, lit: [Bool], consumer: String
    ) throws(GPIOError) -> any OutputLines {
        precondition(offsets.count == lit.count)
        for offset in offsets { _ = try find(.offset(offset)) }
        let request = try take(offsets, .requestOutputs) { state, request in
            for (offset, isLit) in zip(offsets, lit) {
                state.lines[offset].holder = .init(
                    request: request, consumer: consumer, active: active, direction: .output)
                state.lines[offset].output = isLit == (active == .high)
            }
        }
        return SimulatedOutputs(self, request, offsets, active)
    }

    /// Works on the chip, if it is still the one that was opened.
    func withState<Result: Sendable>(
        _ operation: GPIOError.Operation, _ subject: String,
        _ body: (inout SimulatedState) -> Result?
    ) throws(GPIOError) -> Result {
        let number = number
        let result = chip.state.withLock { state -> Result? in
            state.isPlugged && state.number == number ? body(&state) : nil
        }
        guard let result else {
            throw GPIOError(
                operation, code: ENODEV, subject: subject, detail: GPIOError.detail(code: ENODEV))
        }
        return result
    }

    /// Makes a request of lines that nobody holds.
    private func take(
        _ offsets: [Int], _ operation: GPIOError.Operation,
        _ body: (inout SimulatedState, Int) -> Void
    ) throws(GPIOError) -> Int {
        let subject = "\(info.name) line \(offsets.map(String.init).joined(separator: ", "))"
        let outcome = try withState(operation, subject) {
            state -> (held: LineInfo?, request: Int)? in
            if let offset = offsets.first(where: { state.lines[$0].holder != nil }) {
                return (Self.describe(offset, state.lines[offset]), 0)
            }
            let request = state.newRequest()
            body(&state, request)
            return (nil, request)
        }
        guard let held = outcome.held else { return outcome.request }
        throw GPIOError(
            operation, code: EBUSY, subject: info.subject(held), detail: "held by \(held.holder)")
    }

    private static func describe(_ offset: Int, _ line: SimulatedLine) -> LineInfo {
        LineInfo(
            offset: offset, name: line.name, direction: line.holder?.direction ?? .input,
            isUsed: line.holder != nil, consumer: line.holder?.consumer,
            isActiveLow: line.holder?.active == .low, bias: line.bias)
    }

    private func error(
        _ operation: GPIOError.Operation, _ code: Int32, _ offset: Int, _ detail: String
    ) -> GPIOError {
        GPIOError(operation, code: code, subject: "\(info.name) line \(offset)", detail: detail)
    }
}

/// An input of the simulated chip.
final class SimulatedInput: InputLine {
    private let opening: SimulatedOpening
    private let request: Int
    private let wake: WakeSignal
    private let subject: String

    init(
        _ opening: SimulatedOpening, _ request: Int, _ wake: consuming WakeSignal, subject: String
    ) {
        self.opening = opening
        self.request = request
        self.wake = wake
        self.subject = subject
    }

    deinit {
        let request = request
        opening.chip.state.withLock { $0.release(request) }
    }

    var descriptor: Int32 { wake.descriptor }
    var isDebounced: Bool { false }

    func readEdges() throws(GPIOError) -> EdgeBatch {
        let kind = opening.chip.queue
        return try opening.withState(.readEdges, subject) { state in
            state.queues[request]?.take(kind)
        }
    }

    func readLevel() throws(GPIOError) -> Bool {
        try opening.withState(.readLevel, subject) { state in
            state.queues[request].map { state.lines[$0.offset].isActive }
        }
    }
}

/// Outputs of the simulated chip.
final class SimulatedOutputs: OutputLines {
    private let opening: SimulatedOpening
    private let request: Int
    private let offsets: [Int]
    private let active: SensorSettings.ActiveLevel
    private let subject: String

    init(
        _ opening: SimulatedOpening, _ request: Int, _ offsets: [Int],
        _ active: SensorSettings.ActiveLevel
    ) {
        self.opening = opening
        self.request = request
        self.offsets = offsets
        self.active = active
        subject =
            "\(opening.info.name) lines \(offsets.map(String.init).joined(separator: ", "))"
    }

    deinit {
        let request = request
        opening.chip.state.withLock { $0.release(request) }
    }

    func set(_ lit: [Bool]) throws(GPIOError) {
        precondition(lit.count == offsets.count)
        try opening.withState(.setOutputs, subject) { state in
            for (offset, isLit) in zip(offsets, lit) {
                state.lines[offset].output = isLit == (active == .high)
            }
        }
    }
}
