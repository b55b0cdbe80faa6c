import Bitrix24
import Foundation
import JSONText
import Logging
import NIOPosix
import PortalKit
import RoomCore

/// Counts the requests of one sync of one room for each kind of room, as the local portal counts them.
struct SyncBenchmark {
    private static let syncs = 5
    /// What one sync may cost once the room, its rights and its titles are known.
    private static let bound = 1.0
    private static let now: Int64 = 1_795_428_000
    private static let window = Span(
        start: WallTime(secondsSinceEpoch: now - 86_400), length: .seconds(15 * 86_400))
    private static let clock = PortalClock(
        now: { Date(timeIntervalSince1970: Double(now)) },
        sleep: { try await ContinuousClock().sleep(for: $0) })

    /// Prints one line for each kind of room.
    ///
    /// - Returns: whether every kind keeps its bound.
    func run() async throws -> Bool {
        var isKept = true
        for source in Bitrix24Settings.Source.allCases {
            let running = try await Portal.start(clock: Self.clock, logger: Self.silent)
            try await SamplePortal(running.portal).build()
            try await SamplePortal(running.portal).addDay()
            try await Self.addResourceBooking(running.portal)
            let (first, steady) = try await count(source, running)
            await running.stop()
            isKept = isKept && steady <= Self.bound
            print(
                """
                {"source": "\(source.rawValue)", "first_requests": \(first), \
                "requests_per_sync": \(steady), "bound": \(Self.bound)}
                """)
        }
        return isKept
    }

    private func count(
        _ source: Bitrix24Settings.Source, _ running: RunningPortal
    ) async throws -> (first: Int, steady: Double) {
        let hook = try await running.webhook(
            user: source == .location ? 1 : SamplePortal.panelUser, scopes: SamplePortal.scopes)
        let server = try Bitrix24Server(
            settings: Bitrix24Settings(
                webhook: hook, source: source, sourceID: try await room(source, running.portal),
                timeZone: "Europe/Moscow"),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: Self.silent,
            wall: { WallTime(secondsSinceEpoch: Self.now) })
        do {
            _ = try await server.read(window: Self.window)
            let first = requests(running.portal)
            for _ in 0..<Self.syncs { _ = try await server.read(window: Self.window) }
            let steady = Double(requests(running.portal) - first) / Double(Self.syncs)
            await server.shutdown()
            return (first, steady)
        } catch {
            await server.shutdown()
            throw error
        }
    }

    /// Requests that reached the portal; a batch is one.
    private func requests(_ portal: Portal) -> Int {
        portal.report["requests"]?.array?.count ?? 0
    }

    private func room(_ source: Bitrix24Settings.Source, _ portal: Portal) async throws -> Int64 {
        switch source {
        case .group: return Int64(SamplePortal.group)
        case .booking: return 1
        case .company: return try await section("company_calendar", portal)
        case .location: return try await section("location", portal)
        case .resource:
            let list = try await portal.call("calendar.resource.list", [:], as: 1)
            return Int64(list[0]?["ID"]?.string ?? "") ?? 0
        }
    }

    private func section(_ type: String, _ portal: Portal) async throws -> Int64 {
        let list = try await portal.call(
            "calendar.section.get", ["type": .string(type), "ownerId": 0], as: 1)
        return Int64(list[0]?["ID"]?.string ?? "") ?? 0
    }

    private static func addResourceBooking(_ portal: Portal) async throws {
        let list = try await portal.call("calendar.resource.list", [:], as: 1)
        try await portal.call(
            "portal.resource.booking.add",
            [
                "resourceId": .int(Int(list[0]?["ID"]?.string ?? "") ?? 0), "name": "Deal",
                "from": "2026-11-24", "to": "2026-11-24", "skip_time": "Y",
                "timezone": "Europe/Moscow",
            ], as: 1)
    }

    private static let silent = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
}
