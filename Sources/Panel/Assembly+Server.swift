import Bitrix24
import CalDAV
import HTTPExchange
import Logging
import NIOPosix
import RoomCore

/// Which server the bookings live on.
extension Assembly {
    func server() -> DeferredServer? {
        let plain = configuration.server.allowsPlainHTTP
        switch configuration.server.place {
        case .none: return nil
        case .caldav(let calendar):
            return DeferredServer { [configuration, logger] () throws(ServerFailure) in
                try Self.server(calendar, plain, configuration.room, logger)
            }
        case .bitrix24(let portal):
            return DeferredServer { [configuration, logger, time] () throws(ServerFailure) in
                try Self.server(portal, plain, configuration.room, logger) { time.now().wall }
            }
        }
    }

    /// Tells organisers what they ought to know, where the server can and somebody wants it.
    ///
    /// - Parameter keeper: keeps what became of the messages.
    func messages(_ server: DeferredServer?, _ keeper: JournalService) -> MessageService? {
        guard let server, !configuration.room.messages.isEmpty else { return nil }
        return MessageService(
            messenger: server, time: time, findings: findings, logger: logger,
            random: { Double.random(in: 0..<1) },
            record: { keeper.keep([.message($0)], .relaxed) })
    }

    private static func server(
        _ calendar: PanelConfiguration.Calendar, _ allowsPlainHTTP: Bool, _ room: RoomSettings,
        _ logger: Logger
    ) throws(ServerFailure) -> CalDAVServer {
        var password = ""
        if let file = calendar.passwordFile {
            password = try SecretFile.read(file, key: "server.password_file")
        }
        let settings = CalDAVSettings(
            url: calendar.url, user: calendar.user, password: password,
            calendarName: calendar.name, roomAddress: calendar.roomAddress,
            timeZone: room.timeZone, allowsPlainHTTP: allowsPlainHTTP)
        do throws(SettingFault) {
            return try CalDAVServer(
                settings: settings, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: logger)
        } catch {
            throw ServerFailure(.configuration, "server: \(error)")
        }
    }

    private static func server(
        _ portal: PanelConfiguration.Portal, _ allowsPlainHTTP: Bool, _ room: RoomSettings,
        _ logger: Logger, wall: @escaping @Sendable () -> WallTime
    ) throws(ServerFailure) -> Bitrix24Server {
        let settings = Bitrix24Settings(
            webhook: try SecretFile.webhook(
                portal.webhookFile, key: "server.webhook_file",
                plainKey: "server.allow_plain_http", allowsPlainHTTP: allowsPlainHTTP),
            source: portal.source, sourceID: portal.sourceID, alsoBooks: portal.alsoBooks,
            timeZone: room.timeZone, wantsTitles: room.titles != .hidden,
            language: portal.language, fleet: Fleet(panels: portal.panels),
            allowsPlainHTTP: allowsPlainHTTP)
        do throws(SettingFault) {
            return try Bitrix24Server(
                settings: settings, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: logger, wall: wall)
        } catch {
            throw ServerFailure(.configuration, "server: \(error)")
        }
    }
}
