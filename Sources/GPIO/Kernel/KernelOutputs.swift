internal import CGPIOD

/// Outputs that the kernel keeps for us.
final class KernelOutputs: OutputLines {
    private let handle: RequestHandle
    private let count: Int
    private let subject: String

    init(_ handle: consuming RequestHandle, count: Int, subject: String) {
        self.handle = handle
        self.count = count
        self.subject = subject
    }

    func set(_ lit: [Bool]) throws(GPIOError) {
        precondition(lit.count == count)
        // SAFETY: the request lives as long as `self`, and the array has a level for each of its lines.
        let result = cgpiod_outputs_set(handle.pointer, lit)
        guard result == 0 else {
            throw GPIOError(
                .setOutputs, code: -result, subject: subject,
                detail: GPIOError.detail(code: -result))
        }
    }
}
