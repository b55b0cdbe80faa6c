/// What an installer found out about a panel before it was left at its door; never changed afterwards.
///
/// It holds what was concluded as well as what was found, so that it reads the same when the rules have changed.
public struct Certificate: Hashable, Sendable, Codable {
    /// A wired line.
    public struct Line: Hashable, Sendable, Codable {
        /// What hangs on it: a sensor's name, `button`, or a lamp with its colour.
        public var name: String
        /// Its offset or name.
        public var line: String
        /// The electrical level that means active, or lights the lamp.
        public var active: SensorSettings.ActiveLevel
        /// The pull that is set; nil of a lamp.
        public var bias: String?

        /// Describes a line.
        public init(
            name: String, line: String, active: SensorSettings.ActiveLevel, bias: String?
        ) {
            self.name = name
            self.line = line
            self.active = active
            self.bias = bias
        }
    }

    /// A setting as it was in force.
    public struct Setting: Hashable, Sendable, Codable {
        /// Its key in the configuration.
        public var key: String
        /// Its value, as the configuration writes it.
        public var value: String

        /// Notes a setting.
        public init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    /// A hold that should be longer.
    public struct Change: Hashable, Sendable, Codable {
        /// The sensor's name.
        public var sensor: String
        /// The hold that is set.
        public var fromSeconds: Int
        /// The hold that lasts, by the chair that needs the longest.
        public var toSeconds: Int
    }

    /// Which panel it is about, and by whom and when it was commissioned.
    public struct Particulars: Hashable, Sendable, Codable {
        /// Who commissioned it.
        public var signedBy: String
        /// When that was finished.
        public var givenAt: WallTime
        /// Whether the kernel called the clock synchronised then; if not, the time may be wrong.
        public var isClockSynchronised: Bool
        /// `room.id`.
        public var roomID: String
        /// `room.name`.
        public var roomName: String
        /// `room.time_zone`.
        public var timeZone: String
        /// The board, with its serial number where it tells one.
        public var board: String
        /// The GPIO chip.
        public var chip: String
        /// The version of this program.
        public var version: String

        /// Notes all of it.
        public init(
            signedBy: String, givenAt: WallTime, isClockSynchronised: Bool, roomID: String,
            roomName: String, timeZone: String, board: String, chip: String, version: String
        ) {
            self.signedBy = signedBy
            self.givenAt = givenAt
            self.isClockSynchronised = isClockSynchronised
            self.roomID = roomID
            self.roomName = roomName
            self.timeZone = timeZone
            self.board = board
            self.chip = chip
            self.version = version
        }
    }

    /// The most characters of an installer's name.
    static let greatestName = 100

    /// Its number, in the order given; 0 before the journal has given it one.
    public var number: Int64 = 0
    /// Which panel, who and when.
    public var particulars: Particulars
    /// The lines that are wired.
    public var lines: [Line]
    /// The settings in force.
    public var settings: [Setting]
    /// What was found, step by step.
    public var results: [CommissioningResult]
    /// The sensors that were tested, and saw nobody in any test.
    public var blindSensors: [String]
    /// The sensors that are on no line, and were not tested.
    public var untestedSensors: [String]
    /// What should be changed in the configuration.
    public var changes: [Change]
    /// What all of it says about the panel: the worst of its results, and ``CommissioningOutcome/failed`` with a sensor
    /// that saw nobody.
    public var outcome: CommissioningOutcome

    /// Draws the conclusions.
    public init(
        _ particulars: Particulars, lines: [Line], settings: [Setting],
        results: [CommissioningResult], untestedSensors: [String]
    ) {
        self.particulars = particulars
        self.lines = lines
        self.settings = settings
        self.results = results
        self.untestedSensors = untestedSensors
        blindSensors = Self.blindSensors(in: results)
        changes = Self.changes(for: results)
        let outcomes = results.map(\.outcome)
        outcome = .worst(of: outcomes + (blindSensors.isEmpty ? [] : [.failed]))
    }

    private static func blindSensors(in results: [CommissioningResult]) -> [String] {
        var names: [String] = []
        var seeing: Set<String> = []
        for (sensor, sight) in results.flatMap(sights) {
            if !names.contains(sensor) { names.append(sensor) }
            if sight == .seen { seeing.insert(sensor) }
        }
        return names.filter { !seeing.contains($0) }
    }

    private static func sights(
        of result: CommissioningResult
    ) -> [(sensor: String, sight: SensorSight)] {
        switch result.finding {
        case .walk(let sights): sights.map { ($0.sensor, $0.sight) }
        case .seated(let finding): finding.sights.map { ($0.sensor, $0.sight) }
        case .lamp, .button, nil: []
        }
    }

    private static func changes(for results: [CommissioningResult]) -> [Change] {
        var changes: [Change] = []
        for result in results {
            guard case .seated(let finding) = result.finding, let together = finding.together
            else { continue }
            let needed = together.recommendedHoldSeconds
            for sight in finding.tooShort {
                if let index = changes.firstIndex(where: { $0.sensor == sight.sensor }) {
                    changes[index].toSeconds = max(changes[index].toSeconds, needed)
                } else {
                    changes.append(
                        Change(
                            sensor: sight.sensor, fromSeconds: sight.holdSeconds,
                            toSeconds: needed))
                }
            }
        }
        return changes
    }

    /// Why a name cannot be an installer's, as what follows "the name "; nil if it can.
    public static func fault(ofName name: String) -> String? {
        if name.count > greatestName {
            return "has \(name.count) characters; allowed are \(greatestName)"
        }
        return Note.fault(of: name)
    }
}
