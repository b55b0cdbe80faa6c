internal import CGPIOD

/// An input that the kernel keeps for us.
final class KernelInput: InputLine {
    private let handle: RequestHandle
    private let subject: String
    private var buffer = [cgpiod_edge](repeating: cgpiod_edge(), count: 64)
    let isDebounced: Bool

    init(_ handle: consuming RequestHandle, subject: String, isDebounced: Bool) {
        self.handle = handle
        self.subject = subject
        self.isDebounced = isDebounced
    }

    var descriptor: Int32 {
        // SAFETY: the request lives as long as `self`.
        cgpiod_input_descriptor(handle.pointer)
    }

    func readEdges() throws(GPIOError) -> EdgeBatch {
        // SAFETY: the request lives as long as `self`, and the buffer has room for as many edges as it says.
        let count = cgpiod_input_read(handle.pointer, &buffer, UInt32(buffer.count))
        guard count >= 0 else { throw failure(.readEdges, code: -count) }
        let isFull = Int(count) >= min(Int(cgpiod_queue_capacity()), buffer.count)
        let edges = buffer.prefix(Int(count)).map {
            RawEdge(isActive: $0.is_rising, nanoseconds: $0.timestamp_ns, sequence: $0.sequence)
        }
        return EdgeBatch(
            edges: edges, mayHaveOverflowed: isFull && !cgpiod_numbers_edges(), isPartial: isFull)
    }

    func readLevel() throws(GPIOError) -> Bool {
        // SAFETY: the request lives as long as `self`.
        let level = cgpiod_input_level(handle.pointer)
        guard level >= 0 else { throw failure(.readLevel, code: -level) }
        return level == 1
    }

    private func failure(_ operation: GPIOError.Operation, code: Int32) -> GPIOError {
        GPIOError(operation, code: code, subject: subject, detail: GPIOError.detail(code: code))
    }
}
