import Bitrix24
import Foundation
import Logging
import NIOPosix
public import RoomCore

/// `domovoy bitrix24 rooms`: what a webhook can see, for whoever sets a panel up.
public enum PortalRooms {
    /// Asks the portal.
    ///
    /// Rights and scopes are looked at first; what is missing is in `findings`, a line each.
    ///
    /// - Parameter webhookFile: the file with the webhook's address.
    /// - Returns: a line about the portal, a table of its rooms, and for each the YAML to paste.
    /// - Throws: ``RoomCore/ServerFailure`` if the portal cannot be asked at all.
    public static func list(
        webhookFile: String, allowsPlainHTTP: Bool
    ) async throws(ServerFailure) -> (text: String, findings: [String]) {
        let webhook = try SecretFile.webhook(
            webhookFile, key: "--webhook-file", plainKey: "--allow-plain-http",
            allowsPlainHTTP: allowsPlainHTTP)
        let listing = try await Bitrix24Rooms.list(
            webhook: webhook, allowsPlainHTTP: allowsPlainHTTP,
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "domovoy") { _ in SwiftLogNoOpLogHandler() })
        let rows = listing.rooms.map { room in
            [
                room.source.rawValue, "\(room.id)", room.name, room.mayBook ? "yes" : "no",
                room.mayChange ? "yes" : "no",
            ]
        }
        let table = TextTable(
            heading: "\(listing.portal), as \(listing.user), scopes "
                + listing.scopes.joined(separator: ", "),
            columns: ["source", "id", "name", "may book", "may cut short"], rows: rows)
        let parts = [table.text()] + listing.rooms.map { $0.yaml(webhookFile: webhookFile) }
        return (parts.joined(separator: "\n\n"), listing.findings)
    }
}

extension ServerFailure {
    /// The exit code of a tool that could not ask a server, as sysexits.h has it.
    public var exitCode: Int32 {
        switch kind {
        case .authentication, .forbidden: 77
        case .configuration: 78
        case .offline, .malformed, .refused: 76
        case .unreachable, .limit, .paced, .server, .gone, .taken, .changed: 69
        }
    }
}
