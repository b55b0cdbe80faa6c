import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import PanelWeb
import RoomCore
import Synchronization

@testable import Desk

/// A desk with a clock of its own, and somebody who asks it.
final class DeskStage: Sendable {
    static let password = "correct horse battery"
    /// Hashing takes a tenth of a second: once is enough for all tests.
    static let hash = makeHash(password)
    static let otherHash = makeHash("another password")

    struct Unreadable: Error {}

    /// What came back.
    struct Answer {
        var status: Int
        var headers: HTTPFields = [:]
        var text = ""
        var code: String?
    }

    let book = ScriptedBook()
    let record = ScriptedRecord()
    private let clock = Mutex(Uptime(sinceBoot: .seconds(1_000)))
    private let kept = Mutex<PasswordHash?>(DeskStage.hash)

    /// Makes a hash; that the library refuses is no case of these tests.
    private static func makeHash(_ password: String) -> PasswordHash {
        guard let hash = PasswordHash.make(password) else {
            preconditionFailure("no hash could be made")
        }
        return hash
    }

    func desk(isSecure: Bool = false) -> FacilitiesDesk {
        FacilitiesDesk(
            hash: { [self] in
                guard let hash = kept.withLock({ $0 }) else { throw Unreadable() }
                return hash
            },
            book: book, record: record, uptime: { [self] in clock.withLock { $0 } },
            isSecure: isSecure,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func pass(_ duration: Duration) { clock.withLock { $0 = $0 + duration } }

    func keep(_ hash: PasswordHash?) { kept.withLock { $0 = hash } }
}

/// A book that keeps what is written, or cannot.
final class ScriptedBook: DeskBook {
    struct Full: Error, CustomStringConvertible {
        let description = "journal: no space"
    }

    private let kept = Mutex<[Note]>([])
    private let full = Mutex(false)
    private let trusted = Mutex(true)

    /// The notes that were written.
    var notes: [Note] { kept.withLock { $0 } }

    /// From now on nothing can be kept.
    func fill() { full.withLock { $0 = true } }

    /// From now on the clock is not trusted.
    func distrustClock() { trusted.withLock { $0 = false } }

    let sensors = ["pir", "radar"]

    /// 2026-11-21T12:00:00Z.
    func now() -> WallTime? {
        trusted.withLock { $0 } ? WallTime(secondsSinceEpoch: 1_795_262_400) : nil
    }

    func write(
        _ text: String, at: WallTime, sensor: String?, writtenAt now: WallTime
    ) async throws -> Note {
        if full.withLock({ $0 }) { throw Full() }
        return kept.withLock { notes in
            let note = Note(
                number: Int64(notes.count + 1), writtenAt: now, at: at, sensor: sensor,
                text: text)
            notes.append(note)
            return note
        }
    }
}

extension FacilitiesDesk {
    /// Asks, and reads the whole answer.
    func ask(
        _ path: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:],
        body: String = "", from address: String = "192.0.2.9"
    ) async throws -> DeskStage.Answer {
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: "panel.local", path: path,
                headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(string: body)))
        do {
            let response = try await answer(request, from: Caller(remote: IPAddress(address)))
            let collector = BodyCollector()
            try await response.body.write(collector)
            return DeskStage.Answer(
                status: response.status.code, headers: response.headers, text: collector.text)
        } catch let reply as ErrorReply {
            return DeskStage.Answer(
                status: reply.status.code, headers: reply.headers, text: reply.message,
                code: reply.code)
        }
    }

    /// Asks for something once, as somebody who has signed in.
    func read(_ path: String) async throws -> DeskStage.Answer {
        let cookie = try await enter().cookie
        return try await ask(path, headers: [.cookie: cookie])
    }

    /// Signs in.
    func enter(
        _ password: String = DeskStage.password, headers: HTTPFields = [:],
        from address: String = "192.0.2.9"
    ) async throws -> DeskStage.Answer {
        var headers = headers
        headers[.contentType] = "application/json"
        return try await ask(
            "/desk/session", .post, headers: headers, body: #"{"password":"\#(password)"}"#,
            from: address)
    }
}

extension DeskStage.Answer {
    /// The session's cookie, which is the first that was set, as a browser sends it back.
    var cookie: String { String((headers[.setCookie] ?? "").prefix { $0 != ";" }) }

    /// All cookies that were set, as a browser sends them back.
    var cookies: String {
        headers[values: .setCookie].map { String($0.prefix { $0 != ";" }) }.joined(separator: "; ")
    }

    /// The session that the answer tells of.
    func session() throws -> SessionDocument { try json() }

    /// The document that the answer is.
    func json<Document: Decodable>(_ type: Document.Type = Document.self) throws -> Document {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

/// Gathers a body.
private final class BodyCollector: ResponseBodyWriter {
    private(set) var text = ""

    func write(_ buffer: ByteBuffer) async throws {
        text += String(buffer: buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
