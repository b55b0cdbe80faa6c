#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// What a process leaves behind when it crashes: all of its memory, with the server's password or webhook in it.
enum CoreDump {
    /// Has the kernel write none for this process, however it was started.
    static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // SAFETY: setrlimit only reads the structure it is handed; lowering a limit needs no right.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }
}
