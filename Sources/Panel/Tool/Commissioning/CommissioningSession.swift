import GPIO
import HTTPExchange
import RoomCore
import Wording

/// Leads an installer through the steps of commissioning, one after the other.
///
/// Whatever ends it, the lamps are dark afterwards.
struct CommissioningSession: Sendable {
    /// How long there is to get to a place or a chair before a test begins to count.
    static let lead = Duration.seconds(10)
    /// How long a press is waited for.
    static let pressWait = Duration.seconds(30)
    /// How long a contact may go on to bounce after a press.
    private static let bounce = Duration.seconds(1)
    /// How often the button is looked at.
    private static let pressPace = Duration.milliseconds(100)
    /// How often the sensors are looked at.
    private static let watchPace = Duration.seconds(1)
    /// How often the installer is told how much is left.
    private static let telling = Duration.seconds(60)

    /// What came of one turn of a step.
    private enum Turn {
        case found(CommissioningResult.Finding)
        case again
        case skipped
    }

    private let book: Phrasebook
    private let console: any InstallerConsole
    private let lines: any BenchLines
    private let time: any TimeSource
    private let sensors: [SensorSettings]
    private let button: String
    private let policy: Policy
    private let sitting: Duration
    private let steps: [CommissioningStep]
    /// Which inputs are active; one that is not there is not in it.
    private var levels: [String: Bool] = [:]

    /// - Parameter minutes: how long the seated test lasts; 1-30.
    init(
        _ configuration: PanelConfiguration, minutes: Int, book: Phrasebook,
        console: any InstallerConsole, lines: any BenchLines, time: any TimeSource
    ) {
        self.book = book
        self.console = console
        self.lines = lines
        self.time = time
        let inputs = configuration.gpio.inputs
        let onLines = Set(inputs.filter { $0.role == .sensor }.map(\.name))
        sensors = configuration.room.sensors.filter { onLines.contains($0.name) }
        let buttons = inputs.filter { $0.role == .button }
        button = buttons.first?.name ?? ""
        policy = configuration.room.policy
        sitting = .seconds(60 * minutes)
        steps = CommissioningStep.all(
            lamps: Set(configuration.gpio.lamps.keys), hasButton: !buttons.isEmpty,
            hasSensors: !sensors.isEmpty)
    }

    /// All steps, and as many chairs as the installer wants.
    ///
    /// - Throws: ``GPIO/GPIOError`` of the lamps, ``CommissionTool/Failure`` if nobody answers any more,
    ///   `CancellationError`, and what the console throws.
    mutating func run() async throws -> [CommissioningResult] {
        defer { try? lines.light([]) }
        try lines.light([])
        try await pass(Self.watchPace)
        var results: [CommissioningResult] = []
        for (index, step) in steps.enumerated() {
            try console.tell("\(index + 1)/\(steps.count) \(book.step(step))")
            results.append(try await result(of: step))
        }
        var chair = 1
        while case .seated? = results.last?.step, results.last?.finding != nil,
            chair < CommissioningStep.greatestChairs,
            try await answer(book.anotherChair, [.yes, .no, .goOn]) == .yes
        {
            chair += 1
            results.append(try await result(of: .seated(chair: chair)))
        }
        return results
    }

    // MARK: Steps

    /// Takes a step until the installer goes on; a skip leaves what was found before it.
    private mutating func result(of step: CommissioningStep) async throws -> CommissioningResult {
        var result = CommissioningResult(step, tries: 0, finding: nil)
        while true {
            switch try await turn(of: step) {
            case .skipped: return result
            case .again: result.tries += 1
            case .found(let finding):
                result = CommissioningResult(step, tries: result.tries + 1, finding: finding)
                try tell(result)
                if case .lamp = step, result.outcome == .passed { return result }
                if try await answer(book.onward, [.goOn, .again]) == .goOn { return result }
            }
        }
    }

    private mutating func turn(of step: CommissioningStep) async throws -> Turn {
        switch step {
        case .lamp(let line): return try await look(at: line)
        case .button(let length):
            guard try await begins(step, .zero) else { return .skipped }
            return .found(.button(try await press(length)))
        case .walk:
            guard try await begins(step, WalkTest.length) else { return .skipped }
            return .found(.walk(WalkTest.judge(try await watch(WalkTest.length))))
        case .seated:
            guard try await begins(step, sitting) else { return .skipped }
            return .found(.seated(SeatedTest.judge(try await watch(sitting))))
        }
    }

