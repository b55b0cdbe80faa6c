import Foundation
import GPIO
import RoomCore
import Testing
import WebTestKit

@testable import Panel

struct PlaceTrialTests {
    private func lines(_ file: String) async throws -> [String] {
        try await ConfigurationCheck.here(file: file).text.split(separator: "\n").map(String.init)
    }

    @Test func everythingThatIsNamedHasItsLine() async throws {
        let workshop = try Workshop()
        let journal = workshop.file("panel.sqlite")
        let (text, isWell) = try await ConfigurationCheck.here(file: workshop.configuration())
        #expect(isWell)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "journal: ok: \(journal) can be made in \(workshop.path)")
        #expect(lines[1] == "chip simulated: ok: gpiochip0 (domovoy-sim), 32 lines")
        #expect(lines.contains("line 17 (button): ok: is there and free"))
        #expect(lines.contains("line 16 (lamp booking.orange): ok: is there and free"))
        #expect(lines.last == "server: ok: none is configured")
        #expect(lines.count == 10)
        #expect(!FileManager.default.fileExists(atPath: journal), "nothing is changed")
    }

    @Test func chipThatIsNotThereIsWrongWithAdvice() async throws {
        let workshop = try Workshop()
        let text = try String(contentsOfFile: workshop.configuration(), encoding: .utf8)
            .replacing("chip: simulated", with: "chip: no-such-chip")
        let (shown, isWell) = try await ConfigurationCheck.here(
            file: try workshop.write(text, to: "panel.yaml"))
        #expect(!isWell)
        #expect(shown.contains("chip no-such-chip: wrong: "))
        #expect(shown.contains("domovoy gpio list shows the chips there are"))
    }

    @Test func folderThatIsNotThereIsWrongWithAdvice() async throws {
        let workshop = try Workshop()
        let text = try String(contentsOfFile: workshop.configuration(), encoding: .utf8)
            .replacing(workshop.path, with: "/nonexistent/folder")
        let shown = try await lines(try workshop.write(text, to: "panel.yaml"))
        #expect(shown[0].hasPrefix("journal: wrong: /nonexistent/folder: there is no such folder"))
        #expect(shown[0].contains("install -d -o domovoy"))
    }

    @Test func tokensOfSensorsThatReportAreTried() async throws {
        let workshop = try Workshop()
        let good = try workshop.write("0123456789abcdef\n", to: "good")
        let short = try workshop.write("tiny-word\n", to: "short")
        #expect(chmod(good, 0o600) == 0 && chmod(short, 0o600) == 0)
        let none = workshop.file("none")
        let shown = try await lines(
            try workshop.configuration(
                """
                sensors:
                  - { name: a, token_file: \(good) }
                  - { name: b, token_file: \(short) }
                  - { name: c, token_file: \(none) }
                """))
        #expect(shown[0] == "secret: ok: \(good)")
        #expect(shown[1].hasPrefix("secret: wrong: ") && shown[1].contains("16 bytes or more"))
        #expect(shown[2].hasPrefix("secret: wrong: sensors.c.token_file"))
        #expect(shown[2].contains("there is no such file"))
        #expect(!shown[1].contains("tiny-word"))
    }

    @Test func certificateAndItsKeyAreTried() async throws {
        let workshop = try Workshop()
        let files = PanelConfiguration.Certificate(
            file: try workshop.write(TestCertificates.good, to: "certificate.pem"),
            keyFile: try workshop.write(TestCertificates.key, to: "key.pem"))
        #expect(chmod(files.keyFile, 0o644) == 0)
        let file = try SecurePage.configuration(workshop, files)
        let open = try await lines(file)
        #expect(open[0] == "certificate: ok: \(files.file), until 2199-01-01T00:00:00Z")
        #expect(open[1].hasPrefix("secret: wrong: everybody may read \(files.keyFile)"))
        _ = try workshop.write(TestCertificates.otherKey, to: "key.pem")
        let wrong = try await lines(file)
        #expect(
            wrong[0].hasPrefix("certificate: wrong: web.key_file: \"\(files.keyFile)\": is not"))
    }

    @Test func serverAndSecretAreTried() async throws {
        let workshop = try Workshop()
        let secret = try workshop.write("topsecret\n", to: "password")
        let file = try workshop.configuration(
            """
            server: { kind: caldav, url: "http://127.0.0.1:9/room/", user: panel, \
            password_file: \(secret) }
            """)
        let open = try await lines(file)
        #expect(open[0] == "secret: wrong: everybody may read \(secret): chmod 600 \(secret)")
        #expect(open.last?.hasPrefix("server caldav: wrong: ") == true)
        #expect(open.last?.contains("look at the address") == true, "\(open)")
        #expect(chmod(secret, 0o600) == 0)
        let closed = try await lines(file)
        #expect(closed[0] == "secret: ok: \(secret)")
        #expect(!(open + closed).joined().contains("topsecret"))
    }

    @Test func portalIsReadAndLeftAsItIs() async throws {
        try await StagedPortal.with { portal in
            let workshop = try Workshop()
            try await portal.putWebhook(user: 100, in: workshop)
            let file = try portal.configuration(workshop)
            #expect(chmod(workshop.file("webhook"), 0o600) == 0)
            let (text, isWell) = try await ConfigurationCheck.here(file: file)
            #expect(isWell, "\(text)")
            #expect(text.contains("server bitrix24: ok: answers, with "), "\(text)")
            #expect(try await portal.panelEvents() == 0)
        }
    }

    @Test func commandExitsWith69WhereSomethingIsWrong() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let well = try await Command.run("domovoy", ["config", "check", "--here", file])
        #expect(well.exitCode == 0)
        #expect(well.output.hasPrefix("\(file): ok: room aurora"))
        let text = try String(contentsOfFile: file, encoding: .utf8)
            .replacing("chip: simulated", with: "chip: no-such-chip")
        let other = try workshop.write(text, to: "panel.yaml")
        let wrong = try await Command.run("domovoy", ["config", "check", "--here", other])
        #expect(wrong.exitCode == 69 && wrong.errors.isEmpty)
        #expect(wrong.output.contains("\nchip no-such-chip: wrong: "))
    }

    @Test func warningsGoToStandardErrorAndChangeNoExitCode() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(listen: "0.0.0.0:0")
        let result = try await Command.run("domovoy", ["config", "check", file])
        #expect(result.exitCode == 0)
        #expect(result.errors.hasPrefix("\(file): warning: web.listen: "))
    }
}
