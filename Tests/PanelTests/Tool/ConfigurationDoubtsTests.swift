import PanelWeb
import RoomCore
import Testing

@testable import Panel

struct ConfigurationDoubtsTests {
    private func doubts(_ text: String, stores: [String] = []) throws -> [String] {
        let configuration = try ConfigurationReader.parse(
            text, file: "panel.yaml", builtAt: BuildDate.instant)
        return ConfigurationDoubts(
            configuration: configuration, stores: stores.isEmpty ? ["/nonexistent"] : stores
        ).all.map(\.description)
    }

    private let mine = ConfigurationTests.design
        .replacing("cal.example.org", with: "cal.mine.org")

    @Test(arguments: [
        ("cal.example.org", true), ("example.com", true), ("calendar.test", true),
        ("cal.example", true), ("x.invalid", true), ("cal.mine.org", false),
        ("example.org.mine.net", false), ("notexample.org", false), ("test.mine.net", false),
    ])
    func placeholderIsToldFromAnAddress(host: String, isPlaceholder: Bool) {
        #expect(ConfigurationDoubts.isPlaceholder(host) == isPlaceholder)
    }

    @Test func sampleNamesItsPlaceholderAndItsMissingSecret() throws {
        let doubts = try doubts(ConfigurationTests.design)
        #expect(doubts.count == 2)
        #expect(doubts[0].hasPrefix("server.url: \"cal.example.org\": is a placeholder"))
        #expect(doubts[1].contains("install -m 0600 /dev/stdin /nonexistent/domovoy.password"))
        #expect(doubts[1].contains("Ctrl-D"))
    }

    @Test func credentialWhoseSourceIsThereIsNoDoubt() throws {
        let workshop = try Workshop()
        _ = try workshop.write("secret\n", to: "domovoy.password")
        #expect(try doubts(mine, stores: [workshop.path]) == [])
    }

    @Test func secretsFileThatIsNotThereIsNamed() throws {
        let workshop = try Workshop()
        let file = workshop.file("password")
        let text = mine.replacing("/run/credentials/domovoyd.service/password", with: file)
        #expect(
            try doubts(text) == [
                "server.password_file: \"\(file)\": there is no such file; put the secret there, as its "
                    + "first line"
            ])
        _ = try workshop.write("secret\n", to: "password")
        #expect(try doubts(text) == [])
    }

    @Test func whatAnybodyMayDoOnThePageIsSaid() throws {
        let text = mine.replacing("127.0.0.1:8080", with: "0.0.0.0:8080")
            .replacing("chip: simulated", with: "chip: gpiochip0")
        let tappable = text.replacing("web:     { ", with: "web:     { booking: true, ")
        #expect(try doubts(text).last?.contains("may look at the page: it asks") == true)
        #expect(
            try doubts(tappable).last?
                .contains("may look at the page and check in, book and end on it: it asks") == true)
    }

    @Test func desksFileThatIsNotThereIsNamed() throws {
        let workshop = try Workshop()
        let file = workshop.file("desk")
        let text = mine + "\ndesk: { password_file: \(file) }"
        #expect(
            try doubts(text).last
                == "desk.password_file: \"\(file)\": there is no such file; put what "
                + "`domovoy desk password` prints there, as its first line")
        _ = try workshop.write("line\n", to: "desk")
        #expect(try doubts(text).allSatisfy { !$0.hasPrefix("desk.") })
    }

    @Test func trialThatMayBeForgottenIsNamed() throws {
        let text = mine.replacing("on_no_show: soft", with: "on_no_show: soft, shadow: true")
        let doubt = try #require(try doubts(text, stores: ["/nonexistent"]).last)
        #expect(doubt.hasPrefix("policy.shadow: \"true\": the panel only watches"))
    }

    @Test(arguments: ["0.0.0.0:8080", "[::]:80", "192.168.1.7:8080"])
    func pageForTheWholeNetworkIsPointedOut(address: String) throws {
        let text = mine.replacing("127.0.0.1:8080", with: address)
        let doubt = try #require(try doubts(text).last)
        #expect(doubt.hasPrefix("web.listen: \"\(address)\": whoever is in that network"))
        #expect(doubt.contains("press the simulated button"))
        let real = text.replacing("chip: simulated", with: "chip: gpiochip0")
        #expect(try doubts(real).last?.contains("simulated") == false)
    }

    @Test func secretsInPlainTextArePointedOut() throws {
        let desk = "\ndesk: { password_file: /etc/domovoy/desk }"
        #expect(try doubts(mine + desk).allSatisfy { !$0.contains("whoever reads") })
        let text = mine.replacing("127.0.0.1:8080", with: "0.0.0.0:8080") + desk
        let doubt = try #require(try doubts(text).last)
        #expect(
            doubt.hasPrefix(
                "desk.password_file: whoever reads the network of 0.0.0.0:8080 reads the desk's "
                    + "password: set "))
        let sensors = text + "\nsensors: [ { name: camera, token_file: /t } ]"
        #expect(try doubts(sensors).last?.contains("password and the sensors' tokens: ") == true)
        let secure = text.replacing(
            "web:     { ", with: "web:     { certificate_file: /a.pem, key_file: /a.key, ")
        #expect(try doubts(secure).allSatisfy { !$0.contains("whoever reads") })
    }

    @Test(arguments: ["\"127.0.0.1:8080\"", "\"127.1.2.3:80\"", "\"[::1]:80\"", "off"])
    func pageForThisMachineAloneIsNoDoubt(address: String) throws {
        let text = mine.replacing("\"127.0.0.1:8080\"", with: address)
        #expect(try doubts(text).allSatisfy { !$0.contains("web.listen") })
    }
}
