/// Owns one request of libgpiod; gives its lines back in the end.
struct RequestHandle: ~Copyable {
    /// Never used after `deinit`, and by one thread only.
    let pointer: OpaquePointer
    /// libgpiod 1.6 keeps requests inside the chip, so the chip must stay open longer.
    private let chip: KernelChip
    private let release: @Sendable (OpaquePointer?) -> Void

    /// Takes over `pointer`, which must be a request made of `chip` that `release` takes.
    init(
        owning pointer: OpaquePointer, of chip: KernelChip,
        release: @escaping @Sendable (OpaquePointer?) -> Void
    ) {
        self.pointer = pointer
        self.chip = chip
        self.release = release
    }

    deinit {
        // SAFETY: nobody else has the pointer, and `chip` is let go only after this body.
        release(pointer)
    }
}
