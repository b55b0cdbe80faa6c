import RoomCore

@testable import Bitrix24

/// A panel with its whole core: somebody presses its button, and it does what the core orders until all is settled.
struct Fighter {
    /// Whether the booking lamp said refused.
    private(set) var wasRefused = false
    private let server: Bitrix24Server
    private var room: Room
    private var now = Now(wall: .testNow, uptime: Uptime(sinceBoot: .seconds(1_000)))
    private var writes: [OutboxEntry] = []
    private var messages: [Message] = []
    private var wantsRead = false

    private static let window = Span(start: .testDay, length: .seconds(2 * 86_400))
    /// Steps after which a fight that has not ended never will.
    private static let greatestSteps = 500

    /// A panel that knows an empty day.
    init(_ name: String, _ server: Bitrix24Server, at start: WallTime = .testNow) {
        self.server = server
        now.wall = start
        var settings = RoomSettings(
            id: name, name: "Aurora", server: .bitrix24, clockTrust: .always)
        settings.messages = Set(Message.Kind.allCases)
        room = Room(settings, memory: Memory(), at: now)
        apply(.tick)
        apply(.button(.found(isPressed: false)))
        let empty = ScheduleReading(window: Self.window, bookings: [], serverDate: now.wall)
        apply(.server(.read(empty, startedAt: now.uptime)))
    }

    /// Whether its own booking has the room, as the panel shows it.
    var hasTheRoom: Bool {
        let current = room.state(at: now).current
        // Another panel's booking is one of a panel too.
        return current?.id.text.hasPrefix("domovoy-\(room.settings.id)-") == true
            && current?.isPending == false
    }

    /// What it still owes the portal.
    var owed: Int { room.state(at: now).sync.outbox }

    /// Lets time pass, and reads the schedule once more.
    mutating func wait(_ duration: Duration) async {
        pass(duration)
        apply(.tick)
        wantsRead = true
        await settle {}
    }

    /// Holds the button until what runs has ended.
    mutating func end() async {
        apply(.button(.pressed(at: now.uptime)))
        pass(.milliseconds(1_600))
        apply(.tick)
        pass(.milliseconds(100))
        apply(.button(.released(at: now.uptime)))
        await settle {}
    }

    /// Presses the button and sees the matter through.
    mutating func fight(losesAnswer: () -> Void) async {
        apply(.button(.pressed(at: now.uptime)))
        pass(.milliseconds(200))
        apply(.button(.released(at: now.uptime)))
        await settle(losesAnswer: losesAnswer)
    }

    /// Reads the schedule once more, and tells whoever is to be told.
    mutating func poll() async {
        pass(.seconds(30))
        wantsRead = true
        await settle {}
        for message in messages { _ = try? await server.tell(message) }
        messages = []
    }

    private mutating func settle(losesAnswer: () -> Void) async {
        for _ in 0..<Self.greatestSteps {
            if !writes.isEmpty {
                losesAnswer()
                await carryOut(writes.removeFirst())
            } else if wantsRead {
                // What waits for its next try may wait for this.
                await read()
            } else if room.state(at: now).sync.outbox > 0 {
                pass(max(room.deadline - now.uptime, .zero))
                apply(.tick)
            } else {
                return
            }
        }
    }

    private mutating func carryOut(_ entry: OutboxEntry) async {
        do throws(ServerFailure) {
            try await server.write(entry.write)
            apply(.server(.acknowledged(number: entry.number)))
        } catch {
            apply(.server(.writeFailed(number: entry.number, error, jitter: 0.5)))
        }
    }

    private mutating func read() async {
        wantsRead = false
        let startedAt = now.uptime
        do throws(ServerFailure) {
            let reading = try await server.read(window: Self.window)
            apply(.server(.read(reading, startedAt: startedAt)))
        } catch {
            apply(.server(.readFailed(error)))
            wantsRead = true
        }
    }

    private mutating func pass(_ duration: Duration) {
        now = Now(wall: now.wall + duration, uptime: now.uptime + duration)
    }

    private mutating func apply(_ event: Event) {
        let effects = room.apply(event, at: now)
        for effect in effects {
            switch effect {
            case .keep(_, .durable(let receipt)): apply(.journal(.stored(receipt)))
            case .send(let entry): writes.append(entry)
            case .show(let display): wasRefused = wasRefused || display.booking.pattern == .refused
            case .readSchedule: wantsRead = true
            case .tell(let told): messages += told
            default: break
            }
        }
    }
}
