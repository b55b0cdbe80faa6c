import AsyncHTTPClient
import Foundation
import JSONText
import NIOCore
import NIOHTTP1
import PortalKit
import RoomCore

/// The local portal with its sample company, on a clock that a test moves, and a panel at one of its rooms.
struct StagedPortal: Sendable {
    let time: ManualTime
    let running: RunningPortal

    var portal: Portal { running.portal }

    /// Runs a test against a portal that nobody has touched yet: Monday, 23 November 2026, 09:00 in Moscow.
    static func with(_ body: (StagedPortal) async throws -> Void) async throws {
        let time = ManualTime(1_795_413_600)
        let clock = PortalClock(
            now: { Date(timeIntervalSince1970: time.now().wall.sinceEpoch / .seconds(1)) },
            sleep: { try await ContinuousClock().sleep(for: $0) })
        let running = try await Portal.start(clock: clock)
        do {
            try await SamplePortal(running.portal).build()
            try await body(StagedPortal(time: time, running: running))
        } catch {
            await running.stop()
            throw error
        }
        await running.stop()
    }

    // MARK: The panel's side

    /// Where the panel finds its webhook; a new one may be put there.
    static func webhookFile(_ workshop: Workshop) -> String { workshop.file("webhook") }

    func putWebhook(user: Int, in workshop: Workshop) async throws {
        let hook = try await running.webhook(user: user, scopes: SamplePortal.scopes)
        _ = try workshop.write(hook + "\n", to: "webhook")
    }

    /// A panel's configuration at a room of this portal.
    ///
    /// - Parameters:
    ///   - more: further lines of `server`.
    ///   - policy: further keys of `policy`.
    func configuration(
        _ workshop: Workshop, source: String = "group", id: Int = SamplePortal.group,
        poll: String = "5m", more: String = "", policy: String = ""
    ) throws -> String {
        try workshop.configuration(
            """
            clock: { trust: always }
            server:
              kind: bitrix24
              webhook_file: \(Self.webhookFile(workshop))
              source: \(source)
              source_id: \(id)
              poll: \(poll)
              write_back: false
              \(more)
            """, policy: policy)
    }

    // MARK: The people's side

    /// A colleague books the group's room on the portal's page.
    ///
    /// - Parameters:
    ///   - minutes: from now on.
    ///   - isMeeting: whether others are invited: only then the portal tells the organiser's language.
    @discardableResult
    func book(
        _ name: String, in minutes: Int, for length: Int, by user: Int, isMeeting: Bool = false
    ) async throws -> Int {
        let start = Int(time.now().wall.secondsSinceEpoch) + minutes * 60
        var event: JSON = [
            "type": "group", "ownerId": .int(SamplePortal.group), "auto_detect_section": "Y",
            "name": .string(name), "from_ts": .int(start), "to_ts": .int(start + length * 60),
            "timezone_from": "Europe/Moscow",
        ]
        if isMeeting, var members = event.members {
            members["is_meeting"] = "Y"
            members["attendees"] = [.int(user), 1]
            members["meeting"] = ["notify": true]
            event = .object(members)
        }
        return try await portal.call("calendar.event.add", event, as: user).int ?? 0
    }

    /// What stands behind somebody's bell.
    func notifications(_ user: Int) async throws -> [String] {
        let list = try await portal.call("portal.notifications", ["user": .int(user)])
        return (list.array ?? []).compactMap { $0["message"]?.string }
    }

    /// How many events in a calendar bear a panel's marker.
    func panelEvents(_ type: String = "group", owner: Int = SamplePortal.group) async throws -> Int
    {
        let rows = try await portal.call(
            "calendar.event.get", ["type": .string(type), "ownerId": .int(owner)], as: 1)
        return (rows.array ?? []).count { "\($0)".contains("domovoy:") }
    }

    /// Nothing goes wrong on purpose any more.
    func forgetFaults() async throws {
        var request = HTTPClientRequest(url: running.address.base + "/control/faults")
        request.method = .DELETE
        request.headers.add(name: "connection", value: "close")
        _ = try await HTTPClient.shared.execute(request, timeout: .hangGuard)
    }
}
