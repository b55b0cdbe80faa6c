import Foundation
import PanelWeb
import RoomCore
import Testing
import WebTestKit

/// The built daemon as a process: signals, exit codes, restarts.
@Suite(.serialized, .timeLimit(.minutes(HangGuard.minutes)))
struct DaemonTests {
    @Test func pressBooksTheRoomAndARestartRemembersIt() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let panel = try await RunningPanel.start(file)
        #expect(try await panel.state { $0.clock.trusted }.availability == .free)
        try await panel.press()
        let booked = try await panel.state { $0.current != nil }
        #expect(booked.availability == .busy)
        #expect(booked.lamps.availability.colour == .red)
        panel.signal(SIGTERM)
        #expect(await panel.exitCode() == 0)

        let again = try await RunningPanel.start(file)
        let remembered = try await again.state { $0.current != nil }
        #expect(remembered.current?.id == booked.current?.id)
        again.signal(SIGINT)
        #expect(await again.exitCode() == 0)
    }

    /// A core dump would hold the server's password or webhook.
    @Test func processLeavesNoCoreDump() async throws {
        let workshop = try Workshop()
        let panel = try await RunningPanel.start(try workshop.configuration())
        let limits = try String(contentsOfFile: "/proc/\(panel.identifier)/limits", encoding: .utf8)
        let line = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
        let words = line?.split(separator: " ").map(String.init)
        #expect(words?[4...5] == ["0", "0"], "\(String(describing: line))")
        panel.signal(SIGTERM)
        _ = await panel.exitCode()
    }

    @Test func pressThatWasShownSurvivesAKill() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        var shown: String?
        for _ in 1...5 {
            let panel = try await RunningPanel.start(file)
            if shown == nil { try await panel.press() }
            let state = try await panel.state { $0.current != nil }
            #expect(shown == nil || shown == state.current?.id)
            shown = state.current?.id
            panel.signal(SIGKILL)
            _ = await panel.exitCode()
        }
    }

    @Test func panelWithoutAJournalShowsTheRoomAndRefusesPresses() async throws {
        let workshop = try Workshop()
        let file = try workshop.write(
            try String(contentsOfFile: workshop.configuration(), encoding: .utf8)
                .replacingOccurrences(
                    of: workshop.file("panel.sqlite"), with: "/nonexistent/panel.sqlite"),
            to: "panel.yaml")
        let panel = try await RunningPanel.start(file)
        #expect(try await panel.state { $0.clock.trusted }.availability == .free)
        try await panel.press()
        let refused = await panel.line("outcome=refused")
        #expect(refused?.contains("refusal=not_stored") == true)
        #expect(await panel.line("journal cannot be written")?.contains("panel.sqlite") == true)
        #expect(try await panel.state { _ in true }.current == nil)
        let health = try await panel.get("/healthz")
        #expect(health.status == 503)
        #expect(health.body.contains("/nonexistent/panel.sqlite"))
        #expect(!health.body.contains("is not open"), "\(health.body)")
    }

    @Test func journalThatIsAPipeHoldsNothingUp() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        #expect(mkfifo(workshop.file("panel.sqlite"), 0o600) == 0)
        let panel = try await RunningPanel.start(file)
        #expect(try await panel.state { $0.clock.trusted }.availability == .free)
        #expect(try await panel.get("/healthz").body.contains("not a regular file"))
    }

    @Test func badConfigurationIsRefusedOnReloadAndTheOldOneKept() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let panel = try await RunningPanel.start(file)
        _ = try workshop.configuration(policy: "late_after: 2h")
        panel.signal(SIGHUP)
        #expect(await panel.line("configuration refused")?.contains("policy.late_after") == true)
        #expect(try await panel.get("/healthz").body.contains("policy.late_after"))
        _ = try workshop.configuration(policy: "ad_hoc_length: 1h")
        panel.signal(SIGHUP)
        #expect(await panel.line("configuration reloaded") != nil)
        try await panel.press()
        let booking = try #require(try await panel.state { $0.current != nil }.current)
        #expect(booking.endsAt.wall - booking.startsAt.wall == .seconds(3_600))
    }

    @Test func changeThatNeedsARestartIsToldAndIsNoFailure() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let panel = try await RunningPanel.start(file)
        _ = try await panel.state { $0.clock.trusted && $0.button.health == .ok }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let renamed = text.replacingOccurrences(of: "name: Aurora", with: "name: Borealis")
        _ = try workshop.write(renamed, to: "panel.yaml")
        panel.signal(SIGHUP)
        #expect(await panel.line("changes that need a restart")?.contains("room.name") == true)
        let health = try await panel.get("/healthz")
        #expect(health.status == 200)
        #expect(health.body.contains("need a restart"))
    }

    @Test func otherHoldOfASensorIsTakenOverWithoutARestart() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let panel = try await RunningPanel.start(file)
        _ = try await panel.state { $0.clock.trusted && $0.presence == .vacant }
        try await panel.set("pir", 1)
        try await panel.set("pir", 0)
        _ = try await panel.state { $0.presence == .present }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let quicker = text.replacingOccurrences(of: "warm_up: 0s", with: "warm_up: 0s, hold: 1s")
        #expect(quicker != text)
        _ = try workshop.write(quicker, to: "panel.yaml")
        panel.signal(SIGHUP)
        #expect(await panel.line("configuration reloaded") != nil)
        _ = try await panel.state { $0.presence == .vacant }
        #expect(try await !panel.get("/healthz").body.contains("need a restart"))
    }

    @Test func unreachableServerLeavesTheRoomUnknownAndSaysWhy() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(
            "server: { kind: caldav, url: \"http://127.0.0.1:9/room/\", user: panel }")
        let panel = try await RunningPanel.start(file)
        let state = try await panel.state { $0.sync.lastError != nil }
        #expect(state.availability == .unknown)
        #expect(state.lamps.availability.colour == .redGreen)
        let health = try await panel.get("/healthz")
        #expect(health.status == 503)
        #expect(health.body.contains("server"))
    }

    @Test func missingPasswordFileIsNamedAndTheDoorStillWorks() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration(
            """
            server: { kind: caldav, url: "http://127.0.0.1:9/room/", user: panel, \
            password_file: \(workshop.file("absent")) }
            """)
        let panel = try await RunningPanel.start(file)
        _ = try await panel.state { $0.sync.lastError != nil }
        #expect(try await panel.get("/healthz").body.contains("absent cannot be read: there is no"))
    }

    @Test func secondPanelOnOneJournalEndsAndTheFirstGoesOn() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let first = try await RunningPanel.start(file)
        let second = try await Command.run("domovoyd", ["--config", file])
        #expect(second.exitCode == 75)
        #expect(second.errors.split(separator: "\n").count == 1)
        #expect(second.errors.contains("\(workshop.file("panel.sqlite")): another panel writes it"))
        #expect(second.errors.contains("journal.path"))
        #expect(try await first.state { $0.clock.trusted }.availability == .free)
        first.signal(SIGTERM)
        #expect(await first.exitCode() == 0)
        let third = try await RunningPanel.start(file)
        third.signal(SIGTERM)
        #expect(await third.exitCode() == 0)
    }

    @Test func panelWhosePortIsTakenEndsUnlessItServesNoPage() async throws {
        let workshop = try Workshop()
        let first = try await RunningPanel.start(try workshop.configuration())
        let other = try Workshop()
        let file = try other.configuration(listen: first.address)
        let second = try await Command.run("domovoyd", ["--config", file])
        #expect(second.exitCode == 75)
        #expect(second.errors.split(separator: "\n").count == 1)
        #expect(second.errors.contains("cannot listen on \(first.address)"))
        #expect(second.errors.contains("web.listen"))
        let silent = try other.configuration(listen: "off")
        let third = try await Command.run(
            "domovoyd", ["--config", silent], until: "panel starts")
        #expect(!third.errors.contains("cannot listen"))
        #expect(third.exitCode != 75)
    }

    /// systemd sends SIGHUP as soon as it has read READY=1, and a signal that nobody has trapped ends the process.
    @Test func signalRightAfterReadyIsHeard() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        for _ in 1...5 {
            let systemd = try ReadySocket()
            let panel = try await RunningPanel.start(file, environment: systemd.environment) {
                try await systemd.ready()
                kill($0, SIGHUP)
            }
            #expect(await panel.line("configuration reloaded") != nil)
            panel.signal(SIGTERM)
            #expect(await panel.exitCode() == 0)
        }
    }

    @Test func panelThatIsAskedToStopWhileItStartsEndsInOrder() async throws {
        let workshop = try Workshop()
        let result = try await Command.run(
            "domovoyd", ["--config", workshop.configuration()], until: "panel starts")
        #expect(result.exitCode == 0)
        #expect(result.errors.contains("panel stopped"), "\(result.errors)")
    }
}
