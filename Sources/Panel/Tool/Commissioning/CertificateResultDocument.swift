import RoomCore

/// What came of one step, as JSON; members that have nothing to do with the step are left out.
struct CertificateResultDocument: Encodable {
    /// Which test a step is.
    enum Test: String, Encodable {
        case lamp, button, walk, seated
    }

    /// What a sensor saw, or all that see the chair together, which have no name.
    struct Sight: Encodable {
        var sensor: String?
        var sight: SensorSight?
        var edges: Int?
        var holdSeconds: Int?
        var longestGapSeconds: Int?
        var coveragePercent: Int?
        var recommendedHoldSeconds: Int?

        init(_ sight: WalkTest.Sight) {
            sensor = sight.sensor
            self.sight = sight.sight
            edges = sight.edges
        }

        init(_ sight: SeatedTest.Sight) {
            sensor = sight.sensor
            self.sight = sight.sight
            edges = sight.edges
            holdSeconds = sight.holdSeconds
            if let score = sight.score { take(score) }
        }

        init(together score: SeatedTest.Score) { take(score) }

        private mutating func take(_ score: SeatedTest.Score) {
            longestGapSeconds = score.longestGapSeconds
            coveragePercent = score.coveragePercent
            recommendedHoldSeconds = score.recommendedHoldSeconds
        }

        enum CodingKeys: String, CodingKey {
            case sensor, sight, edges
            case holdSeconds = "hold_seconds"
            case longestGapSeconds = "longest_gap_seconds"
            case coveragePercent = "coverage_percent"
            case recommendedHoldSeconds = "recommended_hold_seconds"
        }
    }

    var test: Test
    /// `booking.blue`, `long`, `far_corner`, or a chair's number.
    var subject: String
    var outcome: CommissioningOutcome
    var tries: Int
    var heard: Press.Length?
    var heldMilliseconds: Int?
    var presses: Int?
    var seconds: Int?
    var sensors: [Sight]?
    var together: Sight?

    init(_ result: CommissioningResult) {
        (test, subject) = Self.name(result.step)
        outcome = result.outcome
        tries = result.tries
        switch result.finding {
        case .button(let finding):
            heard = finding.heard
            heldMilliseconds = finding.heldMilliseconds
            presses = finding.presses
        case .walk(let sights): sensors = sights.map { Sight($0) }
        case .seated(let finding):
            seconds = finding.seconds
            sensors = finding.sights.map { Sight($0) }
            together = finding.together.map { Sight(together: $0) }
        case .lamp, nil: break
        }
    }

    private static func name(_ step: CommissioningStep) -> (Test, String) {
        switch step {
        case .lamp(let line): (.lamp, "\(line)")
        case .button(let length): (.button, length.rawValue)
        case .walk(let place): (.walk, place.rawValue)
        case .seated(let chair): (.seated, "\(chair)")
        }
    }

    enum CodingKeys: String, CodingKey {
        case test, subject, outcome, tries, heard, presses, seconds, sensors, together
        case heldMilliseconds = "held_milliseconds"
    }
}
