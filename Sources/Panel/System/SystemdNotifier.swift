import RoomCore

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Speaks the notification protocol of systemd (sd_notify(3)): one datagram to `NOTIFY_SOCKET`.
struct SystemdNotifier: Sendable {
    private let address: String?
    /// How often the watchdog has to be fed; nil if there is none.
    let watchdogInterval: Duration?

    /// - Parameter environment: where `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` are looked up.
    init(environment: [String: String]) {
        address = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
        watchdogInterval =
            isForUs
            ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }
                .flatMap { $0 > 0 ? .microseconds($0) : nil } : nil
    }

    /// Sends one message; does nothing outside systemd.
    ///
    /// A message that cannot be sent is lost: nobody listens.
    func send(_ message: String) {
        guard let address, address.utf8.count < 108 else { return }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        // An address that begins with @ is an abstract one: its first byte is zero.
        let bytes = address.hasPrefix("@") ? [0] + address.utf8.dropFirst() : Array(address.utf8)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        // SAFETY: `sun_path` has 108 bytes and `bytes` fewer, as checked above.
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: bytes) }
        // SAFETY: both buffers outlive the call, and their lengths are those of what they hold.
        _ = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { socket in
                Array(message.utf8).withUnsafeBytes { text in
                    sendto(
                        descriptor, text.baseAddress, text.count, Int32(MSG_NOSIGNAL), socket,
                        length)
                }
            }
        }
    }
}
