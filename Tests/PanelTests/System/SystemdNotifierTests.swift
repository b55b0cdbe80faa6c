import Foundation
import Glibc
import Testing

@testable import Panel

struct SystemdNotifierTests {
    @Test func messageReachesTheSocket() throws {
        let systemd = try ReadySocket()
        SystemdNotifier(environment: systemd.environment).send("READY=1")
        #expect(systemd.message() == "READY=1")
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
