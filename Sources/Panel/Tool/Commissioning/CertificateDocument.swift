import PanelWeb
import RoomCore

/// A certificate as JSON, for programs.
struct CertificateDocument: Encodable {
    /// Which room.
    struct Room: Encodable {
        var id: String
        var name: String
        var timeZone: String

        enum CodingKeys: String, CodingKey {
            case id, name
            case timeZone = "time_zone"
        }
    }

    /// A hold that should be longer.
    struct Change: Encodable {
        var sensor: String
        var fromSeconds: Int
        var toSeconds: Int

        enum CodingKeys: String, CodingKey {
            case sensor
            case fromSeconds = "from_seconds"
            case toSeconds = "to_seconds"
        }
    }

    var number: Int64
    var outcome: CommissioningOutcome
    var signedBy: String
    var givenAt: Timestamp
    var isClockSynchronised: Bool
    var room: Room
    var board: String
    var chip: String
    var version: String
    var lines: [Certificate.Line]
    var settings: [Certificate.Setting]
    var results: [CertificateResultDocument]
    var changes: [Change]
    var blindSensors: [String]
    var untestedSensors: [String]

    init(_ certificate: Certificate) {
        let about = certificate.particulars
        number = certificate.number
        outcome = certificate.outcome
        signedBy = about.signedBy
        givenAt = Timestamp(about.givenAt)
        isClockSynchronised = about.isClockSynchronised
        room = Room(id: about.roomID, name: about.roomName, timeZone: about.timeZone)
        board = about.board
        chip = about.chip
        version = about.version
        lines = certificate.lines
        settings = certificate.settings
        results = certificate.results.map(CertificateResultDocument.init)
        changes = certificate.changes.map {
            Change(sensor: $0.sensor, fromSeconds: $0.fromSeconds, toSeconds: $0.toSeconds)
        }
        blindSensors = certificate.blindSensors
        untestedSensors = certificate.untestedSensors
    }

    enum CodingKeys: String, CodingKey {
        case number, outcome, room, board, chip, version, lines, settings, results, changes
        case signedBy = "signed_by"
        case givenAt = "given_at"
        case isClockSynchronised = "clock_synchronised"
        case blindSensors = "blind_sensors"
        case untestedSensors = "untested_sensors"
    }
}
