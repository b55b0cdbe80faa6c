import Foundation
import Glibc
import Testing

@testable import Panel

struct SystemdNotifierTests {
    /// A datagram socket as systemd would hold it.
    private func listener(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
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
        return descriptor
    }

    @Test func messageReachesTheSocket() throws {
        let workshop = try Workshop()
        let path = "/tmp/domovoy-notify-\(UUID().uuidString.prefix(8))"
        defer { unlink(path) }
        let descriptor = try listener(path)
        defer { close(descriptor) }
        SystemdNotifier(environment: ["NOTIFY_SOCKET": path]).send("READY=1")
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        #expect(String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self) == "READY=1")
        _ = workshop
    }

    @Test func watchdogIsFedOnlyWhenItIsOurs() {
        #expect(
            SystemdNotifier(environment: ["WATCHDOG_USEC": "20000000"]).watchdogInterval
                == .seconds(20))
        #expect(
            SystemdNotifier(environment: ["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "1"])
                .watchdogInterval == nil)
        #expect(SystemdNotifier(environment: ["WATCHDOG_USEC": "soon"]).watchdogInterval == nil)
        #expect(SystemdNotifier(environment: [:]).watchdogInterval == nil)
    }

    @Test func outsideSystemdNothingHappens() {
        SystemdNotifier(environment: [:]).send("READY=1")
        SystemdNotifier(environment: ["NOTIFY_SOCKET": "/nonexistent/socket"]).send("READY=1")
        SystemdNotifier(environment: ["NOTIFY_SOCKET": String(repeating: "x", count: 200)])
            .send("READY=1")
    }
}
