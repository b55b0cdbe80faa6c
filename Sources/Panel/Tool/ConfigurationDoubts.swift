import FoundationEssentials
import GPIO
import PanelWeb
import RoomCore

/// What a configuration without a fault may still have forgotten; told by `domovoy config check`, never refused.
struct ConfigurationDoubts {
    /// Where systemd looks for the sources of the unit's credentials (systemd.exec(5), LoadCredential).
    static let stores = [
        "/etc/credstore", "/run/credstore", "/usr/local/lib/credstore", "/usr/lib/credstore",
    ]
    private static let credentials = "/run/credentials/domovoyd.service/"

    let configuration: PanelConfiguration
    /// Where the sources of credentials are looked for.
    var stores = Self.stores

    /// The doubts, in the order of the file.
    var all: [ConfigurationFault] {
        [placeholder, secret].compactMap { $0 } + tokens
            + [shadow, listen, deskFile, inClear].compactMap { $0 }
    }

    /// Names that RFC 2606 keeps for examples.
    private var placeholder: ConfigurationFault? {
        guard case .caldav(let calendar) = configuration.server.place,
            let host = URLComponents(string: calendar.url)?.host?.lowercased(),
            Self.isPlaceholder(host)
        else { return nil }
        return ConfigurationFault(
            path: "server.url", value: host,
            problem: "is a placeholder of the examples: put the address of your calendar there")
    }

    static func isPlaceholder(_ host: String) -> Bool {
        let labels = host.split(separator: ".").suffix(2).map(String.init)
        let top = labels.last ?? ""
        let isDomain = labels.first == "example" && ["com", "net", "org"].contains(top)
        return isDomain || ["example", "invalid", "test"].contains(top)
    }

    private var secret: ConfigurationFault? {
        switch configuration.server.place {
        case .none: nil
        case .caldav(let calendar):
            calendar.passwordFile.flatMap { missing("server.password_file", $0) }
        case .bitrix24(let portal): missing("server.webhook_file", portal.webhookFile)
        }
    }

    private var tokens: [ConfigurationFault] {
        configuration.reported.compactMap {
            missing("sensors.\($0.name).token_file", $0.tokenFile)
        }
    }

    private var deskFile: ConfigurationFault? {
        configuration.deskPasswordFile.flatMap {
            missing(DeskKey.key, $0, wanted: "what `domovoy desk password` prints")
        }
    }

    /// A file that is not there; that of a credential is there only while the service runs, its source is looked for.
    ///
    /// - Parameter wanted: what belongs into it.
    private func missing(
        _ key: String, _ path: String, wanted: String = "the secret"
    ) -> ConfigurationFault? {
        guard !FileManager.default.fileExists(atPath: path) else { return nil }
        guard path.hasPrefix(Self.credentials) else {
            return ConfigurationFault(
                path: key, value: path,
                problem: "there is no such file; put \(wanted) there, as its first line")
        }
        let name = "domovoy." + path.dropFirst(Self.credentials.count)
        guard !stores.contains(where: { Self.holds($0, name) }) else { return nil }
        return ConfigurationFault(
            path: key, value: path,
            problem: "systemd makes it of \(stores[0])/\(name), which is not there: "
                + "install -m 0600 /dev/stdin \(stores[0])/\(name), then type \(wanted), Enter, Ctrl-D"
        )
    }

    /// Whether a credential store has the file, as far as this user may look: who may not is told nothing.
    private static func holds(_ store: String, _ name: String) -> Bool {
        let isHidden =
            FileManager.default.fileExists(atPath: store)
            && !FileManager.default.isExecutableFile(atPath: store)
        return isHidden || FileManager.default.fileExists(atPath: "\(store)/\(name)")
    }

    /// The page has no access control of its own, and no TLS.
    private var listen: ConfigurationFault? {
        guard let address = configuration.listen, !Self.isLoopback(address.host) else { return nil }
        var deeds = ["look at the page"]
        if configuration.room.takesTaps { deeds.append("check in, book and end on it") }
        if configuration.gpio.chip == .simulated { deeds.append("press the simulated button") }
        let all = deeds.joined(separator: " and ")
        return ConfigurationFault(
            path: "web.listen", value: "\(address)",
            problem: "whoever is in that network may \(all): it asks for no "
                + "password; 127.0.0.1:\(address.port) keeps it to this machine, a proxy in front can ask"
        )
    }

    /// Without TLS the secrets that browsers and sensors send can be read on the way.
    private var inClear: ConfigurationFault? {
        guard configuration.certificate == nil, let address = configuration.listen,
            !Self.isLoopback(address.host)
        else { return nil }
        let desk = configuration.deskPasswordFile.map { _ in (DeskKey.key, "the desk's password") }
        let sensors = configuration.reported.isEmpty ? nil : ("sensors", "the sensors' tokens")
        let secrets = [desk, sensors].compactMap { $0 }
        guard let path = secrets.first?.0 else { return nil }
        return ConfigurationFault(
            path: path,
            problem: "whoever reads the network of \(address) reads "
                + secrets.map(\.1).joined(separator: " and ")
                + ": set web.certificate_file and web.key_file, or listen on 127.0.0.1:"
                + "\(address.port) behind a proxy with TLS")
    }

    /// A trial that was forgotten would never free a room.
    private var shadow: ConfigurationFault? {
        guard configuration.room.policy.isShadow else { return nil }
        return ConfigurationFault(
            path: "policy.shadow", value: "true",
            problem:
                "the panel only watches: it offers no room, ends and marks no booking, and tells "
                + "no organiser")
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "::1" || host.hasPrefix("127.")
    }
}
