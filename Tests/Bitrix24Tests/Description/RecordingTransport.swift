import HTTPExchange
import JSONText
import PortalKit
import Synchronization

@testable import Bitrix24

/// Passes requests on, and keeps what was called with what.
final class RecordingTransport: HTTPTransport {
    /// One call; a batch is taken apart.
    struct Call {
        var method: String
        var parameters: JSON.Members
    }

    private let inner: any HTTPTransport
    private let requests = Mutex<[(method: String, body: [UInt8])]>([])

    init(_ inner: any HTTPTransport) {
        self.inner = inner
    }

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        requests.withLock { $0.append((request.target.method, request.body)) }
        return try await inner.exchange(request)
    }

    func shutdown() async { await inner.shutdown() }

    /// All calls so far, the commands of batches among them.
    func calls() throws -> [Call] {
        try requests.withLock { $0 }.flatMap { request -> [Call] in
            let body = try JSON(text: request.body)
            guard request.method == "batch" else {
                return [Call(method: request.method, parameters: body.members ?? .init())]
            }
            return (body["cmd"]?.members?.all ?? []).map { member in
                let parts = (member.value.string ?? "").split(separator: "?", maxSplits: 1)
                let query = PHPQuery.parse(parts.count > 1 ? String(parts[1]) : "")
                return Call(
                    method: String(parts.first ?? ""),
                    parameters: query.withLists.members ?? .init())
            }
        }
    }
}

extension JSON {
    /// Maps whose keys are 0, 1, 2 and so on as the lists that PHP makes of them.
    fileprivate var withLists: JSON {
        guard case .object(let members) = self else { return self }
        let values = members.all.map { ($0.name, $0.value.withLists) }
        let isList =
            !values.isEmpty && values.enumerated().allSatisfy { $0.element.0 == String($0.offset) }
        return isList ? .array(values.map(\.1)) : .object(Members(values))
    }
}
