import Bitrix24
import CalDAV
import HTTPExchange
import RoomCore

/// Reads the `server` part.
extension ConfigurationReader {
    static func readServer(
        _ section: ConfigurationSection
    ) -> (server: PanelConfiguration.Server, writesBack: Bool) {
        var section = section
        let kind = section.choice("kind", default: RoomSettings.ServerKind.none)
        let plain = section.flag("allow_plain_http", default: false)
        let place: PanelConfiguration.Place
        refuseSecrets(&section, kind)
        switch kind {
        case .none:
            for key in calendarKeys + portalKeys { section.expect(key) }
            place = .none
        case .caldav: place = .caldav(readCalendar(&section, plain))
        case .bitrix24: place = .bitrix24(readPortal(&section))
        }
        let poll = section.duration(
            "poll", default: .seconds(30), in: .seconds(5) ... .seconds(3_600))
        let writesBack = section.flag("write_back", default: true)
        section.finish()
        return (
            PanelConfiguration.Server(place: place, poll: poll, allowsPlainHTTP: plain), writesBack
        )
    }

    /// A secret does not stand in the configuration, which more people may read.
    private static func refuseSecrets(
        _ section: inout ConfigurationSection, _ kind: RoomSettings.ServerKind
    ) {
        let (file, what) =
            kind == .bitrix24
            ? ("webhook_file", "the webhook's address") : ("password_file", "the password")
        section.refuse(
            ["password", "pass", "secret", "token", "webhook", "webhook_url"],
            "secrets do not stand in this file: write \(what) into a file of its own, and name that "
                + "with \(file): PATH")
    }

    /// What stands there for nothing while `kind` is `none`; the file need not be emptied to try the panel alone.
    private static let calendarKeys = ["url", "user", "password_file", "calendar", "room_address"]
    private static let portalKeys = [
        "webhook_file", "source", "source_id", "also_books", "panels", "messages", "language",
    ]

    private static func readCalendar(
        _ section: inout ConfigurationSection, _ allowsPlainHTTP: Bool
    ) -> PanelConfiguration.Calendar {
        let calendar = PanelConfiguration.Calendar(
            url: readURL(&section, allowsPlainHTTP),
            user: section.text(
                "user", default: "", allowed: "a user name without a colon", isSecret: true
            ) {
                $0.utf8.count <= 256 && !$0.contains(":")
            },
            passwordFile: section.has("password_file")
                ? readSecretFile("password_file", &section) : nil,
            name: section.optionalText("calendar", allowed: "a calendar's name"),
            roomAddress: section.optionalText("room_address", allowed: "a mail address"))
        for key in calendarKeys { section.expect(key) }
        return calendar
    }

    /// The adapter's own rules are asked, so that nothing passes here that it refuses later.
    private static func readURL(
        _ section: inout ConfigurationSection, _ allowsPlainHTTP: Bool
    ) -> String {
        let url = section.text(
            "url", allowed: "a URL with https, or with http on the loopback", isSecret: true
        ) { $0.utf8.count <= 2_048 }
        if section.has("url"),
            let fault = CalDAVSettings.fault(ofURL: url, allowsPlainHTTP: allowsPlainHTTP)
        {
            section.report("url", "\(fault.value) is not allowed; \(fault.allowed)", isSecret: true)
        }
        return url
    }

    private static func readPortal(
        _ section: inout ConfigurationSection
    ) -> PanelConfiguration.Portal {
        let sources = Bitrix24Settings.Source.allCases.map(\.rawValue).joined(separator: ", ")
        let source = section.text("source", allowed: "one of \(sources)") {
            Bitrix24Settings.Source(rawValue: $0) != nil
        }
        let id = section.text("source_id", allowed: "the room's number on the portal, from 1 on") {
            Int64($0).map { $0 > 0 } ?? false
        }
        let portal = PanelConfiguration.Portal(
            webhookFile: readSecretFile("webhook_file", &section),
            source: Bitrix24Settings.Source(rawValue: source) ?? .group,
            sourceID: Int64(id) ?? 1,
            alsoBooks: section.numbers("also_books", greatestCount: 8),
            panels: section.integer("panels", default: 1, in: 1...Fleet.greatest),
            messages: section.choices("messages", default: Set(Message.Kind.allCases)),
            language: section.choice("language", default: Bitrix24Settings.Language.ru))
        checkTogether(portal, section)
        return portal
    }

    /// Somebody may paste the secret in place of the file that holds it; it must not be shown then.
    static func readSecretFile(
        _ key: String, _ section: inout ConfigurationSection
    ) -> String {
        let path = section.text(key, allowed: "a path of a file", isSecret: true)
        if !path.isEmpty, !SecretPath.isPath(path) {
            section.report(key, SecretPath.refusal, isSecret: true)
        }
        return path
    }

    private static func checkTogether(
        _ portal: PanelConfiguration.Portal, _ section: ConfigurationSection
    ) {
        guard !portal.alsoBooks.isEmpty else { return }
        if portal.source == .resource {
            section.report("also_books", "a room of source resource can only be read")
        }
        if portal.alsoBooks.contains(portal.sourceID) {
            section.report("also_books", "the room's own number must not be among them")
        }
        if Set(portal.alsoBooks).count < portal.alsoBooks.count {
            section.report("also_books", "a number is there twice")
        }
    }
}

extension PanelConfiguration.Server {
    /// Whether the button may book there.
    var takesBookings: Bool {
        if case .bitrix24(let portal) = place { portal.source != .resource } else { true }
    }

    /// What organisers are told; nothing where the server cannot tell them.
    var messages: Set<Message.Kind> {
        if case .bitrix24(let portal) = place { portal.messages } else { [] }
    }

    /// What a booking made at the door is called in the language of the portal's people; nil leaves it as it is.
    var adHocTitle: String? {
        guard case .bitrix24(let portal) = place, portal.language == .ru else { return nil }
        return "Забронировано у двери"
    }
}
