import Foundation

/// Prints what the project asks of Foundation, so that a program with a part of ICU's data can be held against one with all
/// of it: `scripts/release/check.sh` does.
@main
enum FoundationCheck {
    static func main() throws {
        for name in zones { tell(zone: name) }
        tellNames()
        try tellJSON()
        tellTexts()
        tellFiles()
    }

    /// Zones with every kind of rule: none, half hours, quarter hours, summers of both halves of the year, rules that ended.
    private static let zones = [
        "UTC", "GMT", "Europe/Moscow", "Europe/Berlin", "Europe/Dublin", "Europe/Volgograd",
        "Asia/Kolkata",
        "Asia/Kathmandu", "Asia/Tehran", "Asia/Almaty", "Africa/Casablanca", "America/New_York",
        "America/Sao_Paulo",
        "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Antarctica/Troll", "Etc/GMT+12",
        "US/Pacific",
        "Asia/Calcutta", "", "Mars/Olympus", "Europe/moscow",
    ]

    private static func tell(zone name: String) {
        guard let zone = TimeZone(identifier: name) else {
            print("zone \(name): none")
            return
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        // Every nine days and some hours from 1970 to 2038.
        for seconds in stride(from: 0.0, to: 2_145_916_800, by: 9 * 86_400 + 12_345) {
            let date = Date(timeIntervalSince1970: seconds)
            let midnight = calendar.startOfDay(for: date).timeIntervalSince1970
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .weekday], from: date)
            print(
                name, Int(seconds), zone.secondsFromGMT(for: date), Int(midnight), parts.year ?? 0,
                parts.month ?? 0,
                parts.day ?? 0, parts.hour ?? 0, parts.minute ?? 0, parts.weekday ?? 0)
        }
        let next = zone.nextDaylightSavingTimeTransition(
            after: Date(timeIntervalSince1970: 1_795_219_200))
        print(name, zone.identifier, next.map { "\($0.timeIntervalSince1970)" } ?? "no change")
    }

    private static func tellNames() {
        let date = Date(timeIntervalSince1970: 1_795_219_200.5)
        print(date.formatted(.iso8601), date.ISO8601Format())
        print(TimeZone.current.secondsFromGMT(for: date), TimeZone.gmt.identifier)
        print(
            Locale(identifier: "en_US_POSIX").identifier,
            Calendar(identifier: .gregorian).firstWeekday)
        let strategy = Date.ISO8601FormatStyle()
        print((try? strategy.parse("2026-11-30T10:00:00Z"))?.timeIntervalSince1970 ?? -1)
    }

    private struct Value: Codable {
        var text: String
        var number: Double
        var list: [Int64]
        var nothing: Bool?
    }

    private static func tellJSON() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let value = Value(
            text: "Переговорная «Аврора» / \u{1F6AA}\n", number: 0.1, list: [.min, .max],
            nothing: nil)
        let data = try encoder.encode([value])
        print(String(decoding: data, as: UTF8.self))
        print(try JSONDecoder().decode([Value].self, from: data)[0].text)
        do {
            _ = try JSONDecoder().decode([Value].self, from: Data("[{]".utf8))
        } catch {
            print("\(type(of: error))")
        }
    }

    private static func tellTexts() {
        print("ПЕРЕГОВОРНАЯ İI straße ﬃ".lowercased(), "переговорная ıi straße ﬃ".uppercased())
        print("  a b ".trimmingCharacters(in: .whitespaces), "a,b,,c".components(separatedBy: ","))
        print("Ёлка".compare("елка", options: .caseInsensitive).rawValue, "e\u{301}" == "é")
        for text in [
            "https://пример.рф/путь?x=ы", "https://user@example.org:8443/a/../b?c=d#e",
            "http://[::1]:80/", "a b", "",
        ] {
            let url = URL(string: text)
            print(
                text, url?.absoluteString ?? "none", url?.host() ?? "none", url?.path() ?? "none",
                url?.port ?? -1)
        }
        print(
            URL(string: "../c", relativeTo: URL(string: "https://example.org/a/b"))?.absoluteString
                ?? "none")
    }

    private static func tellFiles() {
        let files = FileManager.default
        print(files.fileExists(atPath: "/"), files.fileExists(atPath: "/nonexistent"))
        do {
            _ = try files.attributesOfItem(atPath: "/nonexistent/файл")
        } catch {
            print(error.localizedDescription)
        }
    }
}
