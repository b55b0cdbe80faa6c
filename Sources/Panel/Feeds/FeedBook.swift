import PanelWeb
import Synchronization

/// The personal feeds as the daemon knows them: read again whenever the file has changed.
final class FeedBook: Sendable {
    /// What readers of feeds are told while the list cannot be read.
    struct Closed: Error, CustomStringConvertible {
        let description = "feeds cannot be told apart now; /healthz says why"
    }

    private struct Page {
        var mark: FileMark
        var content: Result<FeedList, FeedError>
    }

    private let file: FeedFile
    private let page: Mutex<Page>

    init(_ file: FeedFile) {
        self.file = file
        page = Mutex(Self.read(file))
    }

    /// Whose feed has this token; nil if none has, or no more.
    ///
    /// - Throws: ``Closed`` while the list cannot be read: then no feed is served.
    func person(of token: String) throws(Closed) -> String? {
        guard case .success(let list) = content() else { throw Closed() }
        return list.person(of: token)
    }

    /// What is wrong with the list; nothing if it can be read, or is not there.
    var findings: [HealthFinding] {
        guard case .failure(let error) = content() else { return [] }
        return [
            HealthFinding(
                component: "feeds", severity: .failure,
                message: String(error.description.prefix(512)))
        ]
    }

    private func content() -> Result<FeedList, FeedError> {
        page.withLock { page in
            if file.mark != page.mark { page = Self.read(file) }
            return page.content
        }
    }

    /// The mark first: what changes while the file is read is read once more.
    private static func read(_ file: FeedFile) -> Page {
        let mark = file.mark
        do throws(FeedError) {
            return Page(mark: mark, content: .success(try file.read()))
        } catch {
            return Page(mark: mark, content: .failure(error))
        }
    }
}
