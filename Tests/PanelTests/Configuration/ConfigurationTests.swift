import Bitrix24
import Foundation
import GPIO
import Journal
import PanelWeb
import RoomCore
import Testing
import WebTestKit

@testable import Panel

struct ConfigurationTests {
    static let design = """
        room:    { id: aurora, name: Aurora, time_zone: Europe/Moscow, show_titles: true }
        gpio:
          chip: simulated
          sensors:
            - { name: pir, kind: motion, line: 4, active: high, bias: pull-down, debounce: 0ms, hold: 10m, warm_up: 60s }
          button:  { line: 17, active: low, bias: pull-up, debounce: 20ms }
          lamps:
            availability: { red: 5, green: 6 }
            booking: { green: 12, blue: 13, orange: 16 }
        server:
          kind: caldav
          url: https://cal.example.org/rooms/aurora/
          user: panel
          password_file: /run/credentials/domovoyd.service/password
          poll: 30s
        clock:   { trust: auto }
        policy:  { late_after: 5m, no_show_after: 10m, on_no_show: soft, ad_hoc_length: 30m, ad_hoc_step: 15m, ad_hoc_max: 2h, ad_hoc_min: 10m }
        web:     { listen: "127.0.0.1:8080" }
        journal: { path: /var/lib/domovoy/panel.sqlite, retention_days: 400 }
        """

    private func parse(_ text: String) throws -> PanelConfiguration {
        try ConfigurationReader.parse(
            text, file: "panel.yaml", builtAt: WallTime(secondsSinceEpoch: 0))
    }

    private func faults(_ text: String) -> [String] {
        do {
            _ = try parse(text)
            return []
        } catch {
            return (error as? ConfigurationError)?.faults.map(\.description) ?? ["\(error)"]
        }
    }

    /// The design's sample with one piece exchanged.
    private func faults(replacing old: String, with new: String) -> [String] {
        #expect(Self.design.contains(old))
        return faults(Self.design.replacingOccurrences(of: old, with: new))
    }

    @Test func sensorsThatReportComeAfterThoseOnLines() throws {
        let text =
            Self.design + """

                sensors:
                  - { name: camera, token_file: /etc/domovoy/camera.token, hold: 2m }
                  - { name: mat, kind: motion, token_file: /etc/domovoy/mat.token }
                """
        let configuration = try parse(text)
        #expect(configuration.room.sensors.map(\.name) == ["pir", "camera", "mat"])
        #expect(configuration.room.sensors.map(\.kind) == [.motion, .presence, .motion])
        #expect(configuration.room.sensors[1].hold == .seconds(120))
        #expect(configuration.room.sensors[1].warmUp == .zero)
        #expect(configuration.gpio.inputs.map(\.name) == ["pir", "button"])
        #expect(configuration.reported.map(\.tokenFile).last == "/etc/domovoy/mat.token")
    }

