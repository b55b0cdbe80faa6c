internal import CGPIOD
internal import CLinux
internal import Glibc

/// Owns an eventfd: one thread sleeps on it in poll(2), others wake it.
///
/// Closed in the end.
struct WakeSignal: ~Copyable, Sendable {
    let descriptor: Int32

    init() throws(GPIOError) {
        descriptor = cgpiod_wake_open()
        guard descriptor >= 0 else {
            throw GPIOError(
                .startReader, code: -descriptor, subject: "", detail: Errno.text(-descriptor))
        }
    }

    deinit {
        if descriptor >= 0 { _ = close(descriptor) }
    }

    /// Makes the descriptor readable.
    borrowing func signal() {
        cgpiod_wake_signal(descriptor)
    }

    /// Makes it unreadable again.
    borrowing func clear() {
        cgpiod_wake_clear(descriptor)
    }
}

/// The clock that the kernel stamps edges with.
enum Monotonic {
    /// Nanoseconds of CLOCK_MONOTONIC.
    static func now() -> UInt64 {
        UInt64(domovoy_clock_nanoseconds(CLOCK_MONOTONIC))
    }
}
