import GPIO
import RoomCore
import Synchronization

@testable import Panel

/// An installer at a simulated chip, who answers as written: time passes only while the session waits, and what the
/// installer does after an answer happens at its time, on the lines.
final class InstallerBench: BenchLines, InstallerConsole, TimeSource {
    /// A change of an input, so many seconds after an answer.
    struct Deed: Sendable {
        var after: Double
        var input: String
        var isActive: Bool

        init(_ after: Double, _ input: String, _ isActive: Bool) {
            (self.after, self.input, self.isActive) = (after, input, isActive)
        }
    }

    /// An answer, and what the installer does then.
    struct Answer: Sendable, ExpressibleByStringLiteral {
        var text: String
        var deeds: [Deed] = []

        init(_ text: String, _ deeds: [Deed]) {
            (self.text, self.deeds) = (text, deeds)
        }

        init(stringLiteral text: String) { self.text = text }
    }

    private struct State {
        var now = Now(
            wall: WallTime(secondsSinceEpoch: 1_900_000_000),
            uptime: Uptime(sinceBoot: .seconds(1_000)))
        var answers: [Answer]
        var deeds: [(at: Uptime, deed: Deed)] = []
        var events: [LineEvent] = []
        var told: [String] = []
        var questions: [(text: String, lit: [LampLine])] = []
    }

    let chip: SimulatedChip
    let lines: ReaderLines
    private let gpio: GPIOSettings
    private let state: Mutex<State>

    init(_ gpio: GPIOSettings, _ answers: [Answer]) throws {
        self.gpio = gpio
        chip = SimulatedChip(for: gpio)
        lines = try ReaderLines(chip, gpio)
        state = Mutex(State(answers: answers))
    }

    /// What the installer was told.
    var told: [String] { state.withLock(\.told) }
    /// What was asked, and which lamp lines were lit then.
    var questions: [(text: String, lit: [LampLine])] { state.withLock(\.questions) }

    /// The lamp lines that are lit on the chip.
    func lit() throws -> [LampLine] {
        try gpio.lamps.filter { try chip.level(of: $0.value) == 1 }.keys
            .sorted { "\($0)" < "\($1)" }
    }

    /// Runs a session while the lines are read.
    func run(_ session: CommissioningSession) async throws -> [CommissioningResult] {
        try await withThrowingTaskGroup(of: [CommissioningResult]?.self) { group in
            group.addTask { [lines] in
                try await lines.run()
                return nil
            }
            group.addTask {
                try await self.untilLinesAreThere()
                var session = session
                return try await session.run()
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let results = first else {
                throw CancellationError()
            }
            return results
        }
    }

    // MARK: Lines

    func light(_ lit: Set<LampLine>) throws { try lines.light(lit) }

    func take() -> [LineEvent] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    private func untilLinesAreThere() async throws {
        var levels = 0
        while levels < gpio.inputs.count {
            for event in try await someEvents() {
                if case .level = event { levels += 1 }
                state.withLock { $0.events.append(event) }
            }
        }
    }

    private func someEvents() async throws -> [LineEvent] {
        while true {
            try Task.checkCancellation()
            let events = lines.take()
            if !events.isEmpty { return events }
            await Task.yield()
        }
    }

    // MARK: Time

    func now() -> Now { state.withLock(\.now) }

    func sleep(until instant: Uptime) async throws {
        while let (at, deed) = nextDeed(until: instant) {
            advance(to: at)
            try await carryOut(deed, at: at)
        }
        try Task.checkCancellation()
        advance(to: instant)
    }

    private func nextDeed(until instant: Uptime) -> (Uptime, Deed)? {
        state.withLock { state in
            guard let first = state.deeds.first, first.at <= instant else { return nil }
            state.deeds.removeFirst()
            return (first.at, first.deed)
        }
    }

    private func advance(to instant: Uptime) {
        state.withLock { state in
            let step = max(.zero, instant - state.now.uptime)
            state.now = Now(wall: state.now.wall + step, uptime: state.now.uptime + step)
        }
    }

    /// The chip stamps its edges with the real clock; they get the time of the deed.
    private func carryOut(_ deed: Deed, at instant: Uptime) async throws {
        guard let input = gpio.inputs.first(where: { $0.name == deed.input }) else { return }
        try chip.set(input.line, to: input.active.level(isActive: deed.isActive))
        for event in try await someEvents() {
            var event = event
            if case .edge(let line, let isActive, _) = event {
                event = .edge(line: line, isActive: isActive, at: instant)
            }
            state.withLock { $0.events.append(event) }
        }
    }

    // MARK: Console

    func tell(_ text: String) throws {
        state.withLock { $0.told.append(text) }
    }

    func ask(_ question: String) async throws -> String? {
        let lit = try lit()
        return state.withLock { state in
            state.questions.append((question, lit))
            guard !state.answers.isEmpty else { return nil }
            let answer = state.answers.removeFirst()
            let now = state.now.uptime
            state.deeds += answer.deeds.map { (now + .seconds($0.after), $0) }
            return answer.text
        }
    }
}
