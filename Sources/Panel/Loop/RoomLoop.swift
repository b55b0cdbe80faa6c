import Logging
import RoomCore
import ServiceLifecycle

/// The room's own task: takes the next fact, applies it, and hands the orders out.
///
/// It owns the only `Room` there is, and never waits for a network or a card.
struct RoomLoop: Service {
    let inlet: FactInlet
    let heartbeat: Heartbeat
    let time: any TimeSource
    let outlets: Outlets
    let logger: Logger
    private let start: @Sendable () -> Room

    /// Where the room's orders go.
    struct Outlets: Sendable {
        var lamps: LampBoard
        var reflex: PressReflex
        var states: StateBoard
        var counts: TallyBoard
        var keep: @Sendable ([Record], Durability) -> Void
        var send: @Sendable (OutboxEntry) -> Void
        var readSchedule: @Sendable () -> Void
        /// Where those who tapped on the page wait.
        var taps: TapBoard
        /// Who tells organisers; nil where nobody can be told.
        var messages: MessageService?
        /// Called once, after the first display is on the lamps.
        var ready: @Sendable () -> Void
    }

    /// - Parameter start: sets the room up; called on the room's own task.
    init(
        inlet: FactInlet, time: any TimeSource, outlets: Outlets, logger: Logger,
        start: @escaping @Sendable () -> Room
    ) {
        self.inlet = inlet
        self.time = time
        self.outlets = outlets
        self.logger = logger
        self.start = start
        heartbeat = Heartbeat("room") { inlet.wake() }
    }

    /// The room's task has a priority that no other part's has, and so a thread that no other part's task can hold up.
    ///
    /// A task of its own, awaited here: one of a task group runs at the group's priority, whichever it asks for (seen
    /// with Swift 6.3).
    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await Task(priority: .high) { await work() }.value
        } onCancelOrGracefulShutdown: {
            inlet.finish()
        }
    }

    private func work() async {
        var room = start()
        let alarm = Alarm(time) { inlet.wake() }
        defer { alarm.cancel() }
        apply(.tick, to: &room, alarm)
        outlets.ready()
        while true {
            let items = await inlet.take()
            if items.isEmpty { return }
            heartbeat.beat()
            for item in items { serve(item, &room, alarm) }
        }
    }

    private func serve(_ item: FactInlet.Item, _ room: inout Room, _ alarm: Alarm) {
        switch item {
        case .fact(let event): apply(event, to: &room, alarm)
        case .question(let question): question(room, time.now())
        case .wake:
            guard time.now().uptime >= room.deadline else {
                // It rang for an earlier deadline.
                alarm.set(room.deadline)
                return
            }
            apply(.tick, to: &room, alarm)
        }
    }

    private func apply(_ event: Event, to room: inout Room, _ alarm: Alarm) {
        let now = time.now()
        let effects = room.apply(event, at: now)
        outlets.reflex.arm(room.answersPress)
        for effect in effects { carryOut(effect, room, at: now) }
        outlets.counts.count(event, effects)
        alarm.set(room.deadline)
    }

    private func carryOut(_ effect: Effect, _ room: borrowing Room, at now: Now) {
        switch effect {
        case .show(let display): outlets.lamps.show(display)
        case .acknowledgePress: outlets.lamps.acknowledgePress()
        case .keep(let records, let durability): outlets.keep(records, durability)
        case .send(let entry): outlets.send(entry)
        case .readSchedule: outlets.readSchedule()
        case .tell(let messages): outlets.messages?.send(messages, at: now.uptime)
        case .answer(let tap, let press): outlets.taps.answer(tap, press)
        case .publish: outlets.states.publish(room.state(at: now))
        case .note(let notice): NoticeLog(logger: logger).write(notice)
        }
    }
}