    @Test(arguments: [
        ("{ name: pir, token_file: /t }", "sensors[0].name", "used twice"),
        ("{ name: button, token_file: /t }", "sensors[0].name", "not button"),
        ("{ name: camera }", "sensors[0].token_file", "is missing"),
        ("{ name: camera, token_file: abc }", "sensors[0].token_file", "is no path"),
        ("{ name: camera, token_file: /t, token: abc }", "sensors[0].token", "token_file: PATH"),
        ("{ name: camera, token_file: /t, line: 4 }", "sensors[0].line", "unknown key"),
    ])
    func faultOfASensorThatReportsIsNamed(entry: String, key: String, words: String) {
        let found = faults(Self.design + "\nsensors: [ \(entry) ]")
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(key) == true && found.first?.contains(words) == true)
        #expect(found.first?.contains("abc") == false)
    }

    @Test func sensorsCannotReportToAPageThatIsOff() {
        let text = Self.design.replacingOccurrences(of: "\"127.0.0.1:8080\"", with: "off")
        let found = faults(text + "\nsensors: [ { name: camera, token_file: /t } ]")
        #expect(found.count == 1 && found.first?.contains("web.listen is off") == true)
    }

    @Test func sampleOfTheDesignIsRead() throws {
        let configuration = try parse(Self.design)
        #expect(configuration.room.id == "aurora")
        #expect(configuration.room.timeZone == "Europe/Moscow")
        #expect(configuration.room.sensors.map(\.name) == ["pir"])
        #expect(configuration.room.policy == Policy())
        #expect(configuration.gpio.chip == .simulated)
        #expect(configuration.gpio.inputs.map(\.line) == [.offset(4), .offset(17)])
        #expect(configuration.gpio.lamps[LampLine(.booking, .orange)] == .offset(16))
        #expect(configuration.server.poll == .seconds(30))
        #expect(configuration.listen?.port == 8080)
        #expect(configuration.journal.retentionDays == 400)
    }

    @Test func openingHoursAreReadByWeekday() throws {
        let hours =
            #"hours: { mon-thu: "08:00-12:00, 13:00-19:00", fri: "22:00-02:00", sat: closed }"#
        let text = Self.design.replacingOccurrences(
            of: "show_titles: true", with: "show_titles: true, \(hours)")
        let read = try parse(text).room.openingHours
        let days = ["mon", "tue", "wed", "thu"].map { "\($0) 08:00-12:00, 13:00-19:00; " }
        #expect(read.description == days.joined() + "fri 22:00-02:00")
        #expect(try parse(Self.design).room.openingHours == .always)
    }

    @Test(arguments: [
        ("{ mo: \"08:00-19:00\" }", "room.hours.mo", "such as mon-fri"),
        ("{ mon: 8-19 }", "room.hours.mon", "08:00-19:00"),
        ("{ mon: \"08:00-08:00\" }", "room.hours.mon", "or closed"),
        ("{ mon-fri: closed, wed: closed }", "room.hours.wed", "wed has hours already"),
        ("{}", "room.hours", "names no day"),
        ("08:00-19:00", "room.hours", "expected a mapping"),
    ])
    func faultOfOpeningHoursIsNamed(value: String, key: String, words: String) {
        let found = faults(replacing: "show_titles: true", with: "hours: \(value)")
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(key) == true && found.first?.contains(words) == true)
    }

    @Test func stuckAfterIsByKindUnlessItIsSaid() throws {
        let radar = Self.design.replacingOccurrences(of: "kind: motion", with: "kind: presence")
        let said = Self.design.replacingOccurrences(of: "hold: 10m", with: "stuck_after: 9h")
        let found = try [Self.design, radar, said].map {
            try parse($0).room.sensors.first?.stuckAfter
        }
        #expect(found == [.seconds(4 * 3_600), .seconds(12 * 3_600), .seconds(9 * 3_600)])
    }

    @Test(arguments: [
        ("hold: 10m", "hold: 10x", "gpio.sensors[0].hold", "from 1s to 2h"),
        ("hold: 10m", "hold: 3h", "gpio.sensors[0].hold", "from 1s to 2h"),
        ("hold: 10m", "stuck_after: 59m", "gpio.sensors[0].stuck_after", "from 1h to 168h"),
        ("kind: motion", "kind: sonar", "gpio.sensors[0].kind", "one of motion, presence"),
        ("line: 4", "line: 5", "gpio.lamps.availability.red", "used by gpio.sensors[0].line"),
        ("line: 4", "line: -1", "gpio.sensors[0].line", "an offset from 0 to 1023"),
        ("name: pir", "name: Büro", "gpio.sensors[0].name", "a-z"),
        ("name: pir", "name: button", "gpio.sensors[0].name", "not button"),
        ("id: aurora", "id: Aurora 1", "room.id", "a-z, 0-9, _ and -"),
        ("Europe/Moscow", "Europe/Atlantis", "room.time_zone", "an IANA name"),
        ("Europe/Moscow", "../../etc/passwd", "room.time_zone", "an IANA name"),
        ("https://cal", "http://cal", "server.url", "https"),
        ("https://cal", "ftp://cal", "server.url", "https"),
        ("https://cal", "https://panel:secret@cal", "server.url", "password_file"),
        ("https://cal", "https://cal.example.org:99999/x", "server.url", "from 1 to 65535"),
        ("https://cal", "http://127.0.0.1.evil.example", "server.url", "https"),
        ("/rooms/aurora/", "/rooms/?x=1", "server.url", "without ? and #"),
        ("user: panel", "user: 'a:b'", "server.user", "without a colon"),
        ("kind: caldav", "kind: exchange", "server.kind", "one of caldav, bitrix24, none"),
        ("poll: 30s", "poll: 1s", "server.poll", "from 5s to 1h"),
        ("late_after: 5m", "late_after: 10m", "policy.late_after", "less than no_show_after"),
        (
            "late_after: 5m", "check_in_within: 30s", "policy.check_in_within", "from 1m to 1h"
        ),
        ("on_no_show: soft", "shadow: perhaps", "policy.shadow", "true or false"),
        ("on_no_show: soft", "on_no_show: harsh", "policy.on_no_show", "one of soft, end, mark"),
        ("ad_hoc_max: 2h", "ad_hoc_max: 20m", "policy.ad_hoc_length", "ad_hoc_max"),
        ("retention_days: 400", "retention_days: 0", "journal.retention_days", "from 1 to 3650"),
        ("127.0.0.1:8080", "localhost", "web.listen", "an IP address and a port"),
        ("{ listen: ", "{ names: ['http://x'], listen: ", "web.names", "without scheme and port"),
        ("{ listen: ", "{ names: aurora.example, listen: ", "web.names", "a list of up to 16"),
        ("127.0.0.1:8080", "127.0.0.1:99999", "web.listen", "an IP address and a port"),
        ("trust: auto", "trust: maybe", "clock.trust", "one of auto, always"),
        (
            "show_titles: true", "show_titles: perhaps", "room.show_titles",
            "one of true, false, initials"
        ),
        ("{ listen: ", "{ language: de, listen: ", "web.language", "one of auto, en, ru"),
        ("{ listen: ", "{ booking: perhaps, listen: ", "web.booking", "true or false"),
        ("late_after: 5m", "late_afer: 5m", "policy.late_afer", "did you mean late_after"),
        ("clock:   {", "colour: x\nclock:   {", "colour", "unknown key"),
        (", orange: 16", "", "gpio.lamps.booking", "cannot make booking: orange"),
    ])
    func badValueIsNamedWithWhatIsAllowed(
        old: String, new: String, path: String, allowed: String
    ) {
        let faults = faults(replacing: old, with: new)
        #expect(faults.count == 1, "\(faults)")
        #expect(faults.first?.contains("\(path): ") == true, "\(faults)")
        #expect(faults.first?.contains(allowed) == true, "\(faults)")
        #expect(faults.first?.hasPrefix("line ") == true, "\(faults)")
        #expect(faults.first?.contains("\n") == false)
    }

    @Test(arguments: [
        ("true", TitleDisplay.shown), ("yes", .shown), ("false", .hidden), ("No", .hidden),
        ("initials", .initials), ("'initials'", .initials),
    ])
    func titlesAreShownHiddenOrCutToInitials(text: String, titles: TitleDisplay) throws {
        let file = Self.design.replacingOccurrences(
            of: "show_titles: true", with: "show_titles: \(text)")
        #expect(try parse(file).room.titles == titles)
    }

    @Test func passwordInTheURLIsNotShown() {
        let faults = faults(replacing: "https://cal", with: "https://panel:topsecret@cal")
        #expect(!faults.joined().contains("topsecret"), "\(faults)")
    }

    private static let portal = """
        server:
          kind: bitrix24
          webhook_file: /run/webhook
          source: group
          source_id: 5
        """

    @Test func roomOnAPortalIsRead() throws {
        let configuration = try parse(withServer: Self.portal)
        guard case .bitrix24(let portal) = configuration.server.place else {
            Issue.record("no portal")
            return
        }
        #expect(portal.webhookFile == "/run/webhook")
        #expect(portal.source == .group)
        #expect(portal.sourceID == 5)
        #expect(portal.messages == Set(Message.Kind.allCases))
        #expect(configuration.room.messages == portal.messages)
        #expect(configuration.room.server == .bitrix24)
        #expect(configuration.room.adHocTitle == "Забронировано у двери")
        let english = try parse(withServer: Self.portal + "\n  language: en")
        #expect(english.room.adHocTitle == "Booked at the door")
    }

    @Test(arguments: [
        ("  source_id: 5", "", "server.source_id", "is missing"),
        ("source_id: 5", "source_id: 0", "server.source_id", "from 1 on"),
        ("source: group", "source: cellar", "server.source", "one of group, company, location"),
        ("webhook_file: /run/webhook", "url: https://x/", "server.webhook_file", "is missing"),
        ("source_id: 5", "source_id: 5\n  also_books: [5]", "server.also_books", "own number"),
        ("source_id: 5", "source_id: 5\n  also_books: [x]", "server.also_books", "up to 8 numbers"),
        ("source_id: 5", "source_id: 5\n  panels: 500", "server.panels", "from 1 to 300"),
        ("/run/webhook", "https://h.bitrix24.ru/rest/1/abcd/", "server.webhook_file", "a path"),
        ("source_id: 5", "source_id: 5\n  messages: [gossip]", "server.messages", "a list of"),
    ])
    func faultOfAPortalsPartIsNamed(old: String, new: String, path: String, allowed: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try parse(withServer: Self.portal.replacingOccurrences(of: old, with: new))
        }
        let fault = error?.faults.first { $0.path == path }
        #expect(fault?.problem.contains(allowed) == true, "\(String(describing: error))")
    }

    /// Somebody pastes the address where the file that holds it should be named.
    @Test func webhookInPlaceOfItsFileIsNotShown() {
        let text = Self.portal.replacingOccurrences(
            of: "/run/webhook", with: "https://h.bitrix24.ru/rest/1/topsecret/")
        let error = #expect(throws: ConfigurationError.self) { try parse(withServer: text) }
        #expect(error?.description.contains("webhook_file") == true)
        #expect(error?.description.contains("topsecret") == false)
    }

    @Test func listWithAFaultIsShownAsItStands() {
        let text = Self.portal + "\n  also_books: [6, x]\n  messages: [late, gossip]"
        let error = #expect(throws: ConfigurationError.self) { try parse(withServer: text) }
        let values = error?.faults.map(\.value)
        #expect(values == ["[6, x]", "[late, gossip]"])
    }

    private func parse(withServer server: String) throws -> PanelConfiguration {
        let head = Self.design.split(separator: "\nserver:", maxSplits: 1)[0]
        return try ConfigurationReader.parse(
            head + "\n" + server, file: "panel.yaml", builtAt: BuildDate.instant)
    }

    @Test func allFaultsComeAtOnceInTheOrderOfTheFile() {
        let broken = Self.design
            .replacingOccurrences(of: "hold: 10m", with: "hold: tomorrow")
            .replacingOccurrences(of: "poll: 30s", with: "poll: never")
            .replacingOccurrences(of: "id: aurora, ", with: "")
        let faults = faults(broken)
        #expect(faults.count == 3)
        #expect(faults.map { $0.contains("room.id") } == [true, false, false])
        #expect(faults.last?.contains("server.poll") == true)
    }

    @Test(arguments: [
        ("", "is empty or no mapping"), ("just text", "is empty or no mapping"),
        ("room: {", "is no valid YAML"), ("- 1\n- 2", "is empty or no mapping"),
        ("room: { id: a }\nroom: { id: b }", "twice"),
    ])
    func brokenYAMLIsOneClearFault(text: String, problem: String) {
        let faults = faults(text)
        #expect(faults.count == 1)
        #expect(faults.first?.contains(problem) == true, "\(faults)")
    }

    @Test func namesOfThePageAreRead() throws {
        #expect(try parse(Self.design).names == PanelNames())
        let named = Self.design.replacingOccurrences(
            of: "{ listen: ", with: "{ names: [Aurora.example.org., 192.0.2.7], listen: ")
        #expect(try parse(named).names == PanelNames(["aurora.example.org", "192.0.2.7"]))
    }

    /// So many at once are a slip of the hand or somebody's malice; each used to be compared with every key there is.
    @Test(.timeLimit(.minutes(HangGuard.minutes)))
    func faultsWithoutEndAreCounted() {
        let text = (1...20_000).map { "key\($0): 1\n" }.joined() + Self.design
        let faults = faults(text)
        #expect(faults.count == FaultCollector.greatestCount + 1)
        #expect(faults.last == "19900 more faults are not shown")
    }

    @Test func nestingWithoutEndIsOneFault() {
        #expect(faults("room: " + String(repeating: "[", count: 100_000)).count == 1)
    }

    @Test func valueThatSteersATerminalIsShownHarmless() {
        let faults = faults(
            replacing: "id: aurora", with: #"id: "\e[31m\u202E\x9B2J\nline 1: room.id: fine""#)
        #expect(faults.count == 1)
        let scalars = faults.joined().unicodeScalars
        #expect(scalars.allSatisfy { !["\u{1B}", "\u{9B}", "\u{202E}", "\n"].contains($0) })
    }

    @Test func fileThatIsNotThereIsNamed() {
        #expect(throws: ConfigurationError.self) {
            try ConfigurationReader.read(
                file: "/nonexistent/panel.yaml", builtAt: WallTime(secondsSinceEpoch: 0))
        }
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        let workshop = try Workshop()
        let file = workshop.file("panel.yaml")
        try Data([0xff, 0xfe, 0x00, 0x80]).write(to: URL(filePath: file))
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationReader.read(file: file, builtAt: WallTime(secondsSinceEpoch: 0))
        }
        #expect(error?.description == "\(file): is not UTF-8 text")
    }

    @Test(arguments: ["http://127.0.0.1:5232/x/", "http://[::1]:5232/", "http://localhost/x/"])
    func loopbackNeedsNoTLS(url: String) {
        #expect(
            faults(replacing: "https://cal.example.org/rooms/aurora/", with: "\"\(url)\"").isEmpty)
    }

    @Test func plainHTTPIsAllowedWhereItWasSaidSo() {
        #expect(
            faults(
                replacing: "url: https://cal", with: "allow_plain_http: true\n  url: http://cal"
            ).isEmpty)
    }

    @Test func pageMayPressWhereThatIsSaid() throws {
        #expect(try parse(Self.design).room.takesTaps == false)
        let on = Self.design.replacingOccurrences(
            of: "{ listen: ", with: "{ booking: true, listen: ")
        #expect(try parse(on).room.takesTaps)
    }

    @Test func pageCanBeSwitchedOff() throws {
        let off = Self.design.replacingOccurrences(of: "\"127.0.0.1:8080\"", with: "off")
        #expect(try parse(off).listen == nil)
    }

    @Test func shippedExamplesAreValid() throws {
        let examples = URL(filePath: #filePath)
            .appending(path: "../../../../hardware/examples").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: examples.path())
            .filter { $0.hasSuffix(".yaml") }
        #expect(files.count >= 3)
        for file in files {
            let text = try String(
                contentsOf: examples.appending(path: file), encoding: .utf8)
            #expect(faults(text) == [], "\(file)")
        }
    }

    @Test(arguments: [
        ("30ms", Duration.milliseconds(30)), ("0ms", .zero), ("5s", .seconds(5)),
        ("10m", .seconds(600)), ("4h", .seconds(14_400)),
    ])
    func durationIsReadAndWrittenBack(text: String, duration: Duration) {
        #expect(DurationText.parse(text) == duration)
        #expect(DurationText.parse(DurationText.format(duration)) == duration)
    }

    @Test(arguments: ["", "s", "5", "5 s", "-5s", "5d", "1.5h", "9999999999s", "٥s"])
    func whatIsNoDurationIsNotRead(text: String) {
        #expect(DurationText.parse(text) == nil)
    }
}
