import AsyncHTTPClient
import Foundation
import JSONText
import Logging
import NIOCore
import NIOHTTP1
import PortalKit
import Synchronization
import Testing
import WebTestKit

/// A clock that stands still until a test moves it; whoever waits is let go at once, and time has passed.
final class TestClock: Sendable {
    private let seconds: Mutex<Double>
    private let waits = Mutex<[Duration]>([])

    /// 22 November 2026, 12:00:00 in Moscow, a Sunday.
    init(_ start: Double = 1_795_338_000) {
        seconds = Mutex(start)
    }

    var now: Double { seconds.withLock { $0 } }
    var waited: [Duration] { waits.withLock { $0 } }

    func advance(_ passed: Double) {
        seconds.withLock { $0 += passed }
    }

    var clock: PortalClock {
        PortalClock(
            now: { Date(timeIntervalSince1970: self.now) },
            sleep: { duration in
                self.waits.withLock { $0.append(duration) }
                self.advance(Double(duration.components.seconds))
            })
    }
}

/// A portal with the sample company on a free port, and a webhook of its panel.
struct TestPortal: Sendable {
    let running: RunningPortal
    let clock: TestClock
    let hook: String

    var portal: Portal { running.portal }
    var base: String { running.address.base }

    /// Runs `body` with a portal at its defaults but without limits, and stops it.
    static func run(
        scopes: [String] = SamplePortal.scopes, user: Int = SamplePortal.panelUser,
        limits isLimited: Bool = false, _ body: (TestPortal) async throws -> Void
    ) async throws {
        try await setUp(scopes: scopes, user: user, limits: isLimited, { _ in }, body)
    }

    /// Runs `body` with a portal that is set up as `change` says, and stops it.
    static func setUp(
        scopes: [String] = SamplePortal.scopes, user: Int = SamplePortal.panelUser,
        limits isLimited: Bool = false, _ change: (inout PortalSettings) -> Void,
        _ body: (TestPortal) async throws -> Void
    ) async throws {
        let clock = TestClock()
        var settings = PortalSettings()
        if !isLimited { (settings.limits.burst, settings.limits.operatingSeconds) = (1_000_000, 0) }
        change(&settings)
        let running = try await Portal.start(
            settings: settings, clock: clock.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        do {
            try await SamplePortal(running.portal).build()
            let hook = try await running.webhook(user: user, scopes: scopes)
            try await body(TestPortal(running: running, clock: clock, hook: hook))
        } catch {
            await running.stop()
            throw error
        }
        await running.stop()
    }

    /// An answer as it came over the wire.
    struct Answer {
        var status: Int
        var type: String
        var location: String?
        var text: String
        var json: JSON { (try? JSON(text: text.utf8)) ?? .null }
        var result: JSON { json["result"] ?? .null }
        var error: JSON? { json["error"] }
        var message: String { json["error_description"]?.string ?? "" }
    }

    /// Calls a method as a panel does: JSON by POST.
    func call(
        _ method: String, _ parameters: JSON = [:], hook: String? = nil
    ) async throws -> Answer {
        try await send(
            "POST", (hook ?? self.hook) + method, parameters.written, "application/json")
    }

    /// Sends any request.
    func send(
        _ method: String, _ url: String, _ body: String? = nil, _ type: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        // On a connection of its own: one that was kept may be closed by the portal at any moment.
        request.headers.add(name: "Connection", value: "close")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let type { request.headers.replaceOrAdd(name: "Content-Type", value: type) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.portalTests.execute(
            request, timeout: TimeAmount(HangGuard.duration))
        let text = String(buffer: try await response.body.collect(upTo: 64 << 20))
        return Answer(
            status: Int(response.status.code),
            type: response.headers.first(name: "Content-Type") ?? "",
            location: response.headers.first(name: "Location"), text: text)
    }
}

extension HTTPClient {
    /// Follows nothing and repeats nothing.
    static let portalTests = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: {
            var configuration = Configuration(redirectConfiguration: .disallow)
            configuration.connectionPool.retryConnectionEstablishment = false
            configuration.timeout.connect = TimeAmount(HangGuard.duration)
            return configuration
        }())
}
