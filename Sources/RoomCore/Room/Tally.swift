/// What has happened at the room since the start of the process, counted; for metrics.
///
/// Fed with what ``Room/apply(_:at:)`` takes and returns. The keys are closed sets, so it cannot grow.
public struct Tally: Hashable, Sendable {
    /// A press, by what it was to do and what came of it.
    public struct PressKind: Hashable, Sendable {
        /// What it was to do.
        public var wish: Press.Wish
        /// What came of it.
        public var outcome: Press.Outcome

        /// Makes a kind.
        public init(_ wish: Press.Wish, _ outcome: Press.Outcome) {
            self.wish = wish
            self.outcome = outcome
        }
    }

    /// A write, by what was asked and how it went.
    public struct WriteKind: Hashable, Sendable {
        /// As in ``ServerWrite/operation``.
        public var operation: ServerOperation
        /// What kind of failure it was; nil for a success.
        public var failure: ServerFailure.Kind?

        /// Makes a kind.
        public init(_ operation: ServerOperation, _ failure: ServerFailure.Kind?) {
            self.operation = operation
            self.failure = failure
        }
    }

    /// Presses, refused ones among them.
    public private(set) var presses: [PressKind: Int] = [:]
    /// Refused presses by their reason.
    public private(set) var refusals: [Press.Refusal: Int] = [:]
    /// Verdicts, corrections among them.
    public private(set) var verdicts: [Verdict.Kind: Int] = [:]
    /// Reads of the schedule by how they failed; nil for a success.
    public private(set) var reads: [ServerFailure.Kind?: Int] = [:]
    /// Tries of writes.
    public private(set) var writes: [WriteKind: Int] = [:]
    /// How often the journal could not keep something.
    public private(set) var journalFaults = 0
    /// How often the wall clock jumped.
    public private(set) var clockSteps = 0

    private var underway: OutboxEntry?

    /// Makes an empty tally.
    public init() {}

    /// Counts what the room took and what it ordered then.
    public mutating func count(_ event: Event, _ effects: [Effect]) {
        count(event)
        for effect in effects {
            switch effect {
            case .send(let entry): underway = entry
            case .note(let notice): count(notice)
            case .show, .acknowledgePress, .keep, .readSchedule, .tell, .answer, .publish: break
            }
        }
    }

    private mutating func count(_ notice: Notice) {
        switch notice {
        case .press(let press): count(press)
        case .verdict(let verdict): verdicts[verdict.kind, default: 0] += 1
        case .clockStepped: clockSteps += 1
        case .availability, .sensor, .buttonStuck, .clockTrust, .stale, .outbox, .slotLost,
            .conflict, .complaint, .outboxFull, .withheld:
            break
        }
    }

    private mutating func count(_ event: Event) {
        switch event {
        case .server(.read): reads[nil, default: 0] += 1
        case .server(.readFailed(let failure)): reads[failure.kind, default: 0] += 1
        case .server(.acknowledged(let number)): written(number, nil)
        case .server(.writeFailed(let number, let failure, _)): written(number, failure.kind)
        case .journal(.notStored): journalFaults += 1
        case .journal(.fault(let fault)): journalFaults += fault == nil ? 0 : 1
        case .tick, .clock, .sensor, .button, .journal(.stored), .journal(.recalled), .settings,
            .lampFault:
            break
        }
    }

    private mutating func count(_ press: Press) {
        presses[PressKind(press.wish, press.outcome), default: 0] += 1
        if let refusal = press.refusal { refusals[refusal, default: 0] += 1 }
    }

    private mutating func written(_ number: Int64, _ failure: ServerFailure.Kind?) {
        guard let entry = underway, entry.number == number else { return }
        underway = nil
        writes[WriteKind(entry.write.operation, failure), default: 0] += 1
    }
}
