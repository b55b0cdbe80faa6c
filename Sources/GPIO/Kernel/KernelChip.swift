internal import CGPIOD
internal import Glibc
internal import RoomCore

/// A chip of the kernel, through libgpiod.
final class KernelChip: LineChip {
    let handle: ChipHandle
    var info: ChipInfo { handle.info }

    init(path: String) throws(GPIOError) {
        handle = try ChipHandle(path: path)
    }

    func line(_ offset: Int) throws(GPIOError) -> LineInfo {
        try handle.line(offset)
    }

    func requestInput(
        _ settings: InputSettings, consumer: String
    ) throws(GPIOError) -> any InputLine {
        let line = try find(settings.line)
        let debounce = settings.debounceNanoseconds
        var request = cgpiod_input_settings()
        request.offset = UInt32(line.offset)
        request.is_active_low = settings.active == .low
        request.bias = settings.bias.shim
        request.debounce_us = UInt32(clamping: debounce == 0 ? 0 : max(1, debounce / 1000))
        var input: OpaquePointer?
        // SAFETY: the chip is open as long as `self`; texts and settings live through the call; `input` is ours to
        // release.
        let result = cgpiod_input_request(handle.pointer, consumer, &request, &input)
        guard result == 0, let input else {
            throw refusal(.requestInput, code: -result, of: [line.offset])
        }
        return KernelInput(
            RequestHandle(owning: input, of: self, release: cgpiod_input_release),
            subject: info.subject(line),
            isDebounced: debounce > 0 && cgpiod_debounces())
    }

    func requestOutputs(
        _ offsets: [Int], active: SensorSettings.ActiveLevel, lit: [Bool], consumer: String
    ) throws(GPIOError) -> any OutputLines {
        precondition(offsets.count == lit.count)
        for offset in offsets { _ = try find(.offset(offset)) }
        let numbers = offsets.map { UInt32($0) }
        var outputs: OpaquePointer?
        // SAFETY: the chip is open as long as `self`; both arrays have as many elements as the call says and live
        // through it; `outputs` is ours to release.
        let result = cgpiod_outputs_request(
            handle.pointer, consumer, numbers, UInt32(numbers.count), active == .low, lit, &outputs)
        guard result == 0, let outputs else {
            throw refusal(.requestOutputs, code: -result, of: offsets)
        }
        return KernelOutputs(
            RequestHandle(owning: outputs, of: self, release: cgpiod_outputs_release),
            count: offsets.count,
            subject: "\(info.name) lines \(offsets.map(String.init).joined(separator: ", "))")
    }

    /// The error of a refused request; a busy line is told with its holder.
    private func refusal(
        _ operation: GPIOError.Operation, code: Int32, of offsets: [Int]
    ) -> GPIOError {
        let lines = offsets.compactMap { try? handle.line($0) }
        if code == EBUSY, let held = lines.first(where: \.isUsed) {
            return GPIOError(
                operation, code: code, subject: info.subject(held), detail: "held by \(held.holder)"
            )
        }
        var detail = GPIOError.detail(code: code)
        if code == ENODEV || code == ENXIO, !lines.isEmpty {
            detail = "the line gives no interrupts, so its edges cannot be seen"
        }
        let list = lines.isEmpty ? offsets.map(String.init) : lines.map(\.description)
        return GPIOError(
            operation, code: code, subject: "\(info.name) line \(list.joined(separator: ", "))",
            detail: detail)
    }
}
