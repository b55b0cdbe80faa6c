import CLinux
import Desk
import Foundation
import GPIO
import Journal
import Logging
import PanelWeb
import RoomCore
import ServiceLifecycle

/// Builds the parts of a panel and joins them.
struct Assembly {
    let file: String
    let configuration: PanelConfiguration
    let time: any TimeSource
    let logger: Logger
    let environment: [String: String]
    /// Told the address that the page is served at.
    var onListening: @Sendable (ListenAddress) async -> Void = { _ in }

    /// The parts, ready to run.
    struct Parts {
        /// In the order they are started; they are stopped in the reverse order.
        var services: [any Service]
        var lamps: LampBoard
        var notifier: SystemdNotifier
        var server: DeferredServer?
        var reload: ReloadService
    }

    let inlet = FactInlet()
    let findings = FindingBoard()
    private let counts = TallyBoard()
    private let lineFaults = GPIOService.Faults()

    init(
        file: String, configuration: PanelConfiguration, time: any TimeSource, logger: Logger,
        environment: [String: String]
    ) {
        self.file = file
        self.configuration = configuration
        self.time = time
        self.logger = logger
        self.environment = environment
    }

    /// - Throws: ``ConfigurationError`` if the page's certificate cannot be used; ``OccupiedError`` if another panel runs
    ///   with this one's journal or at its address.
    func build() async throws -> Parts {
        let certificates = try certificates()
        let journal = Journal(configuration.journal)
        let (memory, closed) = try await open(journal)
        do { try await checkAddress() } catch {
            try? await journal.close(at: nil)
            throw error
        }
        let room = Room(configuration.room, memory: memory, at: time.now())
        let server = server()
        let states = StateBoard(room.state(at: time.now())) { server?.rate }
        let notifier = SystemdNotifier(environment: environment)
        let simulated = simulatedChip()
        let source: any ChipSource = simulated ?? KernelChips(configuration.gpio.chip)
        let lamps = lampBoard(source)
        let reflex = PressReflex(lamps: lamps)
        let gpio = try GPIOService(
            source, inputs: configuration.gpio.inputs, inlet: inlet, faults: lineFaults,
            logger: logger, onFound: { lamps.rewrite() }, onPress: { reflex.press() })
        let keeper = JournalService(
            journal, closed: closed, inlet: inlet, time: time, findings: findings, logger: logger,
            room: configuration.room,
            isClockTrusted: { states.state(at: WallTime(secondsSinceEpoch: 0)).isClockTrusted })
        let sync = server.map { server in
            SyncService(
                server: server, poll: configuration.server.poll, inlet: inlet, time: time,
                logger: logger, random: { Double.random(in: 0..<1) })
        }
        let messages = messages(server, keeper)
        let taps = TapBoard(inlet, time: time)
        let loop = roomLoop(
            room, taps: taps, states: states, lamps: lamps, reflex: reflex, keeper: keeper,
            sync: sync, messages: messages, notifier: notifier)
        var heartbeats = [loop.heartbeat, keeper.heartbeat, gpio.heartbeat]
        if let sync { heartbeats.append(sync.heartbeat) }
        var services: [any Service] = [
            keeper,
            loop,
            gpio,
            ClockWatch(inlet: inlet, time: time, isSynchronised: KernelClock.isSynchronised),
        ]
        if let sync { services.append(sync) }
        if let messages { services.append(messages) }
        let page = web(
            taps: taps, states: states, journal: journal, messages: messages, simulated: simulated,
            certificates: certificates)
        if let page { services.append(page) }
        services += [
            Watchdog(notifier: notifier, heartbeats: heartbeats, time: time, logger: logger)
        ]
        let reload = ReloadService(
            file: file, atStart: configuration, inlet: inlet, notifier: notifier, time: time,
            findings: findings, logger: logger)
        return Parts(
            services: services, lamps: lamps, notifier: notifier, server: server, reload: reload)
    }

    // MARK: Journal

    /// Opens the journal, or at least reads what it remembers; with neither, the panel starts with an empty memory.
    ///
    /// - Returns: also why the journal is not open; nil if it is.
    private func open(
        _ journal: Journal
    ) async throws(OccupiedError) -> (memory: Memory, closed: String?) {
        do throws(JournalError) {
            let opening = try await journal.open(at: nil)
            for finding in opening.findings {
                logger.warning("journal", metadata: ["finding": "\(finding)"])
                findings.add("journal", "\(finding)")
            }
            return (opening.memory, nil)
        } catch {
            if error.cause == .claimed { throw OccupiedError(journal: error) }
            logger.error("journal cannot be opened", metadata: ["error": "\(error)"])
            inlet.send(.journal(.fault("\(error)")))
            return ((try? await journal.recall(at: nil)) ?? farMemory, "\(error)")
        }
    }

