import Hashing
import RoomCore
import Synchronization

/// The sensors' tokens as the daemon knows them: a file is read again when it has changed, and only looked at otherwise.
///
/// So a token that was replaced counts at once, and whoever guesses keeps no card busy.
final class SensorTokens: Sendable {
    /// Tells the token of a sensor.
    typealias Reader =
        @Sendable (PanelConfiguration.ReportedSensor) -> Result<String, ServerFailure>

    private struct Page {
        var mark: FileMark
        /// The SHA-256 of the token.
        var hash: Result<String, ServerFailure>
    }

    private let sensors: [PanelConfiguration.ReportedSensor]
    private let read: Reader
    private let pages: Mutex<[Page]>

    /// - Parameter read: reads a sensor's token out of its file.
    init(_ sensors: [PanelConfiguration.ReportedSensor], read: @escaping Reader) {
        self.sensors = sensors
        self.read = read
        pages = Mutex(sensors.map { Self.look($0, read) })
    }

    /// The sensors whose token this is, and what is wrong with the first file that holds none; nil if all are well.
    ///
    /// Tokens are compared by their SHA-256, all of them, in the same time wherever they differ.
    func owners(of token: String) -> (names: Set<String>, fault: ServerFailure?) {
        let hash = SHA256.hexadecimal(of: token)
        var names: Set<String> = []
        var fault: ServerFailure?
        for (sensor, own) in zip(sensors, hashes()) {
            switch own {
            case .success(let own):
                if ConstantTime.isEqual(own, hash) { names.insert(sensor.name) }
            case .failure(let failure): fault = fault ?? failure
            }
        }
        return (names, fault)
    }

    private func hashes() -> [Result<String, ServerFailure>] {
        pages.withLock { pages in
            for (index, sensor) in sensors.enumerated()
            where FileMark(sensor.tokenFile) != pages[index].mark {
                pages[index] = Self.look(sensor, read)
            }
            return pages.map(\.hash)
        }
    }

    /// The mark first: what changes while the file is read is read once more.
    private static func look(
        _ sensor: PanelConfiguration.ReportedSensor, _ read: Reader
    ) -> Page {
        let mark = FileMark(sensor.tokenFile)
        return Page(mark: mark, hash: read(sensor).map { SHA256.hexadecimal(of: $0) })
    }
}
