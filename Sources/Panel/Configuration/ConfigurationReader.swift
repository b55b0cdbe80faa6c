import FoundationEssentials
import GPIO
import Journal
import PanelWeb
public import RoomCore
import Yams

/// Reads `panel.yaml`.
///
/// The keys are those of docs/configuration.md. All faults are found in one go.
public enum ConfigurationReader {
    /// Greatest size of the file.
    static let greatestBytes = 256 * 1_024

    /// What somebody does who has no configuration yet.
    private static let beginning = """
        ; begin with a copy of the nearest board's, out of /usr/share/domovoy/examples (in the sources: \
        hardware/examples), and change what is marked "yours" there
        """

    /// Reads and checks a file.
    ///
    /// - Throws: ``ConfigurationError`` with everything that is wrong, also when the file cannot be read at all.
    public static func read(
        file: String, builtAt: WallTime
    ) throws(ConfigurationError) -> PanelConfiguration {
        let bytes: [UInt8]
        do throws(SmallFile.Fault) {
            bytes = try SmallFile.read(file, limit: greatestBytes)
        } catch {
            throw Self.error(file, "cannot be read: \(error)\(error == .absent ? beginning : "")")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error(file, "is not UTF-8 text")
        }
        return try parse(text, file: file, builtAt: builtAt)
    }

