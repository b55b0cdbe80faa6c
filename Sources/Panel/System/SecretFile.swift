import FoundationEssentials
import RoomCore

/// A secret out of a file, as systemd's credentials provide it.
enum SecretFile {
    static let greatestBytes = 4_096

    /// The first line of the file, without its end.
    ///
    /// - Parameter key: the key of the configuration that names the file.
    /// - Throws: a ``RoomCore/ServerFailure`` of kind `authentication` that names the file, never what is in it.
    static func read(_ path: String, key: String) throws(ServerFailure) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw failure(key, path, "cannot be read: \(reason(error))")
        }
        guard data.count <= greatestBytes, let text = String(data: data, encoding: .utf8) else {
            throw failure(key, path, "is no text of at most \(greatestBytes) bytes")
        }
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else { throw failure(key, path, "is empty") }
        return String(line)
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "this user may not read it"
        default: "it is no readable file"
        }
    }

    private static func failure(
        _ key: String, _ path: String, _ problem: String
    ) -> ServerFailure {
        ServerFailure(.authentication, "\(key) \(path) \(problem)")
    }
}
