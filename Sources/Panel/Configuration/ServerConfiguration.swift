import FoundationEssentials
import RoomCore

/// Reads the `server` part.
extension ConfigurationReader {
    static func readServer(
        _ section: ConfigurationSection
    ) -> (server: PanelConfiguration.Server, writesBack: Bool) {
        var section = section
        let kind = section.choice("kind", default: RoomSettings.ServerKind.none)
        if kind == .bitrix24 {
            section.report(
                "kind", "bitrix24 is not supported by this version; allowed is caldav or none")
        }
        let plain = section.flag("allow_plain_http", default: false)
        let url =
            kind == .none
            ? section.text("url", default: "", allowed: "a URL")
            : section.text("url", allowed: "a URL with https, or with http on the loopback") {
                isURL($0, plain)
            }
        let server = PanelConfiguration.Server(
            kind: kind, url: url, user: section.text("user", default: "", allowed: "a user name"),
            passwordFile: section.optionalText("password_file", allowed: "a path of a file"),
            calendar: section.optionalText("calendar", allowed: "a calendar's name"),
            roomAddress: section.optionalText("room_address", allowed: "a mail address"),
            poll: section.duration(
                "poll", default: .seconds(30), in: .seconds(5) ... .seconds(3_600)),
            allowsPlainHTTP: plain)
        for key in ["password_file", "calendar", "room_address"] { section.expect(key) }
        let writesBack = section.flag("write_back", default: true)
        section.finish()
        return (server, writesBack)
    }

    /// Whether `text` is a URL the panel would talk to: with TLS, or on the loopback, or where it was said so.
    private static func isURL(_ text: String, _ allowsPlainHTTP: Bool) -> Bool {
        guard text.utf8.count <= 2_048, let url = URL(string: text), let host = url.host(),
            !host.isEmpty, url.user() == nil
        else { return false }
        switch url.scheme?.lowercased() {
        case "https": return true
        case "http": return allowsPlainHTTP || isLoopback(host)
        default: return false
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
    }
}
