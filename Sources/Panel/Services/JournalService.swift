import Journal
import Logging
import PanelWeb
import RoomCore
import ServiceLifecycle
import Synchronization

/// Hands the room's records to the journal and tells the room when they are safe.
///
/// The panel works without a journal: what cannot be kept is said so at once, and opening it is tried again in turn.
struct JournalService: Service {
    /// Orders that may wait for the card; beyond it a press is refused rather than shown as kept.
    static let capacity = 1_024
    static let flushInterval = Duration.seconds(60)

    let heartbeat: Heartbeat
    private let journal: Journal
    private let inlet: FactInlet
    private let time: any TimeSource
    private let findings: FindingBoard
    private let logger: Logger
    private let isClockTrusted: @Sendable () -> Bool
    private let room: RoomSettings
    private let told: Told
    private let orders: AsyncStream<Order>
    private let order: AsyncStream<Order>.Continuation

    /// What the log says of the journal.
    private final class Told: Sendable {
        let fault = Mutex<String?>(nil)
        let sealing = Mutex<String?>(nil)
        /// Why the journal is not open; nil while it is.
        let closed: Mutex<String?>

        init(closed: String?) { self.closed = Mutex(closed) }
    }

    private enum Order: Sendable {
        case keep([Record], Receipt)
        case gather([Record])
        case flush
        case beat
    }

    /// - Parameters:
    ///   - closed: why the journal could not be opened; nil if it is open.
    ///   - room: whose opening hours are remembered.
    ///   - isClockTrusted: whether the wall clock may be used to delete what is old.
    init(
        _ journal: Journal, closed: String?, inlet: FactInlet, time: any TimeSource,
        findings: FindingBoard, logger: Logger, room: RoomSettings,
        isClockTrusted: @escaping @Sendable () -> Bool
    ) {
        self.journal = journal
        told = Told(closed: closed)
        self.inlet = inlet
        self.time = time
        self.findings = findings
        self.logger = logger
        self.room = room
        self.isClockTrusted = isClockTrusted
        let (orders, order) = AsyncStream.makeStream(
            of: Order.self, bufferingPolicy: .bufferingOldest(Self.capacity))
        self.orders = orders
        self.order = order
        heartbeat = Heartbeat("journal") { order.yield(.beat) }
    }

    /// Takes the room's records; never waits.
    func keep(_ records: [Record], _ durability: Durability) {
        switch durability {
        case .relaxed: order.yield(.gather(records))
        case .durable(let receipt):
            if case .enqueued = order.yield(.keep(records, receipt)) { return }
            inlet.send(
                .journal(
                    .notStored(receipt, "the journal is too slow: \(Self.capacity) orders wait")))
        }
    }

    func run() async throws {
        let alarm = Alarm(time) { order.yield(.flush) }
        defer { alarm.cancel() }
        alarm.set(time.now().uptime + Self.flushInterval)
        try await withGracefulShutdownHandler {
            var isOpen = told.closed.withLock { $0 == nil }
            if isOpen { await verify() }
            for await order in orders {
                heartbeat.beat()
                try await carryOut(order, isOpen: &isOpen, alarm)
            }
        } onGracefulShutdown: {
            order.finish()
        }
        do { try await journal.close(at: wall) } catch { log(error, "journal could not be closed") }
    }

    private func carryOut(
        _ order: Order, isOpen: inout Bool, _ alarm: Alarm
    ) async throws(OccupiedError) {
        switch order {
        case .keep(let records, let receipt): await keep(records, receipt)
        case .gather(let records): if await journal.keepRelaxed(records) { await flush() }
        case .flush:
            if isOpen { await flush() } else { isOpen = try await reopen() }
            alarm.set(time.now().uptime + Self.flushInterval)
        case .beat: break
        }
    }

    private func keep(_ records: [Record], _ receipt: Receipt) async {
        do throws(JournalError) {
            try await journal.keep(records, at: wall)
            inlet.send(.journal(.stored(receipt)))
            tell(nil)
        } catch {
            let reason = reason(error)
            inlet.send(.journal(.notStored(receipt, reason)))
            tell(reason)
        }
    }

    private func flush() async {
        do throws(JournalError) {
            let found = try await journal.flush(at: wall)
            report(found)
            for seal in await journal.takeSeals() {
                logger.notice(
                    "log sealed", metadata: ["day": "\(seal.day)", "seal": "\(seal.hash)"])
            }
            if let wall {
                try await journal.note(room.openingHours, timeZone: room.timeZone, at: wall)
            }
            await tellSealing()
            inlet.send(.journal(.fault(nil)))
            tell(nil)
        } catch {
            let reason = reason(error)
            inlet.send(.journal(.fault(reason)))
            tell(reason)
        }
    }

    /// Puts up why days that are over are not sealed; that the clock is not trusted is a finding of its own.
    private func tellSealing() async {
        guard let wall else { return }
        let fault = await journal.sealingFault(at: wall)
        findings.set("log", fault, .warning)
        let before = told.sealing.withLock { known in
            defer { known = fault }
            return known
        }
        guard let fault, before == nil else { return }
        logger.warning("log is not sealed", metadata: ["reason": "\(fault)"])
    }

    /// A journal that is not open says no more than that; why it could not be opened is what helps.
    private func reason(_ error: JournalError) -> String {
        let closed = error.cause == .notOpen ? told.closed.withLock { $0 } : nil
        return closed ?? "\(error)"
    }

    /// Looks through the whole file once the lamps are lit: the sensor log was left out at the start.
    private func verify() async {
        do throws(JournalError) {
            report(try await journal.verify(at: wall))
        } catch {
            log(error, "journal could not be checked")
        }
    }

    /// - Throws: ``OccupiedError`` if another panel has opened it meanwhile.
    private func reopen() async throws(OccupiedError) -> Bool {
        do throws(JournalError) {
            let opening = try await journal.open(at: wall)
            report(opening.findings)
            logger.notice("journal is open again")
            inlet.send(.journal(.recalled(opening.memory)))
            told.closed.withLock { $0 = nil }
            inlet.send(.journal(.fault(nil)))
            tell(nil)
            return true
        } catch {
            if error.cause == .claimed { throw OccupiedError(journal: error) }
            told.closed.withLock { $0 = "\(error)" }
            inlet.send(.journal(.fault("\(error)")))
            tell("\(error)")
            return false
        }
    }

    /// Logs a fault once, and that it is over.
    private func tell(_ fault: String?) {
        let before = told.fault.withLock { known in
            defer { known = fault }
            return known
        }
        guard before != fault else { return }
        if let fault {
            logger.error("journal cannot be written", metadata: ["error": "\(fault)"])
        } else {
            logger.notice("journal can be written again")
        }
    }

    private var wall: WallTime? { isClockTrusted() ? time.now().wall : nil }

    private func report(_ found: [JournalFinding]) {
        for finding in found {
            logger.warning("journal", metadata: ["finding": "\(finding)"])
            findings.add("journal", "\(finding)")
        }
    }

    private func log(_ error: any Error, _ message: Logger.Message) {
        logger.error(message, metadata: ["error": "\(error)"])
    }
}