    private func look(at line: LampLine) async throws -> Turn {
        try lines.light([line])
        defer { try? lines.light([]) }
        switch try await answer(book.isLit(line), [.yes, .no, .again, .skip]) {
        case .yes: return .found(.lamp(isRight: true))
        case .no: return .found(.lamp(isRight: false))
        case .again: return .again
        case .skip, .goOn: return .skipped
        }
    }

    private func begins(_ step: CommissioningStep, _ length: Duration) async throws -> Bool {
        let invitation = book.invitation(
            step, longPress: policy.longPress, lead: Self.lead, length: length)
        return try await answer(invitation, [.goOn, .skip]) == .goOn
    }

    private func tell(_ result: CommissioningResult) throws {
        for line in book.findings(result) { try console.tell("  \(line)") }
        try console.tell("  \(book.outcome(result.outcome))")
    }

    private func answer(
        _ question: String, _ allowed: Set<Phrasebook.Reply>
    ) async throws -> Phrasebook.Reply {
        while true {
            guard let line = try await console.ask(question) else {
                try Task.checkCancellation()
                throw CommissionTool.Failure.ended
            }
            if let reply = Phrasebook.Reply(line.trimmed), allowed.contains(reply) {
                return reply
            }
            try console.tell(book.noAnswer)
        }
    }

    // MARK: Inputs

    private mutating func press(_ length: Press.Length) async throws -> ButtonTrial.Finding {
        _ = try taken()
        let start = time.now().uptime
        var trial = ButtonTrial(
            expecting: length, isPressed: levels[button] ?? false, policy: policy, at: start)
        var end = start + Self.pressWait
        var isLetGo = false
        while time.now().uptime < end {
            try await time.sleep(until: min(time.now().uptime + Self.pressPace, end))
            for case .edge(let line, let isActive, let at) in try taken() where line == button {
                if isActive { trial.pressed(at: at) } else { trial.released(at: at) }
            }
            if trial.isLetGo, !isLetGo {
                isLetGo = true
                end = time.now().uptime + Self.bounce
            }
        }
        return trial.finding
    }

    /// Watches the sensors once the installer has had time to get there.
    private mutating func watch(_ length: Duration) async throws -> SensorWatch {
        try await pass(Self.lead)
        try console.tell(book.begun)
        let start = time.now().uptime
        let (end, before) = (start + length, levels)
        var moments: [SensorMoment] = []
        var (next, told) = (start, start)
        while next < end {
            next = min(next + Self.watchPace, end)
            try await time.sleep(until: next)
            moments += try taken().compactMap { moment($0, at: next) }
            if next < end, next - told >= Self.telling {
                told = next
                try console.tell(book.left(end - next))
            }
        }
        return SensorWatch(
            sensors: sensors, levels: before, moments: moments, start: start, end: end)
    }

    /// Lets time pass; what happens meanwhile counts for nothing but the levels.
    private mutating func pass(_ length: Duration) async throws {
        try await time.sleep(until: time.now().uptime + length)
        _ = try taken()
    }

    /// What has happened since the last time; the levels are those after it.
    private mutating func taken() throws -> [LineEvent] {
        let events = lines.take()
        for event in events {
            switch event {
            case .level(let line, let isActive), .edge(let line, let isActive, _):
                levels[line] = isActive
            case .gone(let line, let reason):
                levels[line] = nil
                try console.tell("  \(line): \(reason)")
            case .found, .lost: break
            }
        }
        return events
    }

    private func moment(_ event: LineEvent, at now: Uptime) -> SensorMoment? {
        switch event {
        case .found: nil
        case .level(let line, let isActive):
            SensorMoment(sensor: line, fact: .found(isActive: isActive), at: now)
        case .edge(let line, let isActive, let at):
            SensorMoment(sensor: line, fact: .edge(isActive: isActive, at: at), at: at)
        case .lost(let line, let count):
            SensorMoment(sensor: line, fact: .edgesLost(count), at: now)
        case .gone(let line, _): SensorMoment(sensor: line, fact: .gone, at: now)
        }
    }
}
