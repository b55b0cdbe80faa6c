import CLinux

/// Whether the kernel calls the wall clock synchronised.
enum KernelClock {
    /// Asks `adjtimex(2)`; false also when the call is forbidden.
    static func isSynchronised() -> Bool {
        domovoy_clock_is_synchronised()
    }
}