    /// An empty memory whose numbers lie far above any that a journal opened later may hold.
    private var farMemory: Memory {
        .far(
            at: time.now().wall, builtAt: configuration.room.builtAt,
            chance: .random(in: .min ... .max))
    }

    // MARK: Lines

    private func simulatedChip() -> SimulatedChip? {
        configuration.gpio.chip == .simulated ? SimulatedChip(for: configuration.gpio) : nil
    }

    private func lampBoard(_ source: any ChipSource) -> LampBoard {
        let output = GPIOLamps(
            source, lines: configuration.gpio.lamps, active: configuration.gpio.lampsActive)
        return LampBoard(
            output: output, wiring: LampWiring(lines: Set(configuration.gpio.lamps.keys)),
            time: time
        ) { [inlet, logger] fault in
            if let fault { logger.error("lamps cannot be lit", metadata: ["error": "\(fault)"]) }
            inlet.send(.lampFault(fault))
        }
    }

    // MARK: Room

    private func roomLoop(
        _ room: Room, taps: TapBoard, states: StateBoard, lamps: LampBoard, reflex: PressReflex,
        keeper: JournalService, sync: SyncService?, messages: MessageService?,
        notifier: SystemdNotifier
    ) -> RoomLoop {
        RoomLoop(
            inlet: inlet, time: time,
            outlets: RoomLoop.Outlets(
                lamps: lamps, reflex: reflex, states: states, counts: counts,
                keep: keeper.keep,
                send: { sync?.send($0) }, readSchedule: { sync?.readSoon() },
                taps: taps, messages: messages,
                ready: {
                    notifier.send("READY=1")
                    domovoy_give_back_pages()
                }),
            logger: logger, start: { room })
    }

    // MARK: Web

    /// Sees that nobody else serves a page at this address, before anything is shown or told.
    ///
    /// An address that cannot be had for another reason leaves the door working: the network may not be up yet.
    private func checkAddress() async throws(OccupiedError) {
        guard let address = configuration.listen, address.port != 0 else { return }
        do throws(WebError) {
            try await address.probe()
        } catch {
            if error.isAddressTaken { throw OccupiedError(page: error) }
        }
    }

    /// The sensors that report over HTTP; nil if there are none.
    private func reportedSensors() -> SensorReports? {
        guard !configuration.reported.isEmpty else { return nil }
        for sensor in configuration.reported {
            lineFaults.set(
                sensor.name,
                "nothing was reported yet, or ttl_seconds and hold of the last report are over")
        }
        return SensorReports(
            configuration.reported, inlet: inlet, time: time, findings: findings)
    }

    /// The page's certificate; nil if it is served without TLS.
    private func certificates() throws(ConfigurationError) -> CertificateBook? {
        guard let files = configuration.certificate else { return nil }
        do throws(CertificateBook.Unusable) {
            return try CertificateBook(files, time: time, logger: logger)
        } catch {
            throw ConfigurationError(file: file, faults: [error.fault])
        }
    }

    private func web(
        taps: TapBoard, states: StateBoard, journal: Journal, messages: MessageService?,
        simulated: SimulatedChip?, certificates: CertificateBook?
    ) -> WebService? {
        guard let address = configuration.listen else { return nil }
        let key = configuration.deskPasswordFile.map(DeskKey.init)
        let view = DoorView(
            board: states, inlet: inlet, journal: journal, time: time, findings: findings,
            lines: lineFaults, counts: counts, taps: taps, messages: messages,
            feeds: FeedBook(FeedFile(besideJournal: configuration.journal.path)),
            desk: key, certificates: certificates, room: configuration.room,
            zone: TimeZone(identifier: configuration.room.timeZone) ?? .gmt,
            reports: reportedSensors(),
            simulator: simulated.map { chip in
                SimulatorLines(
                    chip: chip, inputs: configuration.gpio.inputs,
                    kinds: Dictionary(
                        configuration.room.sensors.map { ($0.name, $0.kind) }
                    ) { $1 })
            })
        let desk = key.map { key in
            FacilitiesDesk(
                hash: { try key.hash() },
                book: JournalBook(
                    journal: journal, time: time, states: states,
                    sensors: configuration.room.sensors.map(\.name)),
                record: view, uptime: { [time] in time.now().uptime },
                isSecure: certificates != nil, logger: logger)
        }
        return WebService(
            make: { [logger, onListening, findings, configuration] in
                var server = WebServer(
                    view: view, address: address, names: configuration.names,
                    language: configuration.language, logger: logger
                ) { address in
                    findings.set("web", nil)
                    logger.notice("page is served", metadata: ["address": "\(address)"])
                    await onListening(address)
                }
                if let desk { server = server.joined(by: desk) }
                if let certificates { server = server.secured(by: certificates) }
                return server
            }, time: time, findings: findings, logger: logger)
    }
}