    /// Checks the text of a configuration.
    ///
    /// - Parameter file: the name to use in errors.
    /// - Throws: ``ConfigurationError`` with everything that is wrong.
    public static func parse(
        _ text: String, file: String, builtAt: WallTime
    ) throws(ConfigurationError) -> PanelConfiguration {
        let faults = FaultCollector()
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            let fault = YAMLFault(error, in: text)
            throw ConfigurationError(
                file: file,
                faults: [ConfigurationFault(path: "", line: fault.line, problem: fault.problem)])
        }
        guard let root, root.mapping != nil else {
            throw Self.error(file, "is empty or no mapping; it needs room, gpio and server")
        }
        var section = ConfigurationSection(root, path: "", faults: faults)
        let configuration = configuration(&section, builtAt: builtAt)
        section.finish()
        guard faults.faults.isEmpty else {
            throw ConfigurationError(file: file, faults: faults.faults)
        }
        return configuration
    }

    private static func configuration(
        _ root: inout ConfigurationSection, builtAt: WallTime
    ) -> PanelConfiguration {
        var room = root.section("room")
        let (gpio, sensors, lamps) = readGPIO(root.section("gpio"))
        let reported = readReported(&root, besides: sensors)
        let server = readServer(root.section("server"))
        var policy = readPolicy(root.section("policy"))
        policy.palette = lamps.palette
        policy.isCombined = lamps.isCombined
        policy.writesBack = server.writesBack
        lamps.check(gpio.lamps, policy)
        var settings = RoomSettings(
            id: room.text("id", allowed: nameRule, where: isName),
            name: room.text("name", allowed: "1 to 64 characters") { (1...64).contains($0.count) },
            timeZone: room.text(
                "time_zone", default: "UTC", allowed: "an IANA name such as Europe/Moscow",
                where: ZoneNames.exists),
            titles: room.choice("show_titles", default: TitleDisplay.shown),
            sensors: sensors + reported.map(\.settings),
            hasButton: gpio.inputs.contains { $0.role == .button }, server: server.server.kind,
            clockTrust: readClock(root.section("clock")), builtAt: builtAt, policy: policy)
        settings.openingHours = readHours(of: &room)
        settings.takesBookings = server.server.takesBookings
        settings.messages = server.server.messages
        if let title = server.server.adHocTitle { settings.adHocTitle = title }
        room.finish()
        let web = readWeb(root.section("web"))
        if web.listen == nil, !reported.isEmpty {
            root.report("sensors", "they report over HTTP, and web.listen is off")
        }
        settings.takesTaps = web.booking
        return PanelConfiguration(
            room: settings, gpio: gpio, reported: reported.map(\.sensor), server: server.server,
            listen: web.listen, names: web.names, language: web.language,
            certificate: web.certificate,
            deskPasswordFile: readDesk(root.section("desk"), hasPage: web.listen != nil),
            journal: readJournal(root.section("journal")))
    }

    private static func readClock(
        _ section: ConfigurationSection
    ) -> RoomSettings.ClockTrustMode {
        var section = section
        let mode = section.choice("trust", default: RoomSettings.ClockTrustMode.auto)
        section.finish()
        return mode
    }

    private static func readWeb(
        _ section: ConfigurationSection
    ) -> (
        listen: ListenAddress?, names: PanelNames, language: PageLanguage, booking: Bool,
        certificate: PanelConfiguration.Certificate?
    ) {
        var section = section
        let listen = section.text(
            "listen", default: "127.0.0.1:8080",
            allowed: "an IP address and a port such as 127.0.0.1:8080 or [::1]:8080, or off"
        ) { isOff($0) || (try? ListenAddress($0)) != nil }
        let names = section.texts(
            "names", greatestCount: 16,
            allowed: "a list of up to 16 host names or IP addresses, without scheme and port",
            where: PanelNames.isName)
        let language = section.choice("language", default: PageLanguage.auto)
        let booking = section.flag("booking", default: false)
        let certificate = readCertificate(&section, hasPage: !isOff(listen))
        section.finish()
        let address = isOff(listen) ? nil : try? ListenAddress(listen)
        return (address, PanelNames(names), language, booking, certificate)
    }

    /// Both files or none; what may be a key in place of its path is not shown.
    private static func readCertificate(
        _ section: inout ConfigurationSection, hasPage: Bool
    ) -> PanelConfiguration.Certificate? {
        let keys = ["certificate_file", "key_file"]
        guard let first = keys.first(where: { section.has($0) }) else {
            for key in keys { section.expect(key) }
            return nil
        }
        if !hasPage { section.report(first, "needs web.listen, which is off", isSecret: true) }
        let paths = keys.map { key in
            section.text(
                key, allowed: "a path that begins with /; there are both files or none",
                isSecret: true
            ) { $0.hasPrefix("/") && $0.utf8.count <= 256 }
        }
        return PanelConfiguration.Certificate(file: paths[0], keyFile: paths[1])
    }

    private static func readDesk(_ section: ConfigurationSection, hasPage: Bool) -> String? {
        var section = section
        let key = "password_file"
        defer { section.finish() }
        guard section.has(key) else {
            section.expect(key)
            return nil
        }
        if !hasPage { section.report(key, "needs web.listen, which is off", isSecret: true) }
        return readSecretFile(key, &section)
    }

    /// YAML reads a bare `off` as false.
    private static func isOff(_ text: String) -> Bool {
        text == "off" || text == "false"
    }

    private static func readJournal(_ section: ConfigurationSection) -> JournalSettings {
        var section = section
        let path = section.text(
            "path", default: "/var/lib/domovoy/panel.sqlite", allowed: "a path of a file")
        let days = section.integer(
            "retention_days", default: 400, in: JournalSettings.allowedRetentionDays)
        section.finish()
        return JournalSettings(path: path, retentionDays: days)
    }

    // MARK: Names

    static let nameRule = "1 to 32 characters of a-z, 0-9, _ and -"

    static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == 95 || $0 == 45
            }
    }

    // MARK: Errors

    private static func error(_ file: String, _ problem: String) -> ConfigurationError {
        ConfigurationError(file: file, faults: [ConfigurationFault(path: "", problem: problem)])
    }
}

/// The zones this system knows.
enum ZoneNames {
    /// Whether the system's zone files hold `name`; `UTC` always exists.
    static func exists(_ name: String) -> Bool {
        if name == "UTC" { return true }
        let isClean = name.utf8.allSatisfy {
            $0 == 47 || $0 == 95 || $0 == 45 || $0 == 43
                || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        guard isClean, !name.isEmpty, !name.hasPrefix("/"), name.utf8.count <= 64 else {
            return false
        }
        var isDirectory = false
        let exists = FileManager.default.fileExists(
            atPath: "/usr/share/zoneinfo/\(name)", isDirectory: &isDirectory)
        return exists && !isDirectory
    }
}
