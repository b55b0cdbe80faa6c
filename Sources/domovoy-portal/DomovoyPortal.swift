public import ArgumentParser
import Foundation
import Logging
public import PortalKit
import ServiceLifecycle
import UnixSignals

/// A local portal for the demo and the tests.
@main
struct DomovoyPortal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domovoy-portal",
        abstract:
            "Runs a local portal that speaks Bitrix24's REST API as far as a door panel needs it.",
        discussion: """
            Prints the address of its page on standard output. Everything that can be switched is listed by \
            --list-switches and described in docs/portal.md. Exit codes follow sysexits.h: 64 wrong usage, 69 the \
            address is taken, 73 a file cannot be made, 78 a setting that does not exist.
            """)

    @Option(
        help:
            "The IP address to listen on; the page and the control path answer to this machine only."
    )
    var host = "127.0.0.1"

    @Option(help: "The port; 0 picks a free one.")
    var port = 0

    @Option(help: "Writes the port into this file once the portal listens.")
    var portFile: String?

    @Option(help: "Keeps everything in this SQLite file; in memory if left out.")
    var database: String?

    @Option(
        help:
            "Makes a webhook for a panel and writes its address into this file, readable by its owner only."
    )
    var webhookFile: String?

    @Option(
        help: """
            Whose webhook it is: 100, the panels' own user, or 1, who may change everybody's events, as meeting rooms \
            need it.
            """)
    var webhookUser = SamplePortal.panelUser

    @Flag(help: "Starts without people and rooms, instead of a small company of both.")
    var empty = false

    @Flag(help: "Adds a sample day around now to a company that is just being made.")
    var sampleDay = false

    @Option(help: "How dates are written: ru, en or es.")
    var culture: Culture = .ru

    @Option(
        help: "The zone the portal's server runs in; the figures *_TS_UTC are wrong by its offset.")
    var serverZone = "Europe/Moscow"

    @Option(name: .customLong("switch"), help: "Sets a switch: NAME=VALUE. Can be repeated.")
    var switches: [String] = []

    @Option(help: "Sets a limit: NAME=NUMBER. Can be repeated.")
    var limit: [String] = []

    @Option(
        help:
            "Adds a fault, as JSON: {\"kind\":\"loseAnswer\",\"method\":\"calendar.event.add\"}. Can be repeated."
    )
    var fault: [String] = []

    @Option(
        help:
            "The portal's new name, HOST or HOST:PORT: requests to any other host are sent there by 302."
    )
    var renamedTo: String?

    @Option(help: "Makes the portal's clock wrong by so many seconds.")
    var clockOffset = 0

    @Flag(help: "Prints all switches with what they can be set to, and stops.")
    var listSwitches = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port: \(port) is no port; allowed: 0 to 65535")
        }
        guard abs(clockOffset) < 1_000_000_000 else {
            throw ValidationError(
                "--clock-offset: \(clockOffset) is too much; allowed: below 1000000000")
        }
        guard !empty || !sampleDay else {
            throw ValidationError("--sample-day needs the people that --empty leaves out")
        }
        guard !empty || webhookFile == nil else {
            throw ValidationError("--webhook-file needs the people that --empty leaves out")
        }
    }

    func run() async throws {
        if listSwitches { return print(Start.switchesText, terminator: "") }
        let start = try telling(78) { try Start(switches: switches, limits: limit, faults: fault) }
        let secret = UUID().uuidString.lowercased().filter { $0 != "-" }
        let portal = try telling(73) { try makePortal(start, secret) }
        try await prepare(portal, start, secret)
        let group = ServiceGroup(
            services: [portal], gracefulShutdownSignals: [.sigint, .sigterm],
            logger: Logger(label: "portal") { _ in SwiftLogNoOpLogHandler() })
        do { try await group.run() } catch let error as PortalError { try fail("\(error)", 69) }
    }

    private func makePortal(_ start: Start, _ secret: String) throws -> Portal {
        var settings = PortalSettings()
        (settings.host, settings.port) = (host, port)
        (settings.culture, settings.serverZone) = (culture, serverZone)
        settings.limits = start.limits
        settings.faults = start.faults
        (settings.renamedTo, settings.clockOffset) = (renamedTo, Double(clockOffset))
        let announcement = Announcement(
            portFile: portFile, webhookFile: webhookFile, user: webhookUser,
            secret: secret)
        return try Portal(
            settings: settings, storage: database.map { .file($0) } ?? .memory,
            logger: Logger(label: "portal") { label in
                StreamLogHandler.standardError(label: label)
            }, onListening: { announcement.make($0) })
    }

    /// Fills the portal first: switches that refuse things must not refuse the sample.
    private func prepare(_ portal: Portal, _ start: Start, _ secret: String) async throws {
        do {
            if !empty {
                let sample = SamplePortal(portal)
                let isNew = try await sample.build()
                if sampleDay && isNew {
                    try await sample.addDay()
                } else if sampleDay {
                    tell("\(database ?? "") has its company already: no sample day is added")
                }
            }
        } catch let error as PortalCallError { try fail("cannot fill the portal: \(error)", 70) }
        if webhookFile != nil {
            do {
                try await portal.addWebhook(
                    user: webhookUser, scopes: SamplePortal.scopes, secret: secret)
            } catch let error as PortalCallError {
                try fail(
                    "--webhook-user: there is no person \(webhookUser) on the portal: \(error.text)",
                    78)
            }
        }
        portal.change { $0 = start.switches }
    }
}

extension Culture: ExpressibleByArgument {}
