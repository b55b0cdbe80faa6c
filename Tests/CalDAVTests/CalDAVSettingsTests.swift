import HTTPExchange
import Logging
import NIOPosix
import Testing

@testable import CalDAV

struct CalDAVSettingsTests {
    @Test(arguments: [
        "https://cal.example.org/rooms/a/", "https://cal.example.org:8443",
        "http://localhost:5232/x/",
        "http://127.0.0.1:5232/", "http://127.8.9.1/", "http://[::1]:5232/",
        "HTTPS://CAL.example.org/",
    ])
    func goodAddressesHaveNoFault(_ url: String) {
        #expect(CalDAVSettings.fault(ofURL: url, allowsPlainHTTP: false) == nil)
    }

    @Test(arguments: [
        ("http://cal.example.org/", "https is needed"),
        ("http://127.0.0.1.example.org/", "https is needed"),
        ("http://10.0.0.1/", "https is needed"), ("cal.example.org", "https://host"),
        ("", "https://host"),
        ("ftp://h/", "https://host"), ("https://", "https://host"), ("https:///x", "https://host"),
        ("https://u:topsecret@h/", "user and password"),
        ("https://h/?token=topsecret", "without ?"),
        ("https://h/#x", "without ?"), ("topsecret@@h:x", "https://host"),
    ])
    func badAddressesAreNamedWithoutSecrets(_ url: String, _ allowed: String) throws {
        let fault = try #require(CalDAVSettings.fault(ofURL: url, allowsPlainHTTP: false))
        #expect(fault.setting == "url")
        #expect(fault.description.contains(allowed))
        #expect(!fault.description.contains("topsecret"))
    }

    @Test func plainHTTPMayBeAllowed() {
        #expect(
            CalDAVSettings.fault(ofURL: "http://cal.example.org/", allowsPlainHTTP: true) == nil)
    }

    @Test func allFaultsAreToldAtOnce() {
        var settings = CalDAVSettings(url: "nonsense", user: "a:b", timeZone: "Mars/Olympus")
        settings.limits.http.answerBytes = 9 << 20
        #expect(
            settings.faults().map(\.setting) == ["url", "timeZone", "user", "limits.answerBytes"])
    }

    @Test func settingsWithAFaultMakeNoServer() {
        let settings = CalDAVSettings(url: "http://cal.example.org/", timeZone: "Europe/Moscow")
        let fault = #expect(throws: SettingFault.self) {
            try CalDAVServer(
                settings: settings, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: .silent)
        }
        #expect(fault?.setting == "url")
    }

    @Test func thePasswordIsNotShown() {
        let settings = CalDAVSettings(
            url: "https://h/", user: "panel", password: "topsecret", timeZone: "Europe/Moscow")
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains("topsecret"))
        #expect(!"\(settings)".contains("topsecret"))
        #expect(!String(reflecting: settings).contains("topsecret"))
    }

    @Test(arguments: [
        ("plain", 10, "plain"), ("a\nb\tc\u{1B}[0m", 20, "a b c [0m"),
        ("abcdefghij", 10, "abcdefghij"),
        ("abcdefghijk", 10, "abcdefg…"), ("üüüüüü", 10, "üüü…"), ("\u{202E}evil", 10, " evil"),
        ("", 5, ""),
    ])
    func textBecomesOneLine(_ text: String, _ limit: Int, _ line: String) {
        #expect(text.oneLine(limit) == line)
        #expect(text.oneLine(limit).utf8.count <= limit)
    }
}
