import GPIO
import Journal
import PanelWeb
import RoomCore

/// Which parts of a new configuration take effect only at the next start, by their keys in the file.
struct RestartParts {
    private(set) var keys: [String] = []

    /// Compares what runs with what was read; what is taken over while the panel runs does not count.
    init(from old: PanelConfiguration, to new: PanelConfiguration) {
        compareRoom(old.room, new.room)
        compareGPIO(old, new)
        compareReported(old, new)
        compareServer(old.server, new.server)
        compare("web.listen", old.listen, new.listen)
        compare("web.names", old.names, new.names)
        compare("web.language", old.language, new.language)
        compare("web.certificate_file", old.certificate?.file, new.certificate?.file)
        compare("web.key_file", old.certificate?.keyFile, new.certificate?.keyFile)
        compare("web.booking", old.room.takesTaps, new.room.takesTaps)
        compare("desk.password_file", old.deskPasswordFile, new.deskPasswordFile)
        compare("journal.path", old.journal.path, new.journal.path)
        compare(
            "journal.retention_days", old.journal.retentionDays, new.journal.retentionDays)
        if keys.isEmpty, Self.isChanged(old, new) { keys = ["the configuration"] }
    }

    private mutating func compare<Value: Equatable>(_ key: String, _ old: Value, _ new: Value) {
        if old != new { keys.append(key) }
    }

    /// A part that nobody has named here is better told of by no name than not at all.
    private static func isChanged(_ old: PanelConfiguration, _ new: PanelConfiguration) -> Bool {
        var new = new
        new.room.policy = old.room.policy
        for index in new.room.sensors.indices where index < old.room.sensors.count {
            new.room.sensors[index].adopt(old.room.sensors[index])
        }
        return new != old
    }

    private mutating func compareRoom(_ old: RoomSettings, _ new: RoomSettings) {
        compare("room.id", old.id, new.id)
        compare("room.name", old.name, new.name)
        compare("room.time_zone", old.timeZone, new.timeZone)
        compare("room.hours", old.openingHours, new.openingHours)
        compare("room.show_titles", old.titles, new.titles)
        compare("clock.trust", old.clockTrust, new.clockTrust)
    }

    // MARK: GPIO

    private mutating func compareGPIO(_ old: PanelConfiguration, _ new: PanelConfiguration) {
        compare("gpio.chip", old.gpio.chip, new.gpio.chip)
        let (olds, news) = (Self.onLines(old), Self.onLines(new))
        let names = (olds.map(\.name), news.map(\.name))
        compare("gpio.sensors", names.0, names.1)
        if names.0 == names.1 {
            for (before, after) in zip(olds, news) {
                compare("gpio.sensors.\(before.name).kind", before.kind, after.kind)
            }
            for name in names.0 {
                compareInput("gpio.sensors.\(name)", named: name, old.gpio, new.gpio)
            }
        }
        compareInput("gpio.button", named: "button", old.gpio, new.gpio)
        compare("gpio.lamps", old.gpio.lamps, new.gpio.lamps)
        compare("gpio.lamps.active", old.gpio.lampsActive, new.gpio.lampsActive)
    }

    private static func onLines(_ configuration: PanelConfiguration) -> [SensorSettings] {
        Array(configuration.room.sensors.dropLast(configuration.reported.count))
    }

    private mutating func compareReported(_ old: PanelConfiguration, _ new: PanelConfiguration) {
        compare("sensors", old.reported, new.reported)
        guard old.reported.map(\.name) == new.reported.map(\.name) else { return }
        let sensors = [old, new].map { $0.room.sensors.suffix($0.reported.count) }
        for (before, after) in zip(sensors[0], sensors[1]) {
            compare("sensors.\(before.name).kind", before.kind, after.kind)
        }
    }

    private mutating func compareInput(
        _ key: String, named name: String, _ old: GPIOSettings, _ new: GPIOSettings
    ) {
        let inputs = [old, new].map { gpio in gpio.inputs.first { $0.name == name } }
        guard let before = inputs[0], let after = inputs[1] else {
            compare(key, inputs[0], inputs[1])
            return
        }
        compare("\(key).line", before.line, after.line)
        compare("\(key).active", before.active, after.active)
        compare("\(key).bias", before.bias, after.bias)
        compare("\(key).debounce", before.debounce, after.debounce)
    }

    // MARK: Server

    private mutating func compareServer(
        _ old: PanelConfiguration.Server, _ new: PanelConfiguration.Server
    ) {
        compare("server.poll", old.poll, new.poll)
        compare("server.allow_plain_http", old.allowsPlainHTTP, new.allowsPlainHTTP)
        switch (old.place, new.place) {
        case (.caldav(let before), .caldav(let after)):
            compare("server.url", before.url, after.url)
            compare("server.user", before.user, after.user)
            compare("server.password_file", before.passwordFile, after.passwordFile)
            compare("server.calendar", before.name, after.name)
            compare("server.room_address", before.roomAddress, after.roomAddress)
        case (.bitrix24(let before), .bitrix24(let after)):
            compare("server.webhook_file", before.webhookFile, after.webhookFile)
            compare("server.source", before.source, after.source)
            compare("server.source_id", before.sourceID, after.sourceID)
            compare("server.also_books", before.alsoBooks, after.alsoBooks)
            compare("server.panels", before.panels, after.panels)
            compare("server.messages", before.messages, after.messages)
            compare("server.language", before.language, after.language)
        default: compare("server.kind", old.kind, new.kind)
        }
    }
}
