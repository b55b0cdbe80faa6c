import Foundation
import Glibc
import Testing
import WebTestKit

/// The socket that systemd would hold, to learn what a panel tells it.
final class ReadySocket: Sendable {
    private let path = "/tmp/domovoy-ready-\(UUID().uuidString.prefix(8))"
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        // A panel that never gets ready fails the test instead of holding it up.
        var patience = timeval(tv_sec: 60 * HangGuard.minutes, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        try #require(
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size) == 0)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// One message that is there already; empty if there is none.
    func message() -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    }

    /// What a panel has to be started with.
    var environment: [String: String] { ["NOTIFY_SOCKET": path] }

    /// Waits for `READY=1`.
    func ready() async throws {
        let descriptor = descriptor
        let isReady = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Self.waits(descriptor))
            }
        }
        try #require(isReady)
    }

    private static func waits(_ descriptor: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return false }
            if String(decoding: buffer.prefix(count), as: UTF8.self).contains("READY=1") {
                return true
            }
        }
    }
}
