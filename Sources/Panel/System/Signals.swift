import UnixSignals

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The signals that the panel hears, from before systemd is told that it is ready until its end.
///
/// systemd may send SIGHUP as soon as it has read `READY=1`; a signal that nobody has trapped ends the process.
public enum Signals {
    /// Has the process live through what would end it before the signals are trapped.
    ///
    /// The first thing a program does. SIGHUP has nothing to do yet: the configuration is about to be read. SIGPIPE
    /// never has: whoever writes to a pipe or socket without a reader is told so.
    public static func ignoreUntilTrapped() {
        // SAFETY: SIG_IGN runs no code of ours.
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Takes SIGTERM and SIGINT, which end the panel in order, and SIGHUP, which has it read its configuration again.
    ///
    /// - Returns: the signals from now on, as long as the sequence is held; those that come before somebody waits are
    ///   kept for them.
    static func trap() async -> UnixSignalsSequence {
        await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
    }
}
