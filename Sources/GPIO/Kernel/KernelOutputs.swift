internal import CGPIOD

/// Owns one request of outputs of libgpiod; gives the lines back in the end.
struct OutputHandle: ~Copyable {
    /// Never used after `deinit`, and by one thread only.
    let pointer: OpaquePointer
    /// libgpiod 1.6 keeps requests inside the chip, so the chip must stay open longer.
    private let chip: KernelChip

    /// Takes over `pointer`, which must be a request made of `chip`.
    init(owning pointer: OpaquePointer, of chip: KernelChip) {
        self.pointer = pointer
        self.chip = chip
    }

    deinit {
        // SAFETY: nobody else has the pointer, and `chip` is let go only after this body.
        cgpiod_outputs_release(pointer)
    }
}

/// Outputs that the kernel keeps for us.
final class KernelOutputs: OutputLines {
    private let handle: OutputHandle
    private let count: Int
    private let subject: String

    init(_ handle: consuming OutputHandle, count: Int, subject: String) {
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
