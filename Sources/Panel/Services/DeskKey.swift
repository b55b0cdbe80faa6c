import Desk
import PanelWeb
import RoomCore
import Synchronization

/// The desk's password as the daemon knows it: its file is read again whenever it has changed.
final class DeskKey: Sendable {
    /// The key of the configuration that names the file.
    static let key = "desk.password_file"

    private struct Page {
        var mark: FileMark
        var content: Result<PasswordHash, ServerFailure>
    }

    private let path: String
    private let page: Mutex<Page>

    init(_ path: String) {
        self.path = path
        page = Mutex(Self.look(path))
    }

    /// The hash.
    ///
    /// - Throws: a ``RoomCore/ServerFailure`` that names the file, never what is in it.
    func hash() throws(ServerFailure) -> PasswordHash { try content().get() }

    /// What is wrong with the file; nothing if the desk can be entered.
    var findings: [HealthFinding] {
        guard case .failure(let error) = content() else { return [] }
        return [
            HealthFinding(
                component: "desk", severity: .warning,
                message: String(error.message.prefix(512)))
        ]
    }

    /// Reads the hash out of a file.
    ///
    /// - Throws: as ``hash()``.
    static func read(_ path: String) throws(ServerFailure) -> PasswordHash {
        let line = try SecretFile.read(path, key: key)
        guard let hash = PasswordHash(line: line) else {
            throw ServerFailure(
                .authentication, "\(key) \(path) holds no line of `domovoy desk password`")
        }
        return hash
    }

    private func content() -> Result<PasswordHash, ServerFailure> {
        page.withLock { page in
            if FileMark(path) != page.mark { page = Self.look(path) }
            return page.content
        }
    }

    /// The mark first: what changes while the file is read is read once more.
    private static func look(_ path: String) -> Page {
        let mark = FileMark(path)
        do throws(ServerFailure) {
            return Page(mark: mark, content: .success(try read(path)))
        } catch {
            return Page(mark: mark, content: .failure(error))
        }
    }
}
