import FoundationEssentials
import HTTPExchange
import NIOPosix
import PanelWeb

/// Asks a running panel over HTTP, for the command line.
public struct PanelClient: Sendable {
    /// Greatest answer that is read.
    static let greatestAnswer = 64 * 1_024 * 1_024
    /// Greatest size of a file of authorities, in bytes; a system's own has a fourth of it.
    static let greatestRoots = 1_048_576
    private static let limits = ExchangeLimits(
        exchange: .seconds(60), connect: .seconds(5), idle: .seconds(20),
        answerBytes: greatestAnswer)

    /// The panel says at least every 15 s that it is there.
    private static let eventLimits = ExchangeLimits(
        exchange: .seconds(20), connect: .seconds(5), idle: .seconds(45),
        answerBytes: greatestAnswer)

    /// What went wrong with a question, on one line, and the exit code of sysexits.h that says so.
    public struct Failure: Error, CustomStringConvertible {
        /// One line for people.
        public var description: String
        /// 69 if the panel cannot be reached, 76 if it answers something strange, 64 if the question was wrong.
        public var exitCode: Int32
    }

    private let base: String
    private let origin: HTTPOrigin
    private let roots: TrustedRoots

    /// Makes a client for the panel at `url`.
    ///
    /// - Parameter caFile: a PEM file with the authorities to trust in place of the system's; nil trusts those.
    /// - Throws: ``Failure`` if `url` is no http or https URL, or the file has no certificates.
    public init(url: String, caFile: String? = nil) throws(Failure) {
        guard url.hasPrefix("http://") || url.hasPrefix("https://"),
            let origin = URLComponents(string: url).flatMap(HTTPOrigin.init)
        else {
            throw Failure(
                description: "--url \"\(url)\": allowed is http://HOST:PORT or https://HOST",
                exitCode: 64)
        }
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.origin = origin
        if let caFile { roots = try Self.read(caFile) } else { roots = .system }
    }

    private static func read(_ file: String) throws(Failure) -> TrustedRoots {
        let bytes: [UInt8]
        do throws(SmallFile.Fault) {
            bytes = try SmallFile.read(file, limit: greatestRoots)
        } catch {
            throw Failure(
                description: "--ca-file \"\(file)\": cannot be read: \(error)", exitCode: 64)
        }
        guard let roots = TrustedRoots(pem: bytes) else {
            throw Failure(
                description: "--ca-file \"\(file)\": allowed are certificates in PEM",
                exitCode: 64)
        }
        return roots
    }

    /// The body of the answer, as it came.
    ///
    /// - Parameter accepted: further status codes that count as an answer, such as 503 of `/healthz`.
    /// - Throws: ``Failure``; the panel's own words where it refused.
    public func text(
        _ path: String, query: [(String, String)] = [], accepting accepted: Set<Int> = []
    ) async throws(Failure) -> String {
        let url = base + path + Self.encode(query)
        let (status, body) = try await fetch(url)
        if status == 200 || accepted.contains(status) { return body }
        let refusal = try? JSONDecoder().decode(ErrorDocument.self, from: Data(body.utf8))
        throw Failure(
            description: refusal.map { $0.error.message } ?? "\(url) answered \(status)",
            exitCode: status == 400 ? 64 : 76)
    }

    /// Hands over the panel's state at once and after each change, as JSON, until the panel ends the events.
    ///
    /// - Throws: ``Failure``, also where nothing came for longer than a panel is ever silent; what `take` throws.
    func states(_ take: (String) throws -> Void) async throws {
        let url = base + "/api/v1/events"
        let exchanger = HTTPExchanger(
            limits: Self.eventLimits, group: MultiThreadedEventLoopGroup.singleton, roots: roots)
        var events = ServerSentEvents()
        do {
            let status = try await exchanger.stream(url: url) { bytes in
                for event in try events.take(bytes) { try take(event) }
            }
            await exchanger.shutdown()
            if status == 200 { return }
            throw Failure(
                description: "\(url) answered \(status)", exitCode: status == 503 ? 69 : 76)
        } catch let failure as TransportFailure {
            await exchanger.shutdown()
            throw Self.unreachable(url, failure)
        } catch is ServerSentEvents.TooLong {
            await exchanger.shutdown()
            throw Failure(
                description:
                    "\(url): an event has more than \(ServerSentEvents.greatestLength) bytes",
                exitCode: 76)
        } catch {
            await exchanger.shutdown()
            throw error
        }
    }

    /// A document of the panel's JSON.
    ///
    /// - Throws: ``Failure`` if it is none.
    static func decode<Document: Decodable>(_ body: String) throws(Failure) -> Document {
        do {
            return try JSONDecoder().decode(Document.self, from: Data(body.utf8))
        } catch {
            throw Failure(
                description: "the answer is not that of a Domovoy panel of this version",
                exitCode: 76)
        }
    }

    private func fetch(_ url: String) async throws(Failure) -> (status: Int, body: String) {
        let exchanger = HTTPExchanger(
            limits: Self.limits, group: MultiThreadedEventLoopGroup.singleton, roots: roots)
        let answer: Result<HTTPAnswer, TransportFailure>
        do {
            answer = .success(
                try await exchanger.exchange(
                    "GET", url: url, origin: origin, headers: [], body: []))
        } catch {
            answer = .failure(error)
        }
        await exchanger.shutdown()
        switch answer {
        case .success(let answer):
            return (answer.status, String(decoding: answer.body, as: UTF8.self))
        case .failure(let failure): throw Self.unreachable(url, failure)
        }
    }

    private static func unreachable(_ url: String, _ failure: TransportFailure) -> Failure {
        let hint =
            if case .tls = failure { "--ca-file names a private authority" } else {
                "is domovoyd running there?"
            }
        return Failure(description: "\(url): \(failure.reason); \(hint)", exitCode: 69)
    }

    private static func encode(_ query: [(String, String)]) -> String {
        guard !query.isEmpty else { return "" }
        let allowed = CharacterSetASCII.unreserved
        let pairs = query.map { "\($0.0)=\(allowed.encode($0.1))" }
        return "?" + pairs.joined(separator: "&")
    }
}

/// Percent-encoding of a query's value (RFC 3986, section 2.3).
private struct CharacterSetASCII {
    static let unreserved = CharacterSetASCII()

    func encode(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: String(UnicodeScalar(byte))
            default: "%" + String(byte, radix: 16, uppercase: true).leftPadded(2)
            }
        }.joined()
    }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String {
        String(repeating: "0", count: max(0, width - count)) + self
    }
}
